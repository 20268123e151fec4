import { createHash } from 'node:crypto';
import { MEMBER_ROLES, type MemberRole } from '../../domain/facts.ts';
import { ROLE_NAMES } from '../../domain/permission.ts';
import type { Database } from '../../store/database.ts';
import { activeMembers } from '../../store/members.ts';
import { allUnits } from '../../store/units.ts';
import { BOT, type SandboxOptions } from '../options.ts';
import type { SandboxPerson } from '../records.ts';

export const GROUP = { id: 'C0GROUP', name: '建议提案工作群' };

/** Who is in the workspace, and the channels that a new one starts with. */
export type Population = Pick<SandboxOptions, 'people' | 'channels'>;

/** Everybody on the office's roster, and the work group with most of them, and all who are on record as having joined. */
export async function populationOf(db: Database, officeId: string): Promise<Population> {
  const people = await peopleOf(db, officeId);
  const joined = new Set(
    (await activeMembers(db, officeId)).filter((member) => member.joinedGroup).map(personIdOf),
  );
  const inside = people.filter((person, index) => !isOutside(index) || joined.has(person.id));
  return { people, channels: [{ ...GROUP, members: [BOT, ...inside.map((person) => person.id)] }] };
}

/** A few people have not joined the work group yet, as in every office in April. */
function isOutside(index: number): boolean {
  return index % 5 === 4;
}

/** Everybody on the office's roster, as people of the workspace; who has no Slack id yet gets one made from the e-mail. */
async function peopleOf(db: Database, officeId: string): Promise<SandboxPerson[]> {
  const units = new Map((await allUnits(db, officeId)).map((unit) => [unit.id, unit.name]));
  const order = (role: MemberRole) =>
    MEMBER_ROLES.indexOf(role) - (role === 'desk' || role === 'manager' ? 10 : 0);
  const unitOf = (member: { unitId: string | null }) => units.get(member.unitId ?? '') ?? '';
  const people = (await activeMembers(db, officeId)).sort(
    (one, other) =>
      unitOf(one).localeCompare(unitOf(other), 'zh') ||
      order(one.role) - order(other.role) ||
      one.name.localeCompare(other.name, 'zh'),
  );
  return people.map((member) => ({
    id: personIdOf(member),
    name: member.name,
    email: member.email,
    group: unitOf(member) || ROLE_NAMES[member.role],
    title: ROLE_NAMES[member.role],
  }));
}

/** Who has no account yet gets an id made from the whole e-mail: the same one after every start, and nobody else's. */
export function personIdOf(member: { id: string; slackId: string | null; email: string | null }): string {
  const made = createHash('sha256')
    .update(member.email ?? member.id)
    .digest('hex');
  return member.slackId ?? `U${made.slice(0, 10).toUpperCase()}`;
}
