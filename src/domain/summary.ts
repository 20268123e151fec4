import type { IsoDate } from './calendar.ts';
import type { Duty } from './duty.ts';
import type { DutyRule, Notice } from './notice.ts';

/** 全年办理工作总结 (R60): the fact that closes it. */
export const SUMMARY = 'summary-received';

/** What the notice says a summary may cover (R61), in its order; the first is for a text that is not divided. */
export const SUMMARY_POINTS = [
  { id: 'whole', name: '总体情况', hint: '也可以把总结全文写在这里，或只附文件' },
  { id: 'heard', name: '听取委员意见', hint: null },
  { id: 'research', name: '开展调查研究', hint: null },
  { id: 'together', name: '集成提案办理', hint: null },
  { id: 'adopted', name: '采纳政协提案', hint: null },
  { id: 'solved', name: '解决委员所提问题的做法和情况', hint: null },
  { id: 'lessons', name: '促进“内容高质量、办理高质量”的经验和体会', hint: null },
  { id: 'unsolved', name: '多年反复提出但办理不落实的提案', hint: '找出原因，写明如何切实解决' },
] as const;
export type SummaryPoint = (typeof SUMMARY_POINTS)[number]['id'];
export type SummaryTexts = Partial<Record<SummaryPoint, string>>;

/** Characters of one point; with its heading it is one paragraph of Slack's. */
export const POINT_LIMIT = 2500;

/** The summary as one text: each point under its heading, the undivided part before the first. */
export function composeSummary(texts: SummaryTexts): string {
  return SUMMARY_POINTS.flatMap(({ id, name }) => {
    const text = (texts[id] ?? '').trim();
    if (text === '') return [];
    return id === 'whole' ? [inert(text)] : [`${heading(name)}\n${inert(text)}`];
  }).join('\n\n');
}

/** Points that are longer than one may be, with the sentence that says so. */
export function tooLong(texts: SummaryTexts): SummaryTexts {
  const faults: SummaryTexts = {};
  for (const { id } of SUMMARY_POINTS) {
    const length = [...(texts[id] ?? '')].length;
    if (length > POINT_LIMIT) faults[id] = `最多${POINT_LIMIT}字，现有${length}字，请删减，或放进附件`;
  }
  return faults;
}

/** The points of a text that `composeSummary` has made. */
export function readSummary(text: string): SummaryTexts {
  const lines: Partial<Record<SummaryPoint, string[]>> = {};
  let point: SummaryPoint = 'whole';
  for (const line of text.split('\n')) {
    const begun = SUMMARY_POINTS.find(({ name }) => line === heading(name));
    if (begun) point = begun.id;
    else lines[point] = [...(lines[point] ?? []), line];
  }
  const texts: SummaryTexts = {};
  for (const { id } of SUMMARY_POINTS) {
    const typed = lines[id]?.join('\n').trim();
    if (typed) texts[id] = typed;
  }
  return texts;
}

function heading(name: string): string {
  return `【${name}】`;
}

/** A typed line that looks like one of the headings must not become one. */
function inert(text: string): string {
  return text
    .split('\n')
    .map((line) => (SUMMARY_POINTS.some(({ name }) => line === heading(name)) ? ` ${line}` : line))
    .join('\n');
}

/** The rule that asks for it, with its dates; null for a notice that asks for none. */
export function summaryTerms(notice: Notice): { rule: DutyRule; opens: IsoDate; due: IsoDate } | null {
  const rule = notice.duties.find(isSummaryRule);
  return rule?.opens.at === 'date' && rule.due.at === 'date'
    ? { rule, opens: rule.opens.date, due: rule.due.date }
    : null;
}

export function isSummaryRule({ doneWhen }: DutyRule): boolean {
  return 'registered' in doneWhen && doneWhen.registered.includes(SUMMARY);
}

/** Units whose summary came in on the days from `from` to `to`, both included. */
export function summariesReceived(duties: readonly Duty[], from: IsoDate, to: IsoDate): Duty[] {
  return duties.filter(
    ({ rule, state, doneOn }) =>
      state === 'done' && isSummaryRule(rule) && doneOn !== null && doneOn >= from && doneOn <= to,
  );
}
