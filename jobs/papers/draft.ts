import { escapeMrkdwn } from '../../src/chat/message.ts';
import { buildAgenda } from '../../src/domain/agenda.ts';
import { addDays, dateIn, type IsoDate, instantAt } from '../../src/domain/calendar.ts';
import { comingDates } from '../../src/domain/coming-dates.ts';
import { monthsAfter } from '../../src/domain/digest-month.ts';
import { type Duty, deriveDuties } from '../../src/domain/duty.ts';
import type { Facts, Unit } from '../../src/domain/facts.ts';
import { factsOn } from '../../src/domain/facts-on.ts';
import { computeFigures, type Figures } from '../../src/domain/figures.ts';
import { computeMonth, type MonthFigures } from '../../src/domain/month-figures.ts';
import type { Draft } from '../../src/domain/paper.ts';
import { isSummaryRule, readSummary, SUMMARY } from '../../src/domain/summary.ts';
import { caseloadOf, computeYear, type WrittenReport } from '../../src/domain/year-figures.ts';
import { UserError } from '../../src/errors.ts';
import { writeDocx } from '../../src/files/docx.ts';
import type { OfficialDocument } from '../../src/files/official-document.ts';
import type { Office } from '../../src/office.ts';
import type { Database } from '../../src/store/database.ts';
import { countDeliveries } from '../../src/store/deliveries.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { writtenReports } from '../../src/store/reports.ts';
import { draftComment, draftName } from '../../templates/draft.ts';
import { circularPaper } from '../../templates/papers/circular.ts';
import { deskSummaryPaper } from '../../templates/papers/desk-summary.ts';
import { roundUpPaper } from '../../templates/papers/round-up.ts';
import { letterPaper } from '../../templates/papers/supervision-letter.ts';
import { unitSummaryPaper } from '../../templates/papers/unit-summary.ts';
import type { MakePaper } from './paper.ts';

/** 拟稿: a Word document from the facts of the moment. Nothing of it is issued by the bot. */
export const draft: MakePaper<'draft'> = async ({ db }, office, paper, now) => {
  const scene: Scene = { db, office, today: dateIn(office.zone, now), now };
  const { unit, document } = await made(scene, paper.draft);
  return {
    name: draftName(paper.draft, unit?.name ?? null, scene.today),
    content: await writeDocx(document),
    comment: escapeMrkdwn(draftComment(office.notice, paper.draft, unit?.name ?? null)),
  };
};

interface Scene {
  db: Database;
  office: Office;
  today: IsoDate;
  now: Date;
}

interface Made {
  document: OfficialDocument;
  unit: Unit | null;
}

async function made(scene: Scene, wanted: Draft): Promise<Made> {
  switch (wanted.of) {
    case 'letter':
      return letterOf(scene, wanted.unitId);
    case 'circular':
      return { document: await circularOf(scene, wanted.period), unit: null };
    case 'round-up':
      return { document: await roundUpOf(scene, wanted.period), unit: null };
    case 'desk-summary':
      return { document: await deskSummaryOf(scene), unit: null };
    case 'unit-summary':
      return unitSummaryOf(scene, wanted.unitId);
  }
}

/** The picture of an office, or of one of its units, at the end of a day. */
interface View {
  facts: Facts;
  duties: Duty[];
  figures: Figures;
  unitName: (id: string | null) => string;
}

function viewOf({ office: { notice, calendar } }: Scene, facts: Facts, asOf: IsoDate): View {
  const duties = deriveDuties(notice, facts, asOf);
  const names = new Map(facts.units.map((unit) => [unit.id, unit.name]));
  return {
    facts,
    duties,
    figures: computeFigures(notice, facts, duties, calendar, asOf),
    unitName: (id) => names.get(id ?? '') ?? '',
  };
}

async function letterOf(scene: Scene, unitId: string): Promise<Made> {
  const { db, office, today } = scene;
  const facts = await loadFacts(db, office.id, { unitId });
  const unit = unitIn(facts);
  const { forSupervision } = viewOf(scene, facts, today).figures;
  const meant = forSupervision.filter((duty) => duty.unitId === unitId);
  if (meant.length === 0) throw new UserError(`${unit.name}没有逾期5个工作日以上的事项，不需要督办函。`);
  const lines = buildAgenda(meant, office.notice, office.calendar, today);
  return { document: letterPaper({ notice: office.notice, unit: unit.name, today, lines }), unit };
}

/** A month that is past is told as it stood at its end. */
async function circularOf(scene: Scene, period: string): Promise<OfficialDocument> {
  const { db, office, today } = scene;
  const { notice, calendar } = office;
  const end = addDays(`${monthsAfter(period, 1)}-01`, -1);
  const asOf = end < today ? end : today;
  const now = await loadFacts(db, office.id);
  const facts = asOf < today ? factsOn(now, asOf) : now;
  const { duties, figures, unitName } = viewOf(scene, facts, asOf);
  return circularPaper({
    notice,
    period,
    asOf,
    today,
    figures,
    caseload: caseloadOf(facts),
    coming: comingDates(notice, calendar, duties, today),
    unitName,
  });
}

async function roundUpOf(scene: Scene, period: string): Promise<OfficialDocument> {
  const { db, office, today } = scene;
  const facts = await loadFacts(db, office.id);
  const view = viewOf(scene, facts, today);
  const periods = [-2, -1, 0].map((months) => monthsAfter(period, months));
  const reports = await writtenReports(db, office.id, { periods });
  return roundUpPaper({
    notice: office.notice,
    figures: view.figures,
    month: monthOf(scene, view, reports, period),
    asOf: today,
  });
}

function monthOf(
  { office: { notice, calendar }, today }: Scene,
  { facts, duties }: View,
  reports: readonly WrittenReport[] | null,
  period: string,
): MonthFigures {
  return computeMonth({ notice, calendar, facts, duties, reports, period, asOf: today });
}

async function deskSummaryOf(scene: Scene): Promise<OfficialDocument> {
  const { db, office, today, now } = scene;
  const { notice, zone } = office;
  const facts = await loadFacts(db, office.id);
  const view = viewOf(scene, facts, today);
  const { replies, opinions } = monthOf(scene, view, null, today.slice(0, 7));
  const owing = view.duties.filter(({ rule, state }) => isSummaryRule(rule) && state !== 'exempt');
  const sent = await countDeliveries(db, office.id, instantAt(zone, notice.assigned, '00:00'), now);
  return deskSummaryPaper({
    notice,
    figures: view.figures,
    year: computeYear(notice, facts, view.duties, today),
    replies,
    opinions,
    sent: sent.sent,
    summaries: {
      received: owing.filter(({ state }) => state === 'done').length,
      missing: owing
        .filter(({ state }) => state === 'open')
        .map(({ unitId }) => ({ name: view.unitName(unitId) }))
        .sort((one, other) => one.name.localeCompare(other.name, 'zh')),
      unsolved: facts.registrations
        .filter(({ kind }) => kind === SUMMARY)
        .flatMap(({ unitId, text }) => {
          const { unsolved } = readSummary(text ?? '');
          return unsolved === undefined ? [] : [{ unit: view.unitName(unitId), text: unsolved }];
        }),
    },
    unitName: view.unitName,
    today,
  });
}

async function unitSummaryOf(scene: Scene, unitId: string): Promise<Made> {
  const { db, office, today } = scene;
  const facts = await loadFacts(db, office.id, { unitId });
  const unit = unitIn(facts);
  const view = viewOf(scene, facts, today);
  const { replies, opinions } = monthOf(scene, view, null, today.slice(0, 7));
  const sent = facts.registrations.find(({ kind }) => kind === SUMMARY);
  const document = unitSummaryPaper({
    notice: office.notice,
    unit,
    facts,
    figures: view.figures,
    year: computeYear(office.notice, facts, view.duties, today),
    replies,
    opinions,
    reports: await writtenReports(db, office.id, { unitId }),
    written: readSummary(sent?.text ?? ''),
    today,
  });
  return { document, unit };
}

function unitIn(facts: Facts): Unit {
  const [unit] = facts.units;
  if (!unit) throw new UserError('这个单位已不在名册里。');
  return unit;
}
