import { readAssignments, unitFinder } from './assignment-columns.ts';
import type { IsoDate } from './calendar.ts';
import { readDate } from './date-text.ts';
import type { ImportProblem } from './import-problem.ts';
import { proposalColumns, type Report } from './proposal-columns.ts';
import { keyOf, narrow, nearest, tidy } from './spelling.ts';
import { type Grid, readRows } from './table.ts';

/** A proposal as the list of assigned proposals gives it. */
export interface ProposalRecord {
  /** 案号: digits without leading zeros, or as written (2022-012). */
  number: string;
  /** 案由 */
  title: string;
  kind: 'proposal' | 'letter';
  /** 领衔委员 */
  leadMember: string | null;
  /** 交办日期 */
  assignedOn: IsoDate;
  /** 复杂件: 涉及面广、办理难度大 */
  hard: boolean;
  assignments: { unit: string; role: 'lead' | 'sole' | 'split' | 'joint' }[];
}

export interface ProposalListOptions {
  /** The units of the roster; the list may use full names or short names. */
  units: readonly { name: string; shortName: string | null }[];
  /** The year of the notice, for dates without one. */
  year: number;
  /** For rows without 交办日期; without it such a row is a problem. */
  defaultAssignedOn?: IsoDate;
}

const maxTitle = 200;

/**
 * Reads the list of assigned proposals. Every problem of the file is returned at once, several for one row;
 * `proposals` holds the rows without a problem and is only good to keep when there is no problem at all.
 */
export function readProposals(
  grid: Grid,
  { units, year, defaultAssignedOn }: ProposalListOptions,
): { proposals: ProposalRecord[]; problems: ImportProblem[] } {
  const { rows, problems } = readRows(grid, proposalColumns);
  const proposals: ProposalRecord[] = [];
  const numbers = new Map<string, number>();
  const finder = unitFinder(units);

  for (const { row, cells } of rows) {
    const before = problems.length;
    const report: Report = (column, found, expected) => {
      problems.push({ file: grid.file, row, column, found, expected });
    };
    const proposal = {
      number: readNumber(cells.案号, row, numbers, report),
      title: readTitle(cells.案由, report),
      kind: readKind(cells.类别, report),
      leadMember: readLeadMember(cells.领衔委员, report),
      assignedOn: readAssignedOn(cells.交办日期, year, defaultAssignedOn, report),
      hard: readHard(cells.复杂件, report),
      assignments: readAssignments(cells, finder, report),
    };
    if (problems.length === before) proposals.push(proposal);
  }
  return { proposals, problems };
}

/** The normal form of a proposal's number: 第０１２号 → 12, 12.0 → 12; one with letters or a year keeps its form. */
export function normalNumber(text: string): string {
  const number = narrow(text)
    .replace(/\s/gu, '')
    .replace(/^第(.+)号$/u, '$1')
    .replace(/^(\d+)(号|\.0+)$/u, '$1');
  return /^\d+$/u.test(number) ? number.replace(/^0+(?=\d)/u, '') : number.toUpperCase();
}

/** What is expected where a normal form is no number; null for a number. */
export function numberFault(number: string): string | null {
  return /^[\p{L}\p{N}〔〕()[\]_.-]{1,30}$/u.test(number) && /\p{N}/u.test(number)
    ? null
    : '一件提案的编号，例如 12 或 2022-012（一行一件，最多 30 个字）';
}

function readNumber(text: string, row: number, numbers: Map<string, number>, report: Report): string {
  const number = normalNumber(text);
  if (number === '') {
    report('案号', '', '提案的编号，例如 12');
    return number;
  }
  const fault = numberFault(number);
  if (fault) report('案号', tidy(text), fault);
  // 2022-012 and 2022-12 are one proposal to a reader.
  const key = number.replace(/(?<!\d)0+(?=\d)/gu, '');
  const first = numbers.get(key);
  if (first === undefined) numbers.set(key, row);
  else report('案号', tidy(text), `没有用过的案号（第 ${first} 行和第 ${row} 行重复）`);
  return number;
}

function readTitle(text: string, report: Report): string {
  const title = tidy(text);
  const length = [...title].length;
  if (length === 0) report('案由', '', '提案的标题');
  if (length > maxTitle) report('案由', title, `不超过 ${maxTitle} 字的标题（现有 ${length} 字）`);
  return title;
}

const proposalNames = [
  '',
  '提案',
  '提案类',
  '提案类型',
  '提案案件',
  '政协提案',
  '委员提案',
  '集体提案',
  '个人提案',
  '联名提案',
  '重点提案',
];
const letterNames = [
  '信函',
  '信函类',
  '信函类型',
  '信函案件',
  '信函类案件',
  '信函类型案件',
  '委员信函',
  '来信',
];

/** A list without the column, or a blank cell, means an ordinary proposal. */
function readKind(text: string, report: Report): ProposalRecord['kind'] {
  const name = keyOf(text);
  if (letterNames.includes(name)) return 'letter';
  if (!proposalNames.includes(name)) {
    const near = nearest(name, ['提案', '信函']);
    report('类别', tidy(text), `提案或信函${near === null ? '' : `；您是不是要写：${near}`}`);
  }
  return 'proposal';
}

function readLeadMember(text: string, report: Report): string | null {
  const name = tidy(text);
  if ([...name].length > 100) report('领衔委员', name, '不超过 100 字的姓名');
  return name || null;
}

function readAssignedOn(text: string, year: number, fallback: IsoDate | undefined, report: Report): IsoDate {
  if (tidy(text) === '') {
    if (fallback !== undefined) return fallback;
    report('交办日期', '', `交办的日期，例如 ${year}-03-28`);
    return '';
  }
  const date = readDate(text, year);
  if (date === null) report('交办日期', tidy(text), `真实存在的日期，例如 ${year}-03-28、${year}年3月28日`);
  else if (Math.abs(Number(date.slice(0, 4)) - year) > 1)
    report('交办日期', tidy(text), `${year} 年前后的日期`);
  return date ?? '';
}

const yes = ['是', '√', '✓', '✔', '☑', 'y', 'yes', '1', 'true', '对', '有', '复杂', '复杂件'];
const no = [
  '',
  '否',
  '×',
  '✗',
  '✘',
  '☐',
  '□',
  'x',
  'n',
  'no',
  '0',
  'false',
  '无',
  '不是',
  '非',
  '-',
  '—',
  '——',
  '/',
];

function readHard(text: string, report: Report): boolean {
  const mark = keyOf(text);
  if (!yes.includes(mark) && !no.includes(mark)) report('复杂件', tidy(text), '“是”或空白');
  return yes.includes(mark);
}
