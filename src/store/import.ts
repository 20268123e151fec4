import { and, eq } from 'drizzle-orm';
import type { IsoDate } from '../domain/calendar.ts';
import type { ImportChange } from '../domain/import-report.ts';
import type { ProposalRecord } from '../domain/proposal-list.ts';
import type { RosterMember, RosterUnit } from '../domain/roster.ts';
import { tidy } from '../domain/spelling.ts';
import type { Database } from './database.ts';
import { assignments, members, proposals, units } from './schema.ts';

/**
 * Brings units and people in line with a roster. Units that the roster no longer names stay (they may hold proposals);
 * people it no longer names lose their rights and keep their place in the record. Call inside a transaction.
 */
export async function importRoster(
  tx: Database,
  officeId: string,
  roster: { units: RosterUnit[]; members: RosterMember[] },
): Promise<ImportChange[]> {
  const changes: ImportChange[] = [];
  const known = new Map(
    (await tx.select().from(units).where(eq(units.officeId, officeId))).map((row) => [row.name, row]),
  );
  const unitIds = new Map([...known].map(([name, row]) => [name, row.id]));
  for (const unit of roster.units) {
    const row = known.get(unit.name);
    if (!row) {
      const [made] = await tx
        .insert(units)
        .values({ ...unit, officeId })
        .returning({ id: units.id });
      if (made) unitIds.set(unit.name, made.id);
      changes.push({ kind: 'added', what: 'unit', name: unit.name, fields: [] });
      continue;
    }
    const fields = difference(row, unit, UNIT_FIELDS);
    if (fields.length === 0) continue;
    await tx.update(units).set(unit).where(eq(units.id, row.id));
    changes.push({ kind: 'changed', what: 'unit', name: unit.name, fields });
  }

  const people = await tx
    .select()
    .from(members)
    .where(and(eq(members.officeId, officeId), eq(members.active, true)));
  const left = new Set(people);
  const pairs = roster.members.map((member) => {
    const same = people.find(
      (row) => left.has(row) && isSamePerson(row, member, unitIds.get(member.unit ?? '') ?? null),
    );
    if (same) left.delete(same);
    return { member, same };
  });
  // Those who left go first: their Slack id or e-mail may belong to their successor now.
  for (const row of left) {
    await tx.update(members).set({ active: false }).where(eq(members.id, row.id));
    changes.push({ kind: 'removed', what: 'member', name: row.name, fields: [] });
  }
  const fresh: (typeof members.$inferInsert)[] = [];
  const renewed: { id: string; next: Partial<typeof members.$inferInsert> }[] = [];
  for (const { member, same } of pairs) {
    const unitId = member.unit === null ? null : (unitIds.get(member.unit) ?? null);
    const { unit: _unit, ...person } = member;
    if (!same) {
      fresh.push({ ...person, officeId, unitId });
      changes.push({ kind: 'added', what: 'member', name: member.name, fields: [] });
      continue;
    }
    // A Slack id found by e-mail stays when the roster gives none.
    const next = { ...person, unitId, slackId: person.slackId ?? same.slackId };
    const fields = difference(same, next, MEMBER_FIELDS);
    if (same.unitId !== unitId) fields.push({ field: 'unit', from: '', to: member.unit ?? '' });
    if (fields.length === 0) continue;
    renewed.push({ id: same.id, next });
    changes.push({ kind: 'changed', what: 'member', name: member.name, fields });
  }
  // Accounts may change hands: they are let go before they are given out.
  for (const { id } of renewed)
    await tx.update(members).set({ email: null, slackId: null }).where(eq(members.id, id));
  for (const { id, next } of renewed) await tx.update(members).set(next).where(eq(members.id, id));
  if (fresh.length > 0) await tx.insert(members).values(fresh);
  return changes;
}

/**
 * Brings proposals and assignments in line with a list. Proposals it does not name stay as they are. A unit that no
 * longer holds a proposal keeps its record, ended today. A unit that is new on a known proposal holds it from today,
 * unless the list gives a date of its own: nobody is late for what another unit held. Once the window for returns has
 * closed it holds it in the second round (改办, R10–R12). Call inside a transaction.
 */
export async function importProposals(
  tx: Database,
  officeId: string,
  list: readonly ProposalRecord[],
  { today, returnsCloseOn }: { today: IsoDate; returnsCloseOn: IsoDate | null },
): Promise<ImportChange[]> {
  const changes: ImportChange[] = [];
  const unitRows = await tx
    .select({ id: units.id, name: units.name })
    .from(units)
    .where(eq(units.officeId, officeId));
  const unitIds = new Map(unitRows.map((row) => [row.name, row.id]));
  const unitNames = new Map(unitRows.map((row) => [row.id, row.name]));
  const known = new Map(
    (await tx.select().from(proposals).where(eq(proposals.officeId, officeId))).map((row) => [
      row.number,
      row,
    ]),
  );
  const ever = await tx.select().from(assignments).where(eq(assignments.officeId, officeId));

  for (const { assignments: wanted, assignedOn, ...proposal } of list) {
    const row = known.get(proposal.number);
    const name = `第${proposal.number}号`;
    let proposalId = row?.id;
    if (!row) {
      const [made] = await tx
        .insert(proposals)
        .values({ ...proposal, officeId })
        .returning({ id: proposals.id });
      proposalId = made?.id;
      changes.push({ kind: 'added', what: 'proposal', name, fields: [] });
    } else {
      // What the desk has marked in the chat, with its reason, no list takes back (R22).
      const next = { ...proposal, hard: proposal.hard || row.hardReason !== null };
      const fields = difference(row, next, PROPOSAL_FIELDS);
      if (fields.length > 0) {
        await tx.update(proposals).set(next).where(eq(proposals.id, row.id));
        changes.push({ kind: 'changed', what: 'proposal', name, fields });
      }
    }
    if (proposalId === undefined) throw new Error(`proposal ${proposal.number} was not written`);

    const history = ever.filter((one) => one.proposalId === proposalId);
    const current = history.filter((one) => one.endedOn === null);
    const secondRound =
      row !== undefined && current.length > 0 && returnsCloseOn !== null && today > returnsCloseOn;
    for (const { unit, role } of wanted) {
      const unitId = unitIds.get(unit);
      if (unitId === undefined) throw new Error(`unit ${unit} is not in the database`);
      const same = current.find((one) => one.unitId === unitId);
      const others = history.filter((one) => one.unitId !== unitId);
      const isDateOfOthers = others.some((one) => one.assignedOn === assignedOn);
      if (!same) {
        const on = secondRound || isDateOfOthers ? today : assignedOn;
        await tx
          .insert(assignments)
          .values({ officeId, proposalId, unitId, role, assignedOn: on, reassigned: secondRound });
        if (row) changes.push({ kind: 'added', what: 'assignment', name: `${name} ${unit}`, fields: [] });
        continue;
      }
      const cameLater = same.reassigned || (isDateOfOthers && same.assignedOn > assignedOn);
      const next = { role, assignedOn: cameLater ? same.assignedOn : assignedOn };
      const fields = difference(same, next, ['role', 'assignedOn']);
      if (fields.length === 0) continue;
      await tx.update(assignments).set(next).where(eq(assignments.id, same.id));
      changes.push({ kind: 'changed', what: 'assignment', name: `${name} ${unit}`, fields });
    }
    for (const one of current) {
      const unit = unitNames.get(one.unitId) ?? '';
      if (wanted.some((want) => want.unit === unit)) continue;
      await tx.update(assignments).set({ endedOn: today }).where(eq(assignments.id, one.id));
      changes.push({ kind: 'removed', what: 'assignment', name: `${name} ${unit}`, fields: [] });
    }
  }
  return changes;
}

const UNIT_FIELDS = ['shortName', 'functions', 'address', 'phone', 'leader'] as const;
const MEMBER_FIELDS = ['role', 'name', 'phone', 'email', 'slackId'] as const;
const PROPOSAL_FIELDS = ['title', 'kind', 'leadMember', 'hard'] as const;

/** What a file cannot tell apart, such as a line break from a space, is no change. */
function difference<Field extends string>(
  before: Record<Field, unknown>,
  after: Partial<Record<Field, unknown>>,
  names: readonly Field[],
): ImportChange['fields'] {
  return names.flatMap((field) => {
    if (!(field in after)) return [];
    const [from, to] = [String(before[field] ?? ''), String(after[field] ?? '')];
    return tidy(from) === tidy(to) ? [] : [{ field, from, to }];
  });
}

/** The same account, or the same name in the same place. */
function isSamePerson(
  row: typeof members.$inferSelect,
  member: RosterMember,
  unitId: string | null,
): boolean {
  if (member.slackId !== null && row.slackId !== null) return member.slackId === row.slackId;
  if (member.email !== null && row.email !== null) return member.email === row.email;
  // Names may be posts (“区教育局联络员”): an account that is no longer listed must not pass to the next in office.
  if (row.slackId !== null && member.email !== null) return false;
  return row.name === member.name && row.role === member.role && row.unitId === unitId;
}
