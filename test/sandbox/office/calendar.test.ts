import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addDays, dateIn } from '../../../src/domain/calendar.ts';
import { calendarOf } from '../../../src/sandbox/office/calendar.ts';
import type { CalendarDayView, CalendarView } from '../../../src/sandbox/page-server/contract.ts';
import type { Delivery } from '../../../src/store/deliveries.ts';
import { giveUp, plannedRows } from '../../support/ledger.ts';
import { zone } from '../../support/rules.ts';
import { press, tell } from '../../support/story.ts';
import { openWorld, shanghai, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const now = () => world.sandbox.clock.now();
const calendar = () => calendarOf(world);

/** The page's own look at the calendar, asked again until everything to come is known. */
async function yearSeen(): Promise<CalendarView> {
  for (;;) {
    const year = (await (await fetch(`${world.sandbox.url}/page/calendar?as=U01EDU`)).json()) as CalendarView;
    if (year.plannedUntil === null) return year;
  }
}

async function daySeen(date: string): Promise<CalendarDayView> {
  return (await (
    await fetch(`${world.sandbox.url}/page/calendar-day?as=U01EDU&date=${date}`)
  ).json()) as CalendarDayView;
}

async function sentRows(): Promise<Delivery[]> {
  return (await plannedRows(world)).filter((row) => row.state === 'sent');
}

/** Dates with a count that is not zero, from one to another. */
function counts(year: CalendarView, what: 'sent' | 'planned', to = '9999'): Record<string, number> {
  return Object.fromEntries(
    year.days.filter((day) => day[what] > 0 && day.date <= to).map((day) => [day.date, day[what]]),
  );
}

async function sentCounts(): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { sentAt } of await sentRows()) {
    const date = dateIn(zone, sentAt!);
    found[date] = (found[date] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(found).sort());
}

describe('what is to come', () => {
  test('is what is then sent when nobody does anything, day by day', async () => {
    const UNTIL = '2022-06-06';
    const before = await yearSeen();
    const days = ['2022-04-06', '2022-04-08', '2022-04-18', '2022-05-13'];
    const foreseen = await Promise.all(days.map(daySeen));
    await world.goTo(`${UNTIL}T18:00`);

    expect(counts(before, 'planned', UNTIL)).toEqual(await sentCounts());
    expect(Object.keys(counts(before, 'planned', UNTIL)).length).toBeGreaterThan(15);
    const after = await yearSeen();
    expect(counts(after, 'sent')).toEqual(counts(before, 'planned', UNTIL));
    expect(counts(after, 'planned')).toEqual(
      Object.fromEntries(Object.entries(counts(before, 'planned')).filter(([date]) => date > UNTIL)),
    );
    const plain = ({ messages }: CalendarDayView) =>
      messages.map(({ at, kind, to, title }) => `${at} ${kind} ${to} ${title}`).sort();
    for (const [index, date] of days.entries()) {
      expect(foreseen[index]!.messages.every(({ state }) => state === 'planned')).toBe(true);
      const seen = await daySeen(date);
      expect(seen.messages.every(({ state }) => state === 'sent')).toBe(true);
      expect(plain(foreseen[index]!)).toEqual(plain(seen));
    }
  });

  test('is worked out anew after an act, a hold, a release and a message that was given up', async () => {
    await world.goTo('2022-04-07T12:00');
    const before = await yearSeen();
    await world.sandbox.as('U01EDU').command('/duban', '签收 全部');
    await world.app.idle();
    const signed = await yearSeen();
    expect(signed).not.toEqual(before);

    const desk = world.sandbox.as('U01DESK');
    const shown = await tell(world.sandbox, desk, '预览');
    const [first] = shown.text.split('\n')[1]!.split('：');
    await press(world.sandbox, desk, shown, { beside: `${first}：`, label: '暂缓' });
    const held = await yearSeen();
    expect(held).not.toEqual(signed);
    expect((await daySeen('2022-04-08')).messages.filter(({ state }) => state === 'held')).toMatchObject([
      { to: first },
    ]);

    await world.goTo('2022-04-08T08:45');
    const [given] = (await plannedRows(world)).filter(
      (row) => row.state === 'pending' && row.kind === 'reminder',
    );
    await giveUp(world, given!);
    const failed = await yearSeen();
    expect(failed).not.toEqual(held);
    const again = await tell(world.sandbox, desk, '预览');
    await press(world.sandbox, desk, again, { beside: `已暂缓　${first}`, label: '恢复发送' });
    const released = await yearSeen();
    expect(released).not.toEqual(failed);
    expect((await daySeen('2022-04-08')).messages.filter(({ state }) => state === 'failed')).toHaveLength(1);

    await world.goTo('2022-04-22T18:00');
    // On 04-08 the desk had been told already when the message was released (D9).
    const expected = { ...counts(released, 'planned', '2022-04-22') };
    for (const [date, sent] of Object.entries(counts(released, 'sent')))
      expected[date] = (expected[date] ?? 0) + sent;
    expect(await sentCounts()).toEqual(expected);
  });
});

describe('the next sending', () => {
  test('is the instant at which a message is posted next, time after time', async () => {
    for (let times = 0; times < 8; times += 1) {
      const before = (await sentRows()).length;
      const next = await calendar().nextSending(now());
      expect(next).not.toBeNull();
      await world.sandbox.advance(new Date(next!.getTime() - 60_000));
      expect((await sentRows()).length).toBe(before);
      await world.sandbox.advance(next!);
      expect((await sentRows()).length).toBeGreaterThan(before);
      expect(
        (await sentRows())
          .filter((row) => row.sentAt! > new Date(next!.getTime() - 60_000))
          .map((row) => row.sentAt),
      ).toSatisfy((all: Date[]) => all.every((at) => at.getTime() === next!.getTime()));
    }
  });

  test('is nothing once the year is over', async () => {
    world.sleepUntil('2023-01-04T10:00');
    expect(await calendar().nextSending(now())).toBeNull();
  });
});

describe('a day of the strip', () => {
  test('is named, and the year runs in whole weeks from the assignment to the close', async () => {
    const { days } = await yearSeen();
    expect([days[0]!.date, days.at(-1)!.date]).toEqual(['2022-03-28', '2023-01-01']);
    expect(days.map((day) => day.date)).toEqual(days.map((_, index) => addDays('2022-03-28', index)));
    const named = (date: string) => {
      const day = days.find((one) => one.date === date);
      return day && [day.kind, day.dayName];
    };
    expect(named('2022-04-05')).toEqual(['holiday', '清明节']);
    expect(named('2022-05-07')).toEqual(['working', '调休上班']);
    expect(named('2022-04-09')).toEqual(['rest', '周六']);
    expect(named('2022-04-06')).toEqual(['working', '']);
  });

  test('carries the dates of the notice with their clause', async () => {
    const { days } = await yearSeen();
    const due = (date: string) => days.find((one) => one.date === date)?.due;
    expect(due('2022-04-15')).toEqual([
      { title: '退办或改办申请', clause: '一' },
      { title: '月报（4月）', clause: '三(五)' },
    ]);
    expect(due('2022-10-30')).toEqual([
      { title: '答复委员（复杂件）', clause: '二' },
      { title: '收回征询意见表（最迟）', clause: '三(六)' },
    ]);
    expect(due('2022-04-11')).toEqual([]);
  });

  test('says who hears of what', async () => {
    const { messages } = await daySeen('2022-04-06');
    expect(messages).toContainEqual({
      at: '2022-04-06T01:00:00.000Z',
      state: 'planned',
      kind: 'reminder',
      to: '区教育局联络员',
      title: expect.stringMatching(/签收\d+项（临近期限）/),
    });
    expect(messages.map((message) => message.to)).toContain('区府办主任');
  });

  test('must be a date', async () => {
    const response = await fetch(`${world.sandbox.url}/page/calendar-day?date=tomorrow`);
    expect(response.status).toBe(400);
  });
});

describe('the next working morning', () => {
  test.each([
    ['2022-04-06T08:30', '2022-04-06T09:00'],
    ['2022-04-06T09:00', '2022-04-07T09:00'],
    ['2022-04-08T17:00', '2022-04-11T09:00'],
    ['2022-04-29T17:00', '2022-05-05T09:00'],
    ['2022-05-06T17:00', '2022-05-07T09:00'],
  ])('after %s is %s', async (after, morning) => {
    expect(await calendar().nextWorkingMorning(shanghai(after))).toEqual(shanghai(morning));
  });
});
