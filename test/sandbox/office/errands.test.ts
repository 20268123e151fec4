import { beforeAll, describe, expect, test } from 'vitest';
import { daysBetween } from '../../../src/domain/calendar.ts';
import { deriveDuties, isOverdue } from '../../../src/domain/duty.ts';
import type { Facts } from '../../../src/domain/facts.ts';
import { checkEntry } from '../../../src/domain/monthly-report.ts';
import { understand } from '../../../src/domain/speech.ts';
import { officeFromFiles } from '../../../src/rehearsal-office.ts';
import type { Habits } from '../../../src/sandbox/office/others/appointment.ts';
import type { Errand, ReportTask, SignTask } from '../../../src/sandbox/office/others/errand.ts';
import { errandsOn } from '../../../src/sandbox/office/others/errands.ts';
import { type History, historyOf, recorded } from '../../../src/sandbox/office/others/history.ts';
import { silencesOf } from '../../../src/sandbox/office/others/manner.ts';
import { reportText } from '../../../src/sandbox/office/others/tasks.ts';
import { calendar, notice } from '../../support/rules.ts';

const FROM = '2022-04-06';
const UNTIL = '2022-12-01';
const SEEDS = [1, 2, 2022];

let facts: Facts;
const years = new Map<number, History>();
const habitsOf = (seed: number): Habits => ({
  seed,
  notice,
  calendar,
  silences: silencesOf(seed, notice, facts),
});

beforeAll(async () => {
  ({ facts } = await officeFromFiles());
  for (const seed of SEEDS) years.set(seed, historyOf(habitsOf(seed), facts, FROM, UNTIL));
});

function yearOf(seed: number): History {
  const year = years.get(seed);
  if (!year) throw new Error(`nobody lived the year of seed ${seed}`);
  return year;
}

const tasksOf = <Name extends Errand['task']['do']>(seed: number, name: Name) =>
  yearOf(seed).errands.flatMap((errand) =>
    errand.task.do === name ? [{ errand, task: errand.task as Extract<Errand['task'], { do: Name }> }] : [],
  );

/** A year in lines that can be compared. */
const lines = ({ errands }: History) =>
  errands.map(
    ({ date, time, member, task }) => `${date} ${time} ${member.name} ${JSON.stringify(plain(task))}`,
  );
const plain = (task: Errand['task']) =>
  'duties' in task
    ? { ...task, duties: task.duties.map((duty) => duty.key) }
    : 'parts' in task
      ? { ...task, parts: task.parts.map(({ duty, kind }) => `${duty.key} ${kind}`) }
      : task;

describe('the year of a seed', () => {
  test('is the same again, and another one with another seed', () => {
    expect(lines(historyOf(habitsOf(1), facts, FROM, '2022-06-01'))).toEqual(
      lines(yearOf(1)).filter((line) => line < '2022-06-01'),
    );
    expect(lines(yearOf(1))).not.toEqual(lines(yearOf(2)));
  });

  test('does not depend on the order in which the facts are read', () => {
    const shuffled: Facts = {
      ...facts,
      units: [...facts.units].reverse(),
      members: [...facts.members].reverse(),
      proposals: [...facts.proposals].reverse(),
      assignments: [...facts.assignments].reverse(),
    };
    const heads = ({ errands }: History) =>
      errands.map(({ date, time, member, task }) => `${date} ${time} ${member.name} ${task.do}`);
    expect(heads(historyOf(habitsOf(1), shuffled, FROM, '2022-06-01'))).toEqual(
      heads(historyOf(habitsOf(1), facts, FROM, '2022-06-01')),
    );
  });

  test.each(SEEDS)('%i: most is done on time, some late, and hardly anything never', (seed) => {
    const closed = deriveDuties(notice, yearOf(seed).facts, UNTIL).filter(
      (duty) =>
        duty.due !== null && !duty.rule.optional && duty.state !== 'exempt' && duty.state !== 'waiting',
    );
    const onTime = closed.filter(
      (duty) => duty.doneOn !== null && duty.doneOn <= (duty.latest ?? duty.due ?? ''),
    );
    const late = closed.filter(
      (duty) => duty.doneOn !== null && duty.doneOn > (duty.latest ?? duty.due ?? ''),
    );
    const open = closed.filter((duty) => duty.state === 'open');
    const dated = onTime.length + late.length;
    expect(onTime.length / dated).toBeGreaterThan(0.75);
    expect(late.length / dated).toBeGreaterThan(0.04);
    expect(open.length / closed.length).toBeLessThan(0.02);
  });

  test.each(SEEDS)('%i: somebody is overdue, all the time', (seed) => {
    for (const date of ['2022-04-20', '2022-05-20', '2022-06-20', '2022-07-20', '2022-09-20']) {
      const before = yearOf(seed).errands.filter((errand) => errand.date < date);
      const duties = deriveDuties(notice, recorded(facts, before), date);
      const overdue = duties.filter((duty) => isOverdue(duty, date, notice.settings));
      const units = new Set(overdue.map((duty) => duty.unitId));
      expect(units.size, date).toBeGreaterThanOrEqual(1);
      expect(units.size, date).toBeLessThan(12);
    }
  });

  test.each(SEEDS)('%i: one or two are silent for weeks, and then catch up', (seed) => {
    const { silences } = habitsOf(seed);
    expect(new Set(silences.map(({ unit }) => unit)).size).toBe(silences.length);
    for (const { unit, from, to } of silences) {
      expect(
        yearOf(seed).errands.filter((one) => one.unit === unit && one.date >= from && one.date <= to),
      ).toEqual([]);
      expect(daysBetween(from, to)).toBeGreaterThanOrEqual(24);
      if (to < '2022-11-01' && from > FROM)
        expect(
          yearOf(seed).errands.some((one) => one.unit === unit && one.date > to),
          unit,
        ).toBe(true);
    }
  });

  test.each(SEEDS)('%i: people act in office hours, and rarely on a rest day', (seed) => {
    const { errands } = yearOf(seed);
    expect(errands.length).toBeGreaterThan(500);
    const [resting, working] = [false, true].map((works) =>
      errands.filter(({ date }) => calendar.isWorkingDay(date) === works),
    );
    expect(resting!.length).toBeLessThan(errands.length * 0.02);
    expect(SEEDS.flatMap((one) => yearOf(one).errands).some(({ date }) => !calendar.isWorkingDay(date))).toBe(
      true,
    );
    for (const { time } of working!) expect(time).toMatch(/^(09:|10:|11:[0-3]|14:[345]|15:|16:|17:)/);
    const morning = working!.filter(({ time }) => time < '12:00').length;
    expect(morning / working!.length).toBeGreaterThan(0.4);
    expect(morning / working!.length).toBeLessThan(0.7);
  });

  test.each(SEEDS)('%i: deputies step in now and then, desk and managers never act', (seed) => {
    const roles = yearOf(seed).errands.map(({ member }) => member.role);
    expect(new Set(roles)).toEqual(new Set(['liaison', 'deputy']));
    const deputies = roles.filter((role) => role === 'deputy').length;
    expect(deputies / roles.length).toBeGreaterThan(0.02);
    expect(deputies / roles.length).toBeLessThan(0.25);
  });
});

describe('who was acted as', () => {
  test('is left alone with the whole unit where it is the liaison, alone where it is the deputy', () => {
    const of = (name: string) => facts.members.find((member) => member.name === name)?.id ?? '';
    const day = (leftAlone: string[], date: string) =>
      errandsOn(date, habitsOf(1), {
        facts,
        duties: deriveDuties(notice, facts, date),
        leftAlone: new Set(leftAlone),
      });
    const dates = ['2022-04-06', '2022-04-07', '2022-04-08', '2022-04-11', '2022-04-12', '2022-04-13'];
    const unitsOf = (leftAlone: string[]) =>
      new Set(dates.flatMap((date) => day(leftAlone, date)).map(({ unit }) => unit));
    const membersOf = (leftAlone: string[]) =>
      new Set(dates.flatMap((date) => day(leftAlone, date)).map(({ member }) => member.name));

    expect(unitsOf([])).toContain('区教育局');
    expect(unitsOf([of('区教育局联络员')])).not.toContain('区教育局');
    const deputies = facts.members.filter((member) => member.role === 'deputy');
    const names = membersOf(deputies.map((member) => member.id));
    expect([...names].filter((name) => name.includes('副'))).toEqual([]);
    expect(unitsOf(deputies.map((member) => member.id))).toContain('区教育局');
  });
});

describe('what they write', () => {
  const contextOf = (unitName: string, today: string, reporting: readonly string[] = []) => {
    const unit = facts.units.find((one) => one.name === unitName);
    const held = facts.assignments.filter((one) => one.unitId === unit?.id);
    return {
      today,
      unitNames: [unitName, unit?.shortName ?? unitName],
      proposals: facts.proposals
        .filter((proposal) => held.some((one) => one.proposalId === proposal.id))
        .map(({ number, title }) => ({
          number,
          title,
          signed: false,
          reporting: reporting.includes(number),
        })),
    };
  };

  test.each(SEEDS)('%i: of signing is understood as it is meant, in many ways of saying it', (seed) => {
    const said = tasksOf(seed, 'sign');
    for (const { errand, task } of said) {
      const intent = understand(task.text, contextOf(errand.unit, errand.date));
      if (intent.kind !== 'sign')
        throw new Error(`${errand.unit}: ${task.text} was read as ${JSON.stringify(intent)}`);
      const saysAll = intent.numbers === 'all';
      if (saysAll) expect(task.all).toBe(true);
      else expect(intent.numbers).toEqual(task.numbers);
      expect(intent.unknown).toEqual([]);
    }
    const shapes = new Set(said.map(({ task }) => task.text.replace(/[\d、号第]+|我[局镇]|我街道/gu, '#')));
    expect(shapes.size).toBeGreaterThan(8);
  });

  test.each(SEEDS)('%i: is wrong at first now and then, and put right within the half hour', (seed) => {
    const { errands } = yearOf(seed);
    const wrong = tasksOf(seed, 'say').filter(({ task }) => /签收|进展/.test(task.text));
    expect(wrong.length).toBeGreaterThan(2);
    for (const { errand } of wrong) {
      const next = errands.find(
        (one) =>
          one.unit === errand.unit &&
          one.date === errand.date &&
          one.time > errand.time &&
          one.task.do !== 'say',
      );
      expect(next, `${errand.unit} ${errand.date}`).toBeDefined();
    }
    for (const { errand, task } of wrong) {
      const intent = understand(task.text, contextOf(errand.unit, errand.date));
      if (task.text.includes('签收'))
        expect(intent).toMatchObject({ kind: 'sign', unknown: [expect.any(String)] });
    }
  });

  test.each(SEEDS)('%i: of a report is read as it is meant, when it is written out', (seed) => {
    for (const { errand, task } of tasksOf(seed, 'report').filter(({ task }) => task.entries.size <= 2)) {
      const intent = understand(
        reportText(task.entries),
        contextOf(errand.unit, errand.date, [...task.entries.keys()]),
      );
      if (intent.kind !== 'report')
        throw new Error(`${reportText(task.entries)} was read as ${JSON.stringify(intent)}`);
      expect({ gaps: intent.gaps, unknown: intent.unknown }).toEqual({ gaps: [], unknown: [] });
      expect(intent.entries).toEqual(
        [...task.entries].map(([number, { progress, problems, plan }]) => ({
          number,
          progress,
          problems,
          plan,
        })),
      );
    }
  });

  test.each(SEEDS)(
    '%i: in reports is never the same twice in a month, nor last month’s plan again',
    (seed) => {
      const plans = new Map<string, string>();
      const texts = new Map<string, string[]>();
      for (const { errand, task } of tasksOf(seed, 'report'))
        for (const [number, entry] of task.entries) {
          const same = texts.get(task.period) ?? [];
          texts.set(task.period, [...same, entry.progress]);
          const key = `${errand.unit}/${number}`;
          expect(checkEntry({ ...entry, contactWay: null, ticks: [] }, plans.get(key) ?? null)).toEqual({});
          plans.set(key, entry.plan);
        }
      for (const [period, all] of texts) {
        if (period < '2022-09') expect(all.length, period).toBeGreaterThan(5);
        expect(new Set(all).size, period).toBe(all.length);
      }
    },
  );

  test.each(SEEDS)('%i: is about the proposal it names', (seed) => {
    const titles = new Map(facts.proposals.map(({ number, title }) => [number, title]));
    for (const { task } of tasksOf(seed, 'report'))
      for (const [number, { progress }] of task.entries) {
        const topic = /^关于(.+)的(提案|建议)$/.exec(titles.get(number) ?? '')?.[1] ?? '?';
        expect(progress, number).toContain(topic);
      }
  });
});

test('the types of tasks are told apart', () => {
  const kinds = new Set(SEEDS.flatMap((seed) => yearOf(seed).errands.map(({ task }) => task.do)));
  expect(kinds).toEqual(new Set(['say', 'sign', 'report', 'register', 'explain', 'join']));
  const ways = new Set(
    SEEDS.flatMap((seed) => tasksOf(seed, 'sign').map(({ task }: { task: SignTask }) => task.by)),
  );
  expect(ways).toEqual(new Set(['words', 'button', 'command']));
  const reports = new Set(
    SEEDS.flatMap((seed) => tasksOf(seed, 'report').map(({ task }: { task: ReportTask }) => task.by)),
  );
  expect(reports).toEqual(new Set(['form', 'words']));
});
