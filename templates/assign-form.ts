/** 交办: a new proposal in the middle of the year, or another unit for a known one. */

import { type FormValues, modal } from '../src/chat/form.ts';
import { context, datePicker, radio, section, textInput } from '../src/chat/message.ts';
import type { AssignFault } from '../src/domain/assign.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import { type ProposalKind, ROLES, type Role } from '../src/domain/facts.ts';
import type { Notice } from '../src/domain/notice.ts';
import { FORMS } from './actions.ts';
import { unitField } from './return-form.ts';
import { clauseLine, ROLE_TEXT } from './wording.ts';

const FIELD = {
  number: 'number',
  title: 'title',
  kind: 'kind',
  leadMember: 'leadMember',
  unit: 'unit',
  role: 'role',
  day: 'day',
} as const;
export const ASSIGN_FIELD = FIELD;
export const TITLE_LIMIT = 200;
const NAME_LIMIT = 100;

export interface AssignFormProps {
  notice: Notice;
  /** '' where it is to be typed. */
  number: string;
  /** The known proposal, as one line with who holds it; null for a new one. */
  known: string | null;
  units: readonly string[];
  role: Role;
  today: IsoDate;
}

export function assignForm({ notice, number, known, units, role, today }: AssignFormProps) {
  return modal({
    callback: FORMS.assign,
    title: '交办提案',
    submit: '交办',
    close: '取消',
    blocks: [
      section(known ?? '承办单位在下一次提醒里得知。已有的提案只填案号和单位。', { plain: true }),
      textInput({
        id: FIELD.number,
        label: '案号',
        hint: '如 151；已有的案号是再交办一个单位',
        maxLength: 30,
        ...(number !== '' && { initial: number }),
      }),
      ...(known === null
        ? [
            textInput({
              id: FIELD.title,
              label: '案由',
              hint: '新的案号必填',
              optional: true,
              maxLength: TITLE_LIMIT,
            }),
            radio({
              id: FIELD.kind,
              label: '类别',
              choices: [
                { text: '提案', value: 'proposal' },
                { text: '信函', value: 'letter' },
              ],
              initial: 'proposal',
            }),
            textInput({ id: FIELD.leadMember, label: '领衔委员', optional: true, maxLength: NAME_LIMIT }),
          ]
        : []),
      { ...unitField({ id: FIELD.unit, label: '承办单位', units }), optional: false },
      radio({
        id: FIELD.role,
        label: '承办方式',
        choices: ROLES.map((one) => ({ text: ROLE_TEXT[one], value: one })),
        initial: role,
      }),
      datePicker({ id: FIELD.day, label: '交办日期', initial: today }),
      context(clauseLine(notice, ['一'])),
    ],
  });
}

export interface TypedAssignment {
  number: string;
  title: string;
  kind: ProposalKind;
  leadMember: string | null;
  unit: string;
  role: Role | null;
  day: string;
}

export function readAssignForm(values: FormValues): TypedAssignment {
  const text = (id: string) => {
    const value = values[id];
    return typeof value === 'string' ? value.trim() : '';
  };
  return {
    number: text(FIELD.number),
    title: text(FIELD.title).replace(/\s+/gu, ' '),
    kind: text(FIELD.kind) === 'letter' ? 'letter' : 'proposal',
    leadMember: text(FIELD.leadMember) || null,
    unit: text(FIELD.unit),
    role: ROLES.find((one) => one === text(FIELD.role)) ?? null,
    day: text(FIELD.day),
  };
}

export const ASSIGN_FAULT_TEXT: Record<AssignFault, string> = {
  'holds-it': '该单位已承办本件',
  'has-lead': '本件已有主办单位；几个单位分别答复的，请选分办',
  'has-sole': '本件已有独办单位，独办件不能再有其他承办单位',
  'not-alone': '本件还有其他承办单位，不能独办',
  'no-lead': '会办意见是给主办单位的，本件没有主办单位，请先交办主办单位',
};
