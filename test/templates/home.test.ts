import type { HomeView } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { formProblems } from '../../src/chat/form-limits.ts';
import { buildAgenda } from '../../src/domain/agenda.ts';
import { buildBoard } from '../../src/domain/board.ts';
import {
  BOARD_FILTERS,
  BOARD_SIDES,
  type BoardQuery,
  decodeQuery,
  WHOLE_BOARD,
} from '../../src/domain/board-query.ts';
import { deskTasks } from '../../src/domain/desk-task.ts';
import { deriveDuties } from '../../src/domain/duty.ts';
import type { Facts } from '../../src/domain/facts.ts';
import { plainAnswer } from '../../templates/answers.ts';
import { type OfficeHomeProps, officeHome } from '../../templates/office-home.ts';
import { statusMessage } from '../../templates/status.ts';
import { type UnitHomeProps, unitHome } from '../../templates/unit-home.ts';
import { BUSY_DAY, largeOffice } from '../bench/large-office.ts';
import { buildFacts, fact } from '../support/facts.ts';
import { calendar, notice } from '../support/rules.ts';

const HOSTILE = '<!channel> *粗* <https://evil|银行> &amp; ‮';
const shared = { notice, today: BUSY_DAY, time: '09:00', done: null };

function officeOf(all: Facts, query: Partial<BoardQuery> | null, more: Partial<OfficeHomeProps> = {}) {
  const duties = deriveDuties(notice, all, BUSY_DAY);
  const asked = query && { ...WHOLE_BOARD, ...query };
  const names = new Map(all.units.map((unit) => [unit.id, unit.name]));
  const scene = { notice, calendar, facts: all, duties, asOf: BUSY_DAY };
  const board = buildBoard(scene, asked ?? WHOLE_BOARD);
  return officeHome({
    ...shared,
    query: asked,
    board,
    unitName: (id) => names.get(id ?? '') ?? '',
    forDesk: true,
    overview: query
      ? null
      : { digest: plainAnswer('无逾期'), toSign: null, tasks: deskTasks(all), withManager: [] },
    ...more,
  });
}

function unitOf(all: Facts, more: Partial<UnitHomeProps> = {}): HomeView {
  const duties = deriveDuties(notice, all, BUSY_DAY).filter(({ state }) => state === 'open');
  return unitHome({
    ...shared,
    query: null,
    unit: all.units[0]?.name ?? '',
    lines: buildAgenda(duties, notice, calendar, BUSY_DAY),
    notes: () => [],
    mayReturn: false,
    mayAct: true,
    asked: [],
    recent: [],
    next: [],
    ...more,
  });
}

/** Every text that Slack reads as mrkdwn. */
function mrkdwnOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(mrkdwnOf);
  if (typeof node !== 'object' || node === null) return [];
  const own = 'type' in node && node.type === 'mrkdwn' && 'text' in node ? [String(node.text)] : [];
  return [...own, ...Object.values(node).flatMap(mrkdwnOf)];
}

const wordsOf = (view: HomeView) => mrkdwnOf(view.blocks).join('\n');
const labelsOf = (view: HomeView) =>
  [...JSON.stringify(view).matchAll(/"plain_text","text":"([^"]+)"/g)].map(([, label]) => label);

describe('of the desk and the managers', () => {
  const large = largeOffice();

  test.each(BOARD_SIDES.flatMap((side) => BOARD_FILTERS.map((filter) => ({ side, filter }))))(
    'with 1,000 proposals by %o is within Slack’s limits',
    (query) => {
      const view = officeOf(large, query);
      expect(formProblems(view)).toEqual([]);
      expect(wordsOf(view)).not.toContain('段未显示');
    },
  );

  test.each([
    { side: 'duty', id: 'reply' },
    { side: 'unit', id: '单位1' },
    { side: 'proposal', id: '7' },
  ] as const)('about %o is within them, too, and leads back', (of) => {
    const view = officeOf(large, { side: of.side, of, back: 3 });
    expect(formProblems(view)).toEqual([]);
    expect(labelsOf(view)).toContain('返回');
    const back = /"text":"返回"[^}]*},"action_id":"[^"]+","value":"((?:[^"\\]|\\.)*)"/.exec(
      JSON.stringify(view),
    )?.[1];
    expect(decodeQuery(JSON.parse(`"${back}"`))).toMatchObject({ of: null, page: 3 });
  });

  test('remembers what it shows', () => {
    const view = officeOf(large, { side: 'unit', filter: 'overdue', page: 99 });
    expect(decodeQuery(view.private_metadata ?? '')).toMatchObject({
      side: 'unit',
      filter: 'overdue',
      page: 3,
    });
    expect(officeOf(large, null).private_metadata).toBeUndefined();
  });

  test('says in words which tab and filter is shown, and gives each repeated button its own name', () => {
    const view = officeOf(large, { side: 'unit', filter: 'overdue' });
    expect(labelsOf(view)).toEqual(
      expect.arrayContaining(['✓ 按单位', expect.stringMatching(/^✓ 逾期 \d+$/)]),
    );
    const spoken = [...JSON.stringify(view).matchAll(/"accessibility_label":"([^"]+)"/g)].map(
      ([, label]) => label,
    );
    expect(spoken).toHaveLength(20);
    expect(new Set(spoken).size).toBe(20);
  });

  test('is read by managers without what only the desk may do', () => {
    const of = { side: 'unit', id: '单位1' } as const;
    expect(labelsOf(officeOf(large, { of }))).toContain('催办');
    expect(labelsOf(officeOf(large, { of }, { forDesk: false }))).not.toContain('催办');
  });

  const hostile = buildFacts({
    proposals: [{ number: '1', title: HOSTILE, lead: HOSTILE }],
    registrations: [fact('hard-requested', `1@${HOSTILE}`, '2022-08-01')],
  });

  test.each<Partial<BoardQuery>>([
    { side: 'unit' },
    { side: 'proposal' },
    { side: 'duty', filter: 'desk' },
    { of: { side: 'unit', id: HOSTILE } },
    { of: { side: 'proposal', id: '1' } },
    { side: 'proposal', search: HOSTILE },
  ])('shows what people typed as they typed it, in %o and in the status', (query) => {
    const view = officeOf(hostile, query);
    const scene = {
      notice,
      calendar,
      facts: hostile,
      duties: deriveDuties(notice, hostile, BUSY_DAY),
      asOf: BUSY_DAY,
    };
    const board = buildBoard(scene, { ...WHOLE_BOARD, ...query });
    const status = statusMessage({ notice, board, unitName: () => HOSTILE, figures: null });
    for (const text of [wordsOf(view), ...mrkdwnOf(status.blocks), status.text])
      expect(text).not.toMatch(/<!|<http|‮/);
    expect(formProblems(view)).toEqual([]);
  });

  test('finds nothing without a word too much', () => {
    const view = officeOf(hostile, { side: 'proposal', search: '没有<这个>' });
    expect(wordsOf(view)).toContain('没有查到“没有&lt;这个&gt;”。');
    expect(wordsOf(officeOf(hostile, { side: 'duty', filter: 'week' }))).not.toContain('undefined');
  });
});

describe('of a unit', () => {
  const busy = buildFacts({ proposals: [{ number: '1', lead: '区教育局' }] });

  test('that owes nothing says so, and offers nothing to do', () => {
    const view = unitOf(buildFacts({ units: [{ name: '区教育局' }] }), { lines: [] });
    expect(wordsOf(view)).toContain('*区教育局目前没有待办事项。*');
    expect(labelsOf(view)).not.toContain('登记已办');
  });

  test('is only read by a leader, who records nothing', () => {
    expect(labelsOf(unitOf(busy))).toContain('登记已办');
    const view = unitOf(busy, { mayAct: false });
    expect(labelsOf(view)).toEqual(['刷新']);
    expect(wordsOf(view)).toContain('答复委员');
  });

  test('turns its pages', () => {
    const [line] = buildAgenda(
      deriveDuties(notice, busy, BUSY_DAY).filter(({ state }) => state === 'open'),
      notice,
      calendar,
      BUSY_DAY,
    );
    const lines = Array.from({ length: 40 }, () => line).flatMap((one) => one ?? []);
    const first = unitOf(busy, { lines });
    expect(labelsOf(first)).toContain('下一页');
    expect(labelsOf(first)).not.toContain('上一页');
    const last = unitOf(busy, { lines, query: { ...WHOLE_BOARD, page: 9 } });
    expect(labelsOf(last)).toContain('上一页');
    expect(labelsOf(last)).not.toContain('下一页');
    expect(formProblems(last)).toEqual([]);
  });

  test('says what one person did in one minute in one line', () => {
    const signed = (number: string, by = '李某') => ({
      action: 'sign',
      subject: number,
      details: {},
      when: '4月6日09:12',
      by,
      number,
    });
    const view = unitOf(busy, { recent: [signed('12'), signed('2'), signed('3', HOSTILE)] });
    expect(wordsOf(view)).toContain('4月6日09:12　李某　登记签收　第2、12号');
    expect(wordsOf(view)).not.toMatch(/<!|<http/);
  });

  test('begins with what was just done', () => {
    expect(wordsOf(unitOf(busy, { done: '已答复同意。' }))).toMatch(/^已答复同意。/);
  });
});
