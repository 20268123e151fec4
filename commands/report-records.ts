import { DateTime } from 'luxon';
import { dateIn } from '../src/domain/calendar.ts';
import { byNumber, type Proposal } from '../src/domain/facts.ts';
import { changesBetween, readReportWords } from '../src/domain/monthly-report.ts';
import { UserError } from '../src/errors.ts';
import { type ReportVersion, reportVersionsOf } from '../src/store/reports.ts';
import { reportRecords, type VersionLine, versionWindow } from '../templates/report-records.ts';
import { dateText, periodText } from '../templates/wording.ts';
import type { Act, Call, Outcome, UnitView } from './call.ts';
import { reporterOf } from './reporter.ts';

/** 月报 记录: the versions of a unit's report of a month; one of them where it is named and a window can open. */
export async function showRecords(
  call: Call,
  view: UnitView,
  asked: string | null,
  revision: number | null,
): Promise<Outcome> {
  const period = asked ?? latestReported(view);
  if (period === null) throw new UserError(`${view.unit.name}还没有报送过月报。`);
  const records = await recordsOf(call, view, period);
  if (revision !== null && call.inbound.kind !== 'message')
    return { open: windowOn(view, period, records, revision, 0) };
  const { notice, clause, due, lines } = records;
  return { say: reportRecords({ notice, clause, unit: view.unit.name, period, due, versions: lines }) };
}

/** 查看 beside a version, and the pages of its window. */
export const openVersion: Act = {
  verb: 'report',
  async run(call) {
    const [, named = '', page = '0'] = /^(.*?)(?:\/(\d{1,3}))?$/u.exec(call.text) ?? [];
    const { month, revision, unit } = readReportWords(named);
    if (month?.length !== 7 || revision === null)
      throw new UserError('这个按钮已失效，请重新发送“月报 记录”。');
    const view = await reporterOf(call, unit);
    const records = await recordsOf(call, view, month);
    return { open: windowOn(view, month, records, revision, Number(page)) };
  },
};

type Records = Awaited<ReturnType<typeof recordsOf>>;

async function recordsOf(call: Call, view: UnitView, period: string) {
  const versions = await reportVersionsOf(call.tx, view.unit.id, period);
  if (versions.length === 0) throw new UserError(`${view.unit.name}还没有报送${periodText(period)}月报。`);
  const duty = view.duties.find((one) => one.period === period);
  const rule = duty?.rule ?? call.office.notice.duties.find((one) => one.due.at === 'month-day');
  const due = duty?.due ?? null;
  const lines = versions.map((version, index) =>
    lineOf(call, view, version, versions[index - 1] ?? null, due),
  );
  return { notice: call.office.notice, clause: rule?.clause ?? '', due, versions, lines };
}

function lineOf(
  call: Call,
  view: UnitView,
  { revision, at, by, entries }: ReportVersion,
  before: ReportVersion | null,
  due: string | null,
): VersionLine {
  const { zone, notice } = call.office;
  const day = dateIn(zone, at);
  return {
    revision,
    at: `${dateText(day)}${DateTime.fromJSDate(at, { zone }).toFormat('HH:mm')}`,
    by: by === null ? '' : by.unitId === null ? `${notice.contact.name}代录（${by.name}）` : by.name,
    count: Object.keys(entries).length,
    afterDue: due !== null && day > due,
    changes: changesBetween(before?.entries ?? {}, entries)
      .flatMap(({ assignmentId, fields }) => {
        const proposal = proposalOf(view, assignmentId);
        return proposal ? [{ number: proposal.number, fields }] : [];
      })
      .sort((one, other) => byNumber(one.number, other.number)),
  };
}

function windowOn(
  view: UnitView,
  period: string,
  { notice, clause, versions, lines }: Records,
  revision: number,
  page: number,
) {
  const version = versions.find((one) => one.revision === revision);
  const line = lines.find((one) => one.revision === revision);
  if (!version || !line)
    throw new UserError(`${view.unit.name}${periodText(period)}月报没有第${revision}版。`);
  const entries = Object.entries(version.entries)
    .flatMap(([assignmentId, entry]) => {
      const proposal = proposalOf(view, assignmentId);
      return proposal ? [{ proposal, entry }] : [];
    })
    .sort((one, other) => byNumber(one.proposal.number, other.proposal.number));
  return versionWindow({ notice, clause, unit: view.unit.name, period, version: line, entries, page });
}

function proposalOf({ facts }: UnitView, assignmentId: string): Proposal | null {
  const assignment = facts.assignments.find((one) => one.id === assignmentId);
  return facts.proposals.find(({ id }) => id === assignment?.proposalId) ?? null;
}

function latestReported({ facts }: UnitView): string | null {
  return (
    facts.reportEntries
      .map(({ period }) => period)
      .sort()
      .at(-1) ?? null
  );
}
