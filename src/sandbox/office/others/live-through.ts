import { dateIn, type IsoDate, instantAt } from '../../../domain/calendar.ts';
import type { ReportDraftEntry } from '../../../domain/monthly-report.ts';
import { type Office, officeWithRules } from '../../../office.ts';
import { loadPlan } from '../../../planning.ts';
import { type AuditEvent, writeAudit } from '../../../store/audit.ts';
import type { Database } from '../../../store/database.ts';
import { loadFacts } from '../../../store/facts.ts';
import { activeMembers, setJoinedGroup } from '../../../store/members.ts';
import { ensureOffice } from '../../../store/offices.ts';
import { stopPlanned } from '../../../store/planned.ts';
import { type NewRegistration, register } from '../../../store/registrations.ts';
import { saveReport } from '../../../store/reports.ts';
import type { Errand, ReportTask } from './errand.ts';
import { effectOf, historyOf } from './history.ts';
import { silencesOf } from './manner.ts';

/**
 * Puts on record what the people of a seed would have done from the first day until an instant, as if they had: with
 * the days, the people and the audit trail. What the bot would tell them first has been said to them long ago, so the
 * desk has cancelled it, but for what is overdue. Call it for an office in which nothing has happened yet.
 */
export async function liveThrough(db: Database, from: IsoDate, until: Date, seed: number): Promise<void> {
  const office = officeWithRules(await ensureOffice(db));
  if (!office) throw new Error('the office has no rules yet');
  const { notice, calendar, zone } = office;
  const facts = await loadFacts(db, office.id);
  const habits = { seed, notice, calendar, silences: silencesOf(seed, notice, facts) };
  const { errands } = historyOf(habits, facts, from, dateIn(zone, until));

  await register(
    db,
    errands.flatMap((errand) => registrationsOf(office, errand)),
  );
  for (const errand of errands) {
    const { task, member } = errand;
    if (task.do === 'report')
      await saveReport(db, { ...reportOf(errand, task), officeId: office.id, at: atOf(office, errand) });
    if (task.do === 'join') await setJoinedGroup(db, member.id, true);
  }
  await writeAudit(
    db,
    errands.flatMap((errand, index) => auditOf(office, errand, `story:${index}`)),
  );
  await cancelWhatWasSaid(db, office, until);
}

function atOf({ zone }: Office, { date, time }: Errand): Date {
  return instantAt(zone, date, time);
}

function registrationsOf(office: Office, errand: Errand): NewRegistration[] {
  return effectOf(errand).registrations.map((one) => ({
    ...one,
    officeId: office.id,
    memberId: errand.member.id,
    createdAt: atOf(office, errand),
  }));
}

function reportOf({ member }: Errand, { period, duties, entries }: ReportTask) {
  const parts: Record<string, ReportDraftEntry> = {};
  for (const { assignment, proposal } of duties) {
    const entry = entries.get(proposal?.number ?? '');
    if (assignment && entry) parts[assignment.id] = { ...entry, contactWay: entry.way, ticks: [] };
  }
  return { unitId: member.unitId ?? '', period, memberId: member.id, entries: parts };
}

/** What the bot's own commands would have written. */
function auditOf(office: Office, errand: Errand, source: string): AuditEvent[] {
  const { task, member, unit } = errand;
  const event = (action: string, subject: string, details: Record<string, unknown> = {}): AuditEvent => ({
    officeId: office.id,
    at: atOf(office, errand),
    memberId: member.id,
    action,
    subject,
    source,
    details,
  });
  switch (task.do) {
    case 'sign':
      return task.duties.map(({ proposal }) => event('sign', proposal?.number ?? unit));
    case 'report': {
      const late = errand.date > (task.duties[0]?.due ?? '');
      return [event('report', `${unit} ${task.period}`, { proposals: task.entries.size, late })];
    }
    case 'register':
      return task.parts.map(({ duty, kind }) =>
        event('register', `${duty.proposal?.number ?? unit} ${kind}`, { on: task.on }),
      );
    case 'explain':
      return task.duties.map(({ key }) => event('explain', key));
    default:
      return [];
  }
}

/** Whoever is told for the first time is told of everything; only what is overdue is worth it on a late first day. */
async function cancelWhatWasSaid(db: Database, office: Office, now: Date): Promise<void> {
  const [desk] = await activeMembers(db, office.id, ['desk']);
  const { owed } = await loadPlan(db, office, now);
  const said = owed.filter((one) => one.kind === 'reminder' && one.items.every((item) => item.stage < 3));
  for (const one of said) await stopPlanned(db, office.id, one, 'cancelled', now);
  await writeAudit(
    db,
    said.map(({ key }) => ({
      officeId: office.id,
      at: now,
      memberId: desk?.id ?? null,
      action: 'cancel-delivery',
      subject: key,
      source: 'story',
    })),
  );
}
