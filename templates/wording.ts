/** Turns of phrase that several messages share: dates, numbers, roles, clauses. */

import { escapeMrkdwn } from '../src/chat/message.ts';
import type { AgendaLine } from '../src/domain/agenda.ts';
import { numbersOf } from '../src/domain/agenda.ts';
import { type IsoDate, weekday } from '../src/domain/calendar.ts';
import type { Duty } from '../src/domain/duty.ts';
import { groupBy } from '../src/domain/duty.ts';
import { ROLES, type Role } from '../src/domain/facts.ts';
import type { Notice } from '../src/domain/notice.ts';

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

/** 4月15日（周五）: never “tomorrow” alone. */
export function dateText(date: IsoDate): string {
  return `${shortDate(date)}（${WEEKDAYS[weekday(date)]}）`;
}

/** 4月15日 */
export function shortDate(date: IsoDate): string {
  return `${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
}

/** 2022年4月20日 */
export function fullDate(date: IsoDate): string {
  return `${date.slice(0, 4)}年${shortDate(date)}`;
}

/** '2022-05' as 2022年5月 */
export function periodText(period: string): string {
  return `${period.slice(0, 4)}年${Number(period.slice(5, 7))}月`;
}

export const ROLE_TEXT: Record<Role, string> = { lead: '主办', sole: '独办', split: '分办', joint: '会办' };

const CIRCLED = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳';

export function circled(index: number): string {
  return CIRCLED[index] ?? `(${index + 1})`;
}

const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** 一, 二 … 十, 十一: from 0. */
export function ordinal(index: number): string {
  if (index < 10) return NUMERALS[index] ?? '';
  return index < 20 ? `十${NUMERALS[index - 10]}` : String(index + 1);
}

/** 落款: whoever issued the notice, which names them before 关于. */
export function issuerOf({ title, contact }: Notice): string {
  return /^(.{2,40}?)关于/u.exec(title)?.[1] ?? contact.name;
}

/** At most this many proposal numbers are written out in a line. */
const NUMBERS_SHOWN = 15;

/** 第1、2、3号 */
export function numbersText(numbers: readonly string[]): string {
  const shown = numbers.slice(0, NUMBERS_SHOWN).join('、');
  return `第${shown}号${numbers.length > NUMBERS_SHOWN ? `等${numbers.length}件` : ''}`;
}

/** 第12号《…》, the title cut to a length that fits a line; the title is escaped. */
export function proposalText(proposal: { number: string; title: string }, titleLength = 24): string {
  return `第${proposal.number}号《${escapeMrkdwn(shorten(proposal.title, titleLength))}》`;
}

export function shorten(text: string, length: number): string {
  const characters = [...text];
  return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : text;
}

/** 〔茂南府办〔2022〕3号 一、三(五)〕 咨询 0668-2887782 */
export function clauseLine(notice: Notice, clauses: readonly string[]): string {
  const cited = [...new Set(clauses)].join('、');
  return `依据 ${escapeMrkdwn(notice.number)}${cited ? ` ${cited}` : ''}　咨询 ${escapeMrkdwn(notice.contact.phone)}`;
}

/** Working days left, today included, as people count them. */
export function daysLeftText(line: Pick<AgendaLine, 'deadline' | 'workingDaysLeft'>, today: IsoDate): string {
  if (line.deadline === null) return '';
  if (line.deadline === today) return '今天截止';
  if (line.deadline < today) return '请今天补办';
  if (line.workingDaysLeft === 0) return '期限前已无工作日';
  return line.workingDaysLeft === 1 ? '今天是最后1个工作日' : `剩${line.workingDaysLeft}个工作日`;
}

/** What the line is about: 月报（3件）, or the one proposal by number and title. */
export function subjectText(line: AgendaLine): string {
  const [first] = line.duties;
  const numbers = numbersOf(line.duties);
  const period = first?.period ? `${Number(first.period.slice(5, 7))}月` : '';
  const lacks = line.duties.flatMap((duty) => duty.lacks);
  if (numbers.length === 0) return lacks.length > 0 ? `${line.name}（缺${lacks.join('、')}）` : line.name;
  if (numbers.length === 1 && first?.proposal && !first.period)
    return `${proposalText(first.proposal)} ${rolesText(line.duties)}｜${line.name}`;
  return `${period}${line.name}（${numbers.length}件）`;
}

/** 主办, or 主办、会办 where the duties differ. */
export function rolesText(duties: readonly Duty[]): string {
  return [...new Set(duties.flatMap((duty) => (duty.role ? [ROLE_TEXT[duty.role]] : [])))].join('、');
}

/** 主办 第1、2号；会办 第3号: the numbers of a line by role. */
export function numbersByRole(duties: readonly Duty[]): string {
  const byRole = groupBy(duties, (duty) => duty.role);
  return [...ROLES, null]
    .flatMap((role) => {
      const group = byRole.get(role);
      return group ? [{ role, group }] : [];
    })
    .map(({ role, group }) => `${role ? `${ROLE_TEXT[role]} ` : ''}${numbersText(numbersOf(group))}`)
    .join('；');
}

/** □书面答复 ☑系统上传: the facts that close the duties, ticked where all of them have it. */
export function partsText(notice: Notice, duties: readonly Duty[]): string {
  const wanted = new Map<string, boolean>();
  for (const duty of duties) {
    if (!('registered' in duty.rule.doneWhen)) continue;
    for (const kind of duty.rule.doneWhen.registered) {
      wanted.set(kind, (wanted.get(kind) ?? true) && !duty.missing.includes(kind));
    }
  }
  return [...wanted]
    .map(([kind, has]) => `${has ? '☑' : '□'}${notice.registrations[kind] ?? kind}`)
    .join('　');
}

export function percent(done: number, owed: number): string {
  return owed === 0 ? '—' : `${Math.round((done * 100) / owed)}%`;
}
