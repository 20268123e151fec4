import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { readActsFile } from '../src/acts-file.ts';
import { type Act, readActs } from '../src/domain/act-list.ts';
import { isoWeek } from '../src/domain/calendar.ts';
import { type RehearsalOptions, type RehearsedMessage, rehearse } from '../src/rehearsal.ts';
import { officeFromFiles, type RehearsalOffice } from '../src/rehearsal-office.ts';
import { policy } from './support/rules.ts';

const ACTS = new URL('../templates/sample-office/acts.yaml', import.meta.url);
const YEAR = { from: '2022-03-28', to: '2022-11-30' };

let office: RehearsalOffice;
/** The year of the sample office in which nobody acts, the same with the acts of the example file, and a diligent one. */
let years: { name: string; messages: RehearsedMessage[] }[];

beforeAll(async () => {
  office = await officeFromFiles();
  const example = readActsFile('acts.yaml', await readFile(ACTS, 'utf8'), policy.notice, office.facts);
  years = [
    { name: 'nobody acts', messages: run() },
    { name: 'the example acts', messages: run({ acts: example }) },
    { name: 'everybody is in time', messages: run({ acts: diligence() }) },
  ];
});

function run(options: Partial<RehearsalOptions> = {}): RehearsedMessage[] {
  const { facts, phones } = office;
  return rehearse({ policy, facts, phones, acts: [], ...YEAR, ...options });
}

/** Every unit does everything early, each month. */
function diligence(): Act[] {
  const ofUnits = office.facts.units.flatMap(({ name: unit }) => [
    { date: '2022-03-29', act: 'sign', unit },
    { date: '2022-04-06', act: 'join-group', unit },
    { date: '2022-04-06', act: 'profile', unit, phone: '0668-0000000', functions: '职能', address: '地址' },
    { date: '2022-05-10', act: 'register', unit, kind: 'opinion-uploaded' },
    { date: '2022-05-11', act: 'register', unit, kind: 'contacted' },
    { date: '2022-06-10', act: 'register', unit, kind: 'reply-delivered' },
    { date: '2022-06-10', act: 'register', unit, kind: 'reply-uploaded' },
    { date: '2022-06-10', act: 'register', unit, kind: 'form-sent' },
    { date: '2022-06-14', act: 'register', unit, kind: 'form-received' },
    ...['form-back-unit', 'form-back-desk', 'form-back-online'].map((kind) => ({
      date: '2022-06-20',
      act: 'register',
      unit,
      kind,
    })),
    ...['04', '05', '06'].map((month) => ({ date: `2022-${month}-05`, act: 'report', unit })),
  ]);
  const summaries = [...new Set(office.facts.assignments.map((one) => one.unitId))].map((unit) => ({
    date: '2022-10-18',
    act: 'register',
    unit,
    kind: 'summary-received',
  }));
  const read = readActs([...ofUnits, ...summaries]);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.acts;
}

const dayOf = (message: RehearsedMessage) => message.at.slice(0, 10);
const isPrivate = ({ kind }: RehearsedMessage) => kind === 'reminder' || kind === 'urgent';

/** A statement about every year; `messages` are never none, so that it says something. */
function inEveryYear(name: string, check: (messages: RehearsedMessage[]) => void): void {
  test.each([0, 1, 2])(`${name} (year %i)`, (index) => {
    const messages = years[index]?.messages ?? [];
    expect(messages.length).toBeGreaterThan(200);
    check(messages);
  });
}

describe('when reminders go out', () => {
  test.each([
    ['sign', '2022-04-10', '2022-04-08'],
    ['monthly', '2022-05-15', '2022-05-13'],
    ['monthly', '2022-10-15', '2022-10-14'],
    ['reply', '2022-10-30', '2022-10-28'],
    ['joint-opinion', '2022-06-30', '2022-06-30'],
    ['reply', '2022-08-30', '2022-08-30'],
    ['yearly', '2022-11-15', '2022-11-15'],
  ])('the last reminder of %s for %s goes out on %s, to liaisons and deputies', (duty, due, day) => {
    const last = years[0]?.messages.filter(
      (message) =>
        isPrivate(message) &&
        message.items.some((item) => item.duty === duty && item.due === due && item.stage === 2),
    );
    expect(new Set(last?.map((message) => message.at))).toEqual(new Set([`${day}T09:00:00+08:00`]));
    const roles = new Set(last?.map((message) => message.to.role));
    expect(roles).toContain('liaison');
    if (duty !== 'yearly') expect(roles).toContain('deputy');
  });

  test('a case moved on 04-28 is told of that afternoon, and again on 04-29 for 04-30', () => {
    const told = years[1]?.messages.filter((message) =>
      message.items.some((item) => item.duty === 'sign-again'),
    );
    expect(told?.map(({ at, to }) => [at, to.member])).toEqual([
      ['2022-04-28T14:30:00+08:00', '袂花镇联络员'],
      ['2022-04-29T09:00:00+08:00', '袂花镇联络员'],
    ]);
    expect(told?.[1]?.items).toMatchObject([{ proposal: '24', role: 'sole', due: '2022-04-30', stage: 2 }]);
  });

  inEveryYear('nothing goes out on rest days, nothing outside the windows', (messages) => {
    const makeUp = ['2022-04-02', '2022-04-24', '2022-05-07', '2022-10-08', '2022-10-09'];
    const rest =
      /2022-(04-0[345]|04-30|05-0[1234]|06-0[345]|09-1[012]|10-0[1-7])/u; /* 清明 五一 端午 中秋 国庆 */
    for (const message of messages) {
      const day = dayOf(message);
      expect(day).not.toMatch(rest);
      const weekday = new Date(day).getUTCDay();
      if (weekday === 0 || weekday === 6) expect(makeUp).toContain(day);
      const time = message.at.slice(11, 16);
      if (message.to.role === 'desk' && time < '09:00') expect(time).toBe('08:40');
      else expect((time >= '09:00' && time < '11:30') || (time >= '14:30' && time < '17:30')).toBe(true);
      expect(message.at).toMatch(/:00\+08:00$/);
    }
  });
});

describe('how much anybody hears', () => {
  inEveryYear('nobody gets two messages on a day, but for an urgent reassignment (A1)', (messages) => {
    const ordinary = messages.filter(({ kind, channel }) => channel === 'dm' && kind !== 'urgent');
    const days = ordinary.map((message) => `${message.to.member} ${dayOf(message)}`);
    expect(new Set(days).size).toBe(days.length);
  });

  inEveryYear('at most two chases follow the opening notice of a duty and date (A2)', (messages) => {
    const told = new Map<string, number[]>();
    for (const message of messages.filter(isPrivate)) {
      for (const { duty, proposal, unit, due, stage } of message.items) {
        const key = [message.to.member, duty, proposal, unit, due].join('|');
        told.set(key, [...(told.get(key) ?? []), stage]);
      }
    }
    for (const stages of told.values()) {
      // What is told first opens the duty, at whatever stage it stood by then (R12 begins at the last).
      const chases = stages.slice(1).filter((stage) => stage < 3);
      expect(chases.length).toBeLessThanOrEqual(2);
      expect(new Set(chases).size).toBe(chases.length);
      expect(stages.filter((stage) => stage >= 3).length).toBeLessThanOrEqual(1);
    }
  });

  inEveryYear('the group hears at most two posts a week, counts and no names (A7)', (messages) => {
    const posts = messages.filter(({ channel }) => channel === 'group');
    const weeks = new Map<string, number>();
    for (const post of posts) {
      expect(post.to).toEqual({ member: null, unit: null, role: 'group' });
      for (const { name, shortName } of office.facts.units) {
        expect(post.text).not.toContain(name);
        if (shortName) expect(post.text).not.toContain(shortName);
      }
      expect(post.items.length).toBeGreaterThan(0);
      expect(post.items.every(({ unit, proposal }) => unit === null && proposal === null)).toBe(true);
      const week = isoWeek(dayOf(post));
      weeks.set(week, (weeks.get(week) ?? 0) + 1);
    }
    expect(Math.max(0, ...weeks.values())).toBeLessThanOrEqual(2);
  });

  inEveryYear(
    'managers get one digest every week that has a working day, also when nothing is wrong (A12)',
    (messages) => {
      const weeks = new Set<string>();
      for (let day = YEAR.from; day <= YEAR.to; day = next(day))
        if (policy.calendar.isWorkingDay(day)) weeks.add(isoWeek(day));
      for (const manager of ['区府办主任', '区府办分管副主任']) {
        const digests = messages.filter(
          ({ kind, to, text }) => kind === 'digest' && to.member === manager && text.startsWith('【周报】'),
        );
        expect(digests.map((message) => isoWeek(dayOf(message)))).toEqual([...weeks]);
      }
    },
  );

  test('the office in which everybody is in time hears of nothing overdue', () => {
    const messages = years[2]?.messages ?? [];
    expect(messages.filter((message) => message.items.some(({ stage }) => stage >= 3))).toEqual([]);
    expect(
      messages.find((message) => message.kind === 'digest' && dayOf(message) === '2022-07-04')?.text,
    ).toMatch(/^【周报】7月4日（周一）：无逾期，/);
  });

  inEveryYear('a message fits a telephone and the chat', (messages) => {
    for (const { kind, text } of messages) {
      expect([...text].length).toBeLessThanOrEqual(kind === 'reminder' || kind === 'urgent' ? 650 : 4_000);
      expect(text).not.toMatch(/undefined|null|\[object|&(amp|lt|gt);/);
    }
  });
});

describe('who is asked for what', () => {
  inEveryYear('units that only support are never asked for monthly reports (R40)', (messages) => {
    const monthly = messages.flatMap(({ items }) => items.filter(({ duty }) => duty === 'monthly'));
    expect(monthly.some(({ role }) => role === 'lead')).toBe(true);
    expect(monthly.filter(({ role }) => role === 'joint')).toEqual([]);
    const finance = messages.filter(({ to }) => to.unit === '区财政局');
    expect(finance.length).toBeGreaterThan(0);
    for (const { text } of finance) expect(text).not.toContain('月报');
  });

  inEveryYear('letters are never asked for forms (R54)', (messages) => {
    const letters = new Set(
      office.facts.proposals.filter(({ kind }) => kind === 'letter').map(({ number }) => number),
    );
    const forms = messages.flatMap(({ items }) => items.filter(({ duty }) => duty.startsWith('form-')));
    expect(forms.filter(({ proposal }) => letters.has(proposal ?? ''))).toEqual([]);
  });

  test('others are asked for forms once the reply is out', () => {
    const asked = years[1]?.messages.flatMap(({ items }) => items.filter(({ duty }) => duty === 'form-send'));
    expect(new Set(asked?.map(({ proposal }) => proposal))).toEqual(new Set(['6']));
  });

  inEveryYear('R08, R15, R24, R33 a consequence is quoted only where the clause states one', (messages) => {
    const stated = new Map(
      policy.notice.duties.map((rule) => [rule.family ?? rule.name, rule.consequence ?? null]),
    );
    for (const { kind, text } of messages) {
      const quoted = [...text.matchAll(/^依据原文：(.*)$/gmu)].map((match) => match[1]);
      for (const words of quoted) expect([...stated.values()]).toContain(words);
      for (const paragraph of text.split(/^(?=[①-⑳])/gmu).slice(1)) {
        const [head = '', ...rest] = paragraph.split('\n');
        const name = [...stated.keys()]
          .sort((one, other) => other.length - one.length)
          .find((one) => head.includes(one));
        const words = rest.find((line) => line.startsWith('依据原文：'))?.slice(5);
        if (words) expect(words).toBe(stated.get(name ?? ''));
      }
      if (kind !== 'reminder' && kind !== 'urgent') expect(quoted).toEqual([]);
      const without = text.replace(/^依据原文：.*$/gmu, '');
      expect(without).not.toMatch(/通报批评|扣除|责任自负|不予退办/);
    }
  });

  inEveryYear('R71 every message cites the notice and says whom to ask', (messages) => {
    for (const { text } of messages) {
      expect(text).toContain('茂南府办〔2022〕3号');
      expect(text).toContain('0668-2887782');
    }
  });

  inEveryYear('R30 what the notice only asks units to study is no line of anybody’s', (messages) => {
    for (const { text } of messages) expect(text).not.toMatch(/21号〕|工作细则|三\(一\)/u);
  });

  inEveryYear('every item names its clause, unit and date by name', (messages) => {
    const units = new Set(office.facts.units.map(({ name }) => name));
    for (const { items, channel, to } of messages) {
      for (const item of items) {
        expect(item.clause).not.toBe('');
        if (channel === 'dm' && to.unit !== null) expect(item.unit).toBe(to.unit);
        if (item.unit !== null) expect(units).toContain(item.unit);
      }
    }
  });
});

describe('a stretch of the year', () => {
  test('shows what the whole year shows for those days: what was told before counts', () => {
    const may = run({ from: '2022-05-01', to: '2022-05-31' });
    expect(may).toEqual(years[0]?.messages.filter((message) => dayOf(message).startsWith('2022-05')));
    expect(may.length).toBeGreaterThan(0);
  });

  test('an act inside the day changes what goes out after it and nothing before', () => {
    const [, acted] = years;
    const until = (messages: RehearsedMessage[] = []) => messages.filter(({ at }) => at < '2022-04-06T09:40');
    expect(until(acted?.messages)).toEqual(until(years[0]?.messages));
    const signing = acted?.messages.filter(
      ({ to, items }) => to.unit === '区卫生健康局' && items.some(({ duty }) => duty === 'sign'),
    );
    expect(signing?.map(dayOf)).toEqual(['2022-03-28', '2022-04-06']);
  });
});

function next(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}
