import { type Board, buildBoard } from '../src/domain/board.ts';
import {
  type BoardFilter,
  type BoardQuery,
  type BoardSide,
  decodeQuery,
  searchFrom,
  WHOLE_BOARD,
} from '../src/domain/board-query.ts';
import { searchFor } from '../src/domain/board-search.ts';
import type { Facts } from '../src/domain/facts.ts';
import { computeFigures } from '../src/domain/figures.ts';
import { readNumbers } from '../src/domain/speech.ts';
import { nearest } from '../src/domain/spelling.ts';
import { UserError } from '../src/errors.ts';
import { statusMessage } from '../templates/status.ts';
import type { Act, Call, Command, Outcome } from './call.ts';
import { officeOf } from './subject.ts';

const SIDE_WORDS: Record<string, BoardSide> = {
  事项: 'duty',
  duty: 'duty',
  单位: 'unit',
  unit: 'unit',
  提案: 'proposal',
  proposal: 'proposal',
};
const FILTER_WORDS: Record<string, BoardFilter> = {
  全部: 'all',
  未办: 'open',
  open: 'open',
  逾期: 'overdue',
  overdue: 'overdue',
  到期: 'week',
  本周: 'week',
  week: 'week',
  待办理: 'desk',
  desk: 'desk',
};

/** Where things stand: by duty, by unit, by proposal, filtered, searched, or all about one unit or one proposal. */
export const status: Command = {
  verb: 'status',
  aliases: ['进度', '情况'],
  says: '办理进度：按事项、单位、提案，可加“逾期”；或某单位、案号、题中的字',
  example: '/duban 进度 单位 逾期　/duban 进度 区教育局　/duban 进度 12',
  async run(call) {
    const office = await officeOf(call);
    return show(call, office, readStatus(call.text, office.facts));
  },
};

/** The buttons under a status: another side, filter or page. One that is no longer understood shows the whole. */
export const turnStatus: Act = {
  verb: 'status',
  async run(call) {
    const office = await officeOf(call);
    return { ...show(call, office, decodeQuery(call.text) ?? WHOLE_BOARD), replace: true };
  },
};

type OfficeView = Awaited<ReturnType<typeof officeOf>>;

/** 单位 逾期, 区教育局, 12, 学位: what to look at, from what was typed. @throws UserError when nothing is found */
function readStatus(typed: string, facts: Facts): BoardQuery {
  const words = typed.split(/\s+/u).filter(Boolean);
  const side = takeFrom(words, SIDE_WORDS);
  const filter = takeFrom(words, FILTER_WORDS) ?? 'all';
  const query = { ...WHOLE_BOARD, side: side ?? 'duty', filter };
  const rest = words.join(' ');
  if (rest === '') return query;

  const unit = facts.units.find((one) => one.name === rest || one.shortName === rest);
  if (unit) return { ...query, side: 'unit', of: { side: 'unit', id: unit.id } };
  const [number] = readNumbers(
    rest,
    facts.proposals.map((one) => one.number),
  );
  if (facts.proposals.some((one) => one.number === number))
    return { ...query, side: 'proposal', of: { side: 'proposal', id: number ?? '' } };
  const search = searchFrom(rest);
  const isFound = searchFor(search, facts.proposals);
  const isUnit = facts.units.some((one) => isFound?.(null, [one]));
  if (isUnit || facts.proposals.some((one) => isFound?.(one, facts.units)))
    return { ...query, search, side: side ?? (isUnit ? 'unit' : 'proposal') };
  const near = nearest(
    rest,
    facts.units.flatMap((one) => [one.name, ...(one.shortName ? [one.shortName] : [])]),
  );
  throw new UserError(
    `没有找到“${rest.slice(0, 30)}”。${near ? `您是不是要查：${near}？` : '可以写“进度 单位”“进度 提案”、单位名称、案号或题中的字。'}`,
  );
}

/** Takes the first word out of the list when the table knows it. */
function takeFrom<Known>(words: string[], known: Readonly<Record<string, Known>>): Known | undefined {
  const word = words[0]?.replace(/^按/u, '').toLowerCase() ?? '';
  if (!Object.hasOwn(known, word)) return undefined;
  words.shift();
  return known[word];
}

function show(call: Call, { facts, duties }: OfficeView, query: BoardQuery): Outcome {
  const { notice, calendar } = call.office;
  const board = buildBoard({ notice, calendar, facts, duties, asOf: call.today }, query);
  const names = new Map(facts.units.map((unit) => [unit.id, unit.name]));
  return {
    say: statusMessage({
      notice,
      board,
      unitName: (id) => names.get(id ?? '') ?? '',
      figures: isWhole(board) ? computeFigures(notice, facts, duties, calendar, call.today) : null,
    }),
  };
}

/** The first thing that is shown: nothing narrowed down. */
function isWhole({ query }: Board): boolean {
  return query.side === 'duty' && query.filter === 'all' && query.search === '' && query.of === null;
}
