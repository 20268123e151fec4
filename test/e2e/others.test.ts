import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deriveDuties, isOverdue } from '../../src/domain/duty.ts';
import type { OthersView } from '../../src/sandbox/page-server/contract.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { activeMembers } from '../../src/store/members.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { pageClient } from '../sandbox/page-client.ts';
import { memberOf } from '../support/ledger.ts';
import { notice } from '../support/rules.ts';
import { timesOf } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

const turn = async ({ sandbox }: World, on: boolean, seed?: number): Promise<OthersView> =>
  (await pageClient(sandbox).do('others', { on, ...(seed !== undefined && { seed }) })).body;

const send = ({ sandbox }: World, as: string, text: string) =>
  pageClient(sandbox).do('send', { as, channel: 'dm', text });

/** Everything anybody said or read in a direct message, with its minute. */
async function talk({ sandbox, storage }: World): Promise<string[]> {
  const people = await activeMembers(storage.db, (await ensureOffice(storage.db)).id);
  return people
    .flatMap(({ slackId, name }) => {
      const messages = slackId === null ? [] : sandbox.as(slackId).messages('dm');
      const times = timesOf(messages);
      return messages.map(({ from, shown }, index) => {
        const who = from === sandbox.botUserId ? 'bot' : 'self';
        return `${name} ${times[index]} ${who}: ${withoutChance(shown)}`;
      });
    })
    .sort();
}

/**
 * How many messages of the same minute are counted already is a matter of milliseconds, and in which order the
 * database gives the members whose row has changed is its own affair.
 */
function withoutChance(text: string): string {
  return text
    .replace(/近7天提醒发送\d+条/, '')
    .replace(
      /(\d+个单位：)(.+)/g,
      (_, count: string, names: string) => count + names.split('、').sort().join('、'),
    );
}

async function dutiesOf({ storage }: World, asOf: string) {
  const facts = await loadFacts(storage.db, (await ensureOffice(storage.db)).id);
  return { facts, duties: deriveDuties(notice, facts, asOf) };
}

describe('six weeks of the others', () => {
  const UNTIL = '2022-05-20';
  let world: World;
  let seen: OthersView;

  beforeAll(async () => {
    world = await openWorld();
    await turn(world, true, 2022);
    await send(world, 'U01EDU', '签收 1');
    await world.goTo(`${UNTIL}T18:00`);
    seen = await turn(world, true);
  });
  afterAll(() => world.close());

  test('nearly all units sign in time, some late, and in the end all but who is acted as', async () => {
    const { facts, duties } = await dutiesOf(world, UNTIL);
    const edu = (await memberOf(world, 'U01EDU')).unitId;
    const signs = duties.filter((duty) => duty.rule.id === 'sign' && duty.unitId !== edu);
    const onTime = signs.filter((duty) => duty.doneOn !== null && duty.doneOn <= '2022-04-10').length;
    expect(signs.every((duty) => duty.state === 'done')).toBe(true);
    expect(onTime / signs.length).toBeGreaterThan(0.7);
    expect(onTime).toBeLessThan(signs.length);
    const units = new Set(facts.registrations.map((one) => one.unitId));
    expect(units.size).toBe(34);
  });

  test('reports come in, most on time, and somebody is overdue', async () => {
    const { duties } = await dutiesOf(world, UNTIL);
    const edu = (await memberOf(world, 'U01EDU')).unitId;
    const reports = duties.filter(
      (duty) => duty.period !== null && duty.unitId !== edu && duty.state !== 'exempt',
    );
    const onTime = reports.filter((duty) => duty.doneOn !== null && duty.doneOn <= (duty.due ?? ''));
    const late = reports.filter((duty) => duty.doneOn !== null && duty.doneOn > (duty.due ?? ''));
    const overdue = reports.filter((duty) => isOverdue(duty, UNTIL, notice.settings));
    expect(onTime.length / reports.length).toBeGreaterThan(0.8);
    expect(late.length).toBeGreaterThan(0);
    expect(overdue.length).toBeGreaterThan(0);
    expect(onTime.length + late.length + overdue.length).toBe(reports.length);
  });

  test('what is wrong at first is refused by the bot and put right', async () => {
    const lines = await talk(world);
    const refused = lines.filter((line) => /bot: .*(未登记，请核对案号|还没有报送)/s.test(line));
    expect(refused.length).toBeGreaterThan(0);
    for (const line of refused) {
      const [name] = line.split(' ');
      const after = lines.filter((one) => one.startsWith(`${name} `) && one > line);
      expect(
        after.some((one) => /bot: \**(已登记签收|已收到)/.test(one)),
        line,
      ).toBe(true);
    }
  });

  test('they say it in words, by command, by button and by form', async () => {
    const { rows } = await world.storage.db.execute(
      sql`select distinct action || ' by ' || split_part(source, ':', 1) as way from audit_events`,
    );
    expect(rows.map(({ way }) => way)).toEqual(
      expect.arrayContaining([
        'sign by message',
        'sign by command',
        'sign by action',
        'report by message',
        'report by form',
        'register by form',
        'explain by form',
      ]),
    );
  });

  test('whom somebody acted as is left alone, with the unit', async () => {
    const said = world.sandbox
      .as('U01EDU')
      .messages('dm')
      .filter((one) => one.from === 'U01EDU');
    expect(said.map((one) => one.text)).toEqual(['签收 1']);
    const { duties } = await dutiesOf(world, UNTIL);
    const edu = (await memberOf(world, 'U01EDU')).unitId;
    const own = duties.filter(
      (duty) => duty.unitId === edu && duty.state === 'done' && duty.memberId === null,
    );
    expect(own.map((duty) => duty.proposal?.number ?? duty.rule.id)).toEqual(['1', 'profile']);
  });

  test('who does something has read what there was; who is silent has not', () => {
    const [silent, prompt] = ['U01ZRZ', 'U01CGJ'].map((id) => world.sandbox.as(id));
    expect(silent?.unread('C0GROUP')).toBeGreaterThan(0);
    const today = seen.lately.find(({ who }) => who === '区城市管理和综合执法局联络员');
    expect(today?.at.slice(0, 10)).toBe('2022-05-19');
    expect(prompt?.unread('C0GROUP')).toBe(0);
  });

  test('what they did last is there to be read, newest first, and nothing went wrong', () => {
    expect(seen).toMatchObject({ on: true, seed: 2022 });
    expect(seen.lately.length).toBeGreaterThan(20);
    const times = seen.lately.map(({ at }) => at);
    expect(times).toEqual([...times].sort().reverse());
    expect(seen.lately.map(({ what }) => what).join('\n')).toMatch(/报送5月月报（\d+件）/);
    expect(world.sandbox.troubles()).toEqual([]);
  });
});

describe('the same seed', () => {
  const UNTIL = '2022-04-12T18:00';
  const year = async (seed: number) => {
    const world = await openWorld();
    await turn(world, true, seed);
    await world.goTo(UNTIL);
    const lines = await talk(world);
    await world.close();
    return lines;
  };

  test('gives the same days to the word, and another one gives others', async () => {
    const first = await year(7);
    expect(first.filter((line) => line.includes('self: ')).length).toBeGreaterThan(10);
    expect(await year(7)).toEqual(first);
    expect(await year(8)).not.toEqual(first);
  });
});

describe('the switch', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  test('is off at first: nobody does anything', async () => {
    expect(await turn(world, false)).toMatchObject({ on: false });
    await world.goTo('2022-04-07T18:00');
    expect((await talk(world)).filter((line) => line.includes('self: '))).toEqual([]);
    expect((await dutiesOf(world, '2022-04-07')).facts.registrations).toEqual([]);
  });

  test('lets what was meant for a time without the bot come to mind again, and tells the page once', async () => {
    await turn(world, true, 2022);
    await world.stopBot();
    const { others } = world.stage;
    for (let now = world.sandbox.clock.now(); ; ) {
      const next = await others?.nextAct(now);
      if (!next || next > new Date('2022-04-08T18:00:00+08:00')) break;
      world.sandbox.clock.set(next);
      await others?.actAt(next);
      now = next;
    }
    expect(world.sandbox.troubles().map(({ message }) => message)).toEqual([
      expect.stringContaining('the bot does not run'),
    ]);
    await world.startBot();
    await world.goTo('2022-04-22T18:00');
    const signs = (await dutiesOf(world, '2022-04-22')).duties.filter((duty) => duty.rule.id === 'sign');
    expect(signs.filter((duty) => duty.state === 'done').length / signs.length).toBeGreaterThan(0.9);
  }, 60_000);
});
