/** Fields that the forms about a unit's proposals share: which proposals, on what day, of which category. */

import type { FormValue } from '../src/chat/form.ts';
import { datePicker, multiSelect, radio, select } from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { Role } from '../src/domain/facts.ts';
import type { Notice } from '../src/domain/notice.ts';
import { ROLE_TEXT, shorten } from './wording.ts';

export interface ProposalChoice {
  assignmentId: string;
  number: string;
  title: string;
  role: Role;
}

/** Block ids: the keys of the answers, and where faults are shown. */
export const WHICH = 'which';
export const DAY = 'day';
export const CATEGORY = 'category';

/** Slack's limit for the choices of one menu. */
const CHOICES = 100;
const RADIOS = 10;

/** The chosen ones come first, so that they are among what a menu can hold. */
export function whichField(choices: readonly ProposalChoice[], chosen: readonly string[]) {
  const first = choices.filter((one) => chosen.includes(one.assignmentId));
  const rest = choices.filter((one) => !chosen.includes(one.assignmentId));
  return multiSelect({
    id: WHICH,
    label: '提案',
    placeholder: '可选多件',
    choices: [...first, ...rest].slice(0, CHOICES).map(({ assignmentId, number, title, role }) => ({
      text: shorten(`第${number}号《${title}》${ROLE_TEXT[role]}`, 70),
      value: assignmentId,
    })),
    initial: [...chosen],
  });
}

export function dayField(label: string, initial: IsoDate) {
  return datePicker({ id: DAY, label, initial });
}

/** 答复类别, which the clause wants marked (R33, R34). */
export function categoryField({ settings }: Notice, initial: string | null, optional = false) {
  const choices = settings.replyCategories.map(({ code, name }) => ({
    text: shorten(`${code} ${name}`, 70),
    value: code,
  }));
  const field = {
    id: CATEGORY,
    label: '答复类别',
    optional,
    choices,
    ...(initial !== null && { initial }),
  };
  return choices.length > RADIOS || optional ? select(field) : radio(field);
}

/** B 正在解决或列入计划逐步解决; the code alone for a category that the rule file has no longer. */
export function categoryText({ settings }: Notice, code: string): string {
  const name = settings.replyCategories.find((one) => one.code === code)?.name;
  return name === undefined ? code : `${code} ${name}`;
}

export function textOf(value: FormValue | undefined): string {
  return typeof value === 'string' ? value.trim() : '';
}

export function listOf(value: FormValue | undefined): string[] {
  return Array.isArray(value) ? value : [];
}
