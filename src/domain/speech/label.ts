import type { ReportField } from '../monthly-report.ts';
import { type Boundary, boundaryBefore } from './boundary.ts';

/** 进展情况, 存在问题 or 下一步工作计划 at a place where it can begin a part of a report. */
export interface Label {
  field: ReportField;
  /** Where the label begins, with the number and the brackets before it. */
  start: number;
  /** Where its word begins. */
  word: number;
  /** Where the text after it begins. */
  end: number;
  /**
   * plain: stands apart and is closed (进展：, 【问题】, a line of its own).
   * loose: stands apart and runs into its text (下一步将…); believed where its part is missing.
   * inline: a long label with a colon inside a sentence; believed where its part is missing.
   * bare: a short word that runs into its text (问题无); believed where it completes all three parts.
   */
  strength: 'plain' | 'loose' | 'inline' | 'bare';
}

/**
 * Every word of a folded text that may be a label, left to right. `fresh` are places where a line counts as begun
 * although none has, such as the end of a heading (12号进展：…).
 */
export function labelsOf(folded: string, fresh: ReadonlySet<number> = new Set()): Label[] {
  const labels: Label[] = [];
  for (const match of folded.matchAll(LABEL)) {
    const label = labelAt(folded, match, fresh);
    if (label) labels.push(label);
  }
  return labels;
}

const PROGRESS =
  '(?:(?:目前|当前|现阶段|本月|近期|总体|主要|具体|提案)的?)?(?:工作|办理|落实|推进|调研|建设)?(?:工作)?(?:进展|进度)(?:情况)?' +
  '|(?:办理工作|工作开展|工作落实|办理|落实|推进|完成|工作|开展|目前)情况|已?开展的?工作|工作开展';
const PROBLEMS =
  '(?:(?:目前|当前|现阶段|本月|主要|办理中|工作中)的?)?仍?(?:存在|面临|遇到)的?(?:主要|突出)?(?:问题|困难|难点|不足)(?:[和与及、]?(?:问题|困难|不足|难点|建议))?' +
  '|主要的?(?:问题|困难|难点)|问题(?:[和与及、]?(?:困难|不足|难点|建议))?|困难(?:[和与及、]?问题)?|难点|不足之处';
const PLAN =
  '(?:下一步|下步|下一阶段|下阶段|下个?月|后续|今后)的?(?:重点工作|工作|重点|推进|办理|整改)?(?:工作)?(?:计划|打算|安排|思路|措施|举措)?(?:[和与及、](?:计划|打算|安排|措施|建议))?' +
  '|(?:工作|推进|办理)(?:计划|打算|安排)|计划|打算';
/** 暂无问题 says what a label would ask. */
const NO_PROBLEM =
  '(?:目前|本月)?[暂现均尚]?(?:无|没有|未发现|不存在)(?:存在|明显|突出|其他)?的?(?:问题|困难)(?:[和与及、](?:问题|困难))?(?=[。;,!\\n]|$)';

const LABEL = new RegExp(
  `(?<none>${NO_PROBLEM})|(?<progress>${PROGRESS})|(?<problems>${PROBLEMS})|(?<plan>${PLAN})`,
  'gu',
);

/** 如下 and the like may come between a label and its colon. */
const CLOSED =
  /[*_”"'’]{0,3}(?:\([^()\n]{0,20}\))?(?:情况)?(?:如下|主要有|主要是|主要包括|包括|有|是|为)?[*_”"'’ \t]{0,5}(?::[ \t]{0,5}[*_]{0,3}|[\])】》]{1,2}[*_: \t]{0,5}|-{1,3}(?=[^-])|(?<line>\n|$)|(?<=\*)\s)/uy;
const COLON = /[^:\n]{0,8}:/uy;
/** 问题已解决, 计划的 and 进展与 are the subject of a sentence; 进展已… is a report. */
const SUBJECT = /^(?:的|得|和|与|及|、|解决|整改|导向|清单|是否|单列|内|外|中|书|经费|生育|怎|如何|[?:/|])/u;
const SETTLED = /^(?:已|基本|均|都|全|较|很|仍|还|在|落实|上报)/u;

function labelAt(folded: string, match: RegExpMatchArray, fresh: ReadonlySet<number>): Label | null {
  const { field, none } = fieldOf(match);
  const found = match.index ?? 0;
  const after = found + match[0].length;
  // 第12号提案进展情况：the heading has taken 提案 already.
  const word = match[0].startsWith('提案') && fresh.has(found + 2) ? found + 2 : found;
  const { start, boundary } = boundaryBefore(folded, word, fresh);
  const label = (strength: Label['strength'], end: number): Label => ({ field, start, word, end, strength });
  // The words themselves are the answer, so they stay in the text.
  if (none) return boundary === 'none' ? null : label('loose', word);

  const closed = matchAt(CLOSED, folded, after);
  if (closed && isApart(boundary, closed.groups?.line !== undefined))
    return label('plain', after + closed[0].length);
  const begins = boundary === 'line' || boundary === 'sentence';
  const long = match[0].length >= 4;
  if (begins && long && folded[after] === '。') return label('plain', after + 1);
  if (closed && boundary === 'none')
    return long && matchAt(COLON, folded, after) ? label('inline', after + closed[0].length) : null;
  const next = folded.slice(after, after + 4);
  if (boundary === 'none' || SUBJECT.test(next) || (field !== 'progress' && SETTLED.test(next))) return null;

  const gap = /[ \t]/u.test(folded[after] ?? '');
  if (gap || (begins && (long || match[0].startsWith('下')))) return label('loose', after);
  return label('bare', after);
}

function isApart(boundary: Boundary, ownLine: boolean): boolean {
  return ownLine ? boundary === 'line' : boundary !== 'none';
}

function fieldOf({ groups = {} }: RegExpMatchArray): { field: ReportField; none: boolean } {
  if (groups.progress !== undefined) return { field: 'progress', none: false };
  if (groups.plan !== undefined) return { field: 'plan', none: false };
  return { field: 'problems', none: groups.none !== undefined };
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}
