import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readActs } from '../../src/domain/act-list.ts';
import { dateIn, timeIn } from '../../src/domain/calendar.ts';
import { type RehearsedMessage, rehearse } from '../../src/rehearsal.ts';
import { officeFromFiles } from '../../src/rehearsal-office.ts';
import { deliveries, members } from '../../src/store/schema.ts';
import { policy, zone } from '../support/rules.ts';
import { openWorld, type World } from '../support/world.ts';

/** The sandbox opens on this morning with an empty ledger, so the rehearsal begins on it too. */
const OPENS = '2022-04-06';
const UNTIL = '2022-04-18';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.goTo('2022-04-07T12:00');
  await world.sandbox.as('U01EDU').command('/duban', '签收 全部');
  await world.sandbox.as('U01NYJ').command('/duban', '请假 4月8日至4月12日');
  await world.goTo(`${UNTIL}T18:00`);
});
afterAll(() => world.close());

test('what the bot sent in a fortnight is what the rehearsal said it would send', async () => {
  const { facts, phones } = await officeFromFiles();
  const people = await world.storage.db.select().from(members);
  const joined = new Set(people.filter((member) => member.joinedGroup).map((member) => member.name));
  const read = readActs([
    { date: '2022-04-07', act: 'sign', unit: '区教育局' },
    { date: '2022-04-07', act: 'leave', unit: '区农业农村局', from: '2022-04-08', until: '2022-04-12' },
  ]);
  if ('problems' in read) throw new Error('an act is wrong');
  const said = rehearse({
    policy: { ...policy, notice: { ...policy.notice, assigned: OPENS } },
    facts: {
      ...facts,
      members: facts.members.map((member) => ({ ...member, joinedGroup: joined.has(member.name) })),
    },
    phones,
    acts: read.acts,
    from: OPENS,
    to: UNTIL,
  });

  const rows = await world.storage.db
    .select({
      at: deliveries.sentAt,
      kind: deliveries.kind,
      member: members.name,
      state: deliveries.state,
    })
    .from(deliveries)
    .leftJoin(members, eq(members.id, deliveries.memberId));
  const sent = rows.flatMap(({ at, kind, member, state }) =>
    at !== null &&
    state === 'sent' &&
    ['reminder', 'urgent', 'group', 'desk', 'heartbeat', 'digest'].includes(kind)
      ? [`${dateIn(zone, at)} ${timeIn(zone, at)} ${kind} ${member ?? '工作群'}`]
      : [],
  );
  expect(sent.length).toBeGreaterThan(100);
  expect(said.map(headOf).sort()).toEqual(sent.sort());

  // Not those who signed: what they had been told was brought up to date when they did (A5).
  for (const [id, name] of [
    ['U01JTJ', '区交通运输局联络员'],
    ['U02NYJ', '区农业农村局副联络员'],
    ['U01CZJ', '区财政局联络员'],
    ['U01NYJ', '区农业农村局联络员'],
  ] as const) {
    const live = world.sandbox
      .as(id)
      .inbox()
      .map((message) => message.text);
    const texts = said.filter(({ to }) => to.member === name).map(({ text }) => text);
    expect(live.filter((text) => /^【(提醒|逾期)】/.test(text))).toEqual(texts);
    expect(texts.length).toBeGreaterThan(1);
  }
});

function headOf({ at, kind, to }: RehearsedMessage): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} ${kind} ${to.member ?? '工作群'}`;
}
