import { describe, expect, test } from 'vitest';
import { type Board, type BoardRow, buildBoard } from '../../src/domain/board.ts';
import {
  BOARD_FILTERS,
  BOARD_SIDES,
  type BoardQuery,
  decodeQuery,
  encodeQuery,
  SEARCH_LIMIT,
  searchFrom,
  WHOLE_BOARD,
} from '../../src/domain/board-query.ts';
import { type Duty, deriveDuties } from '../../src/domain/duty.ts';
import type { Facts } from '../../src/domain/facts.ts';
import { computeFigures } from '../../src/domain/figures.ts';
import { BUSY_DAY, largeOffice } from '../bench/large-office.ts';
import { buildFacts, fact, facts as several } from '../support/facts.ts';
import { calendar, notice } from '../support/rules.ts';

const EDU = '区教育局';
const FIN = '区财政局';

function boardOf(all: Facts, asOf: string, query: Partial<BoardQuery> = {}): Board {
  const duties = derived.get(all) ?? deriveDuties(notice, all, asOf);
  derived.set(all, duties);
  return buildBoard({ notice, calendar, facts: all, duties, asOf }, { ...WHOLE_BOARD, ...query });
}

/** Every office here is looked at on one day. */
const derived = new WeakMap<Facts, Duty[]>();

function nameOf({ subject }: BoardRow): string {
  switch (subject.kind) {
    case 'duty':
      return subject.rule.id;
    case 'unit':
      return subject.unit.name;
    case 'proposal':
      return subject.proposal.number;
    case 'task':
      return subject.task;
  }
}

/** Monday 2022-04-11: the signing of 2 is overdue, monthly reports fall due on Friday. */
const small = buildFacts({
  proposals: [
    { number: '1', title: '关于增加2022年学位的提案', lead: EDU, joint: [FIN] },
    { number: '2', title: '关于5G基站<建设>的信函', sole: FIN, kind: 'letter' },
    { number: '12', title: '关于财政资金的提案' },
  ],
  registrations: [fact('signed', '1@区教育局', '2022-04-02'), fact('signed', '1@区财政局', '2022-04-07')],
});
const MONDAY = '2022-04-11';
const names = (query: Partial<BoardQuery>) => boardOf(small, MONDAY, query).rows.map(nameOf);

describe('the whole board says what the figures say', () => {
  test.each([
    ['a small office', small, MONDAY],
    ['a large one', largeOffice(), BUSY_DAY],
  ])('%s', (_name, all, asOf) => {
    const duties = deriveDuties(notice, all, asOf);
    const figures = computeFigures(notice, all, duties, calendar, asOf);
    const rowsOf = (side: BoardQuery['side']) => {
      const { pages } = boardOf(all, asOf, { side });
      return Array.from({ length: pages }, (_, page) => boardOf(all, asOf, { side, page }).rows).flat();
    };
    const tallies = (side: BoardQuery['side']) => rowsOf(side).map((row) => [nameOf(row), row.tally]);
    const tally = ({ owed, done, open, overdue }: Board['total']) => ({ owed, done, open, overdue });
    expect(boardOf(all, asOf).total).toEqual(figures.total);
    expect(tallies('duty')).toEqual(figures.byRule.map((one) => [one.rule.id, tally(one)]));
    expect(tallies('unit')).toEqual(figures.byUnit.map((one) => [one.unit.name, tally(one)]));
    expect(tallies('proposal')).toEqual(figures.byProposal.map((one) => [one.proposal.number, tally(one)]));
    expect(boardOf(all, asOf).counts).toMatchObject({
      all: figures.total.owed,
      open: figures.total.open,
      overdue: figures.overdue.length,
      week: figures.dueThisWeek.reduce((sum, { open }) => sum + open, 0),
    });
  });
});

describe('side by side and filter by filter', () => {
  test.each<[BoardQuery['side'], BoardQuery['filter'], string[]]>([
    ['duty', 'all', ['sign', 'join-group', 'contact-member', 'joint-opinion', 'reply', 'monthly', 'profile']],
    ['duty', 'open', ['sign', 'contact-member', 'joint-opinion', 'reply', 'monthly']],
    ['duty', 'overdue', ['sign']],
    ['duty', 'week', ['monthly']],
    ['duty', 'desk', []],
    ['unit', 'all', [FIN, EDU]],
    ['unit', 'open', [FIN, EDU]],
    ['unit', 'overdue', [FIN]],
    ['unit', 'week', [FIN, EDU]],
    ['unit', 'desk', []],
    // 12 is nobody's yet, and stands there all the same.
    ['proposal', 'all', ['1', '2', '12']],
    ['proposal', 'open', ['1', '2']],
    ['proposal', 'overdue', ['2']],
    ['proposal', 'week', ['2', '1']],
    ['proposal', 'desk', []],
  ])('%s × %s', (side, filter, expected) => {
    expect(names({ side, filter })).toEqual(expected);
  });

  test('a row counts what passes, and keeps the whole in sight', () => {
    const [row] = boardOf(small, MONDAY, { side: 'unit', filter: 'overdue' }).rows;
    expect(row).toMatchObject({ passing: 1, oldest: '2022-04-10', nextDeadline: '2022-04-15' });
    expect(row?.tally.owed).toBeGreaterThan(1);
  });

  test('what waits for the desk: returns, hard cases, replies without contact; not what others have', () => {
    const all = buildFacts({
      proposals: [
        { number: '1', lead: EDU },
        { number: '2', lead: EDU },
        { number: '3', lead: FIN },
        { number: '4', lead: FIN, hard: true },
        { number: '5', lead: FIN },
      ],
      registrations: [
        fact('hard-requested', '3@区财政局', '2022-05-10'),
        fact('hard-requested', '4@区财政局', '2022-05-10'),
        ...several(['reply-delivered', 'reply-uploaded'], '5@区财政局', '2022-05-10'),
      ],
      requests: [
        { id: 'a', assignmentId: '1@区教育局', requestedOn: '2022-04-08', open: true, waitsFor: 'desk' },
        { id: 'b', assignmentId: '2@区教育局', requestedOn: '2022-04-08', open: true, waitsFor: 'manager' },
      ],
    });
    const desk = (side: BoardQuery['side']) => boardOf(all, '2022-05-12', { side, filter: 'desk' });
    expect(desk('duty').rows.map((row) => [nameOf(row), row.passing])).toEqual([
      ['return', 1],
      ['hard', 1],
      ['uncontacted', 1],
    ]);
    expect(desk('unit').rows.map((row) => [nameOf(row), row.passing])).toEqual([
      [FIN, 2],
      [EDU, 1],
    ]);
    expect(desk('proposal').rows.map(nameOf)).toEqual(['1', '3', '5']);
    expect(desk('duty').counts.desk).toBe(3);
    const page = boardOf(all, '2022-05-12', { of: { side: 'proposal', id: '3' } });
    expect(page.tasks.map(({ kind }) => kind)).toEqual(['hard']);
  });
});

describe('a search', () => {
  test.each<[string, BoardQuery['side'], string[]]>([
    ['1', 'proposal', ['1']],
    ['第1号', 'proposal', ['1']],
    ['第十二号', 'proposal', ['12']],
    ['１２', 'proposal', ['12']],
    ['2022', 'proposal', ['1']],
    ['学位', 'proposal', ['1']],
    ['5g', 'proposal', ['2']],
    ['<建设>', 'proposal', ['2']],
    ['教育局', 'proposal', ['1']],
    ['财政', 'proposal', ['1', '2', '12']],
    ['财政局 学位', 'proposal', ['1']],
    ['教育局 5G', 'proposal', []],
    ['教育', 'unit', [EDU]],
    // The unit's name is not in question, but one of its proposals is.
    ['基站', 'unit', [FIN]],
    // By what is found of them: the overdue one is of another proposal.
    ['1', 'unit', [EDU, FIN]],
    ['火星', 'unit', []],
    ['', 'unit', [FIN, EDU]],
    ['　 ', 'unit', [FIN, EDU]],
    ['.*', 'proposal', []],
    ['12；DROP TABLE', 'proposal', []],
  ])('for “%s” by %s', (search, side, expected) => {
    expect(names({ search, side })).toEqual(expected);
  });

  test('counts by each filter what its rows hold together', () => {
    const board = boardOf(small, MONDAY, { search: '教育局', side: 'proposal' });
    expect(board.counts.all).toBe(board.rows.reduce((sum, { tally }) => sum + tally.owed, 0));
    const late = boardOf(small, MONDAY, { search: '财政', side: 'unit', filter: 'overdue' });
    expect(late.counts.overdue).toBe(late.rows.reduce((sum, { passing }) => sum + passing, 0));
  });

  test('by duty counts only what was found', () => {
    const [sign] = boardOf(small, MONDAY, { search: '基站' }).rows;
    expect(sign?.tally).toEqual({ owed: 1, done: 0, open: 1, overdue: 1 });
  });

  test('finds units by their short names, too', () => {
    const all = buildFacts({
      proposals: [{ number: '1', lead: EDU }],
      units: [{ name: EDU, shortName: '教局' }],
    });
    expect(boardOf(all, MONDAY, { side: 'unit', search: '教局' }).found).toBe(1);
  });
});

describe('pages', () => {
  const large = largeOffice();

  test('show every proposal once', () => {
    const { pages } = boardOf(large, BUSY_DAY, { side: 'proposal' });
    expect(pages).toBe(50);
    const seen = Array.from({ length: pages }, (_, page) =>
      boardOf(large, BUSY_DAY, { side: 'proposal', page }).rows.map(nameOf),
    ).flat();
    expect(new Set(seen).size).toBe(1000);
    expect(seen).toHaveLength(1000);
  });

  test('that there are not any more give the last one', () => {
    const board = boardOf(large, BUSY_DAY, { side: 'unit', page: 99 });
    expect([board.query.page, board.pages]).toEqual([3, 4]);
    expect(board.rows.length).toBeGreaterThan(0);
    expect(boardOf(large, BUSY_DAY, { search: '没有', page: 5 })).toMatchObject({ rows: [], pages: 1 });
  });

  test('of one unit list its duties, the overdue first and the settled last', () => {
    const query = { side: 'unit', of: { side: 'unit', id: '单位1' } } as const;
    const { pages } = boardOf(large, BUSY_DAY, query);
    const all = Array.from(
      { length: pages },
      (_, page) => boardOf(large, BUSY_DAY, { ...query, page }).duties,
    ).flat();
    expect(all).toHaveLength(
      deriveDuties(notice, large, BUSY_DAY).filter((duty) => duty.unitId === '单位1').length,
    );
    const { late } = boardOf(large, BUSY_DAY);
    const rank = ({ state }: (typeof all)[number]) => ['open', 'waiting', 'done', 'exempt'].indexOf(state);
    expect(all.map(rank)).toEqual(all.map(rank).sort((one, other) => one - other));
    expect([...late].some(({ unitId }) => unitId === '单位1')).toBe(true);
  });

  test('of something that there is not give the list instead', () => {
    for (const side of BOARD_SIDES)
      expect(boardOf(small, MONDAY, { side, of: { side, id: 'nothing' } })).toMatchObject({
        subject: null,
        query: { of: null },
      });
  });
});

describe('what travels in a button', () => {
  test.each<Partial<BoardQuery>>([
    {},
    { side: 'unit', filter: 'overdue', page: 3 },
    { side: 'proposal', search: '“学位” <@U1>' },
    { of: { side: 'unit', id: 'a' }, back: 2 },
  ])('%o comes back as it was', (changed) => {
    const query = { ...WHOLE_BOARD, ...changed };
    expect(decodeQuery(encodeQuery(query))).toEqual(query);
  });

  test('fits, whatever was typed', () => {
    const search = searchFrom('"'.repeat(500));
    expect([...search]).toHaveLength(SEARCH_LIMIT);
    expect(encodeQuery({ ...WHOLE_BOARD, search }).length).toBeLessThan(500);
  });

  test.each(['', 'unit/0', '{}', 'null', '[]', '{"side":"office"}', '{"side":"__proto__"}'])(
    '%s says nothing',
    (text) => {
      expect(decodeQuery(text)).toBeNull();
    },
  );

  test.each([
    ['{"side":"unit","page":-1,"back":1e99,"filter":"mine"}', {}],
    ['{"side":"unit","page":"2","of":{"side":"x","id":1},"search":7}', {}],
    [`{"side":"unit","search":"${'长'.repeat(100)}"}`, { search: '长'.repeat(SEARCH_LIMIT) }],
    ['{"side":"unit","role":"manager"}', {}],
  ])('%s gives what is sound in it', (text, sound) => {
    expect(decodeQuery(text)).toEqual({ ...WHOLE_BOARD, side: 'unit', ...sound });
  });

  test.each(BOARD_FILTERS)('the filter %s is known to every side', (filter) => {
    for (const side of BOARD_SIDES) expect(() => boardOf(small, MONDAY, { side, filter })).not.toThrow();
  });
});
