/** `liaison 联络员`: who speaks for a unit, and the form that changes it (R32). */

import { type FormValues, modal } from '../src/chat/form.ts';
import {
  actions,
  bold,
  button,
  context,
  escapeMrkdwn,
  type Message,
  section,
  select,
  textInput,
  userSelect,
} from '../src/chat/message.ts';
import type { MemberRole } from '../src/domain/facts.ts';
import type { Notice } from '../src/domain/notice.ts';
import { ROLE_NAMES } from '../src/domain/permission.ts';
import { ACTIONS, FORMS } from './actions.ts';
import { clauseLine, shorten } from './wording.ts';

export interface UnitPerson {
  id: string;
  role: MemberRole;
  name: string;
  phone: string | null;
  /** The account in the chat is known. */
  bound: boolean;
}

export const LIAISON_FIELDS = {
  which: 'which',
  name: 'name',
  phone: 'phone',
  account: 'account',
  email: 'email',
} as const;

/** A post that nobody has yet, as a choice of the form. */
export const NEW_LIAISON = 'new/liaison';
export const NEW_DEPUTY = 'new/deputy';

const CLAUSE = '三(二)';

export interface LiaisonFormProps {
  notice: Notice;
  unit: { id: string; name: string };
  people: readonly UnitPerson[];
  /** Who is offered first. */
  chosen: string | null;
  /** What was said already of whoever is new. */
  told?: { name: string; phone: string };
}

export function liaisonForm({ notice, unit, people, chosen, told }: LiaisonFormProps) {
  const choices = [
    ...people.map((one) => ({ text: shorten(`${ROLE_NAMES[one.role]} ${one.name}`, 70), value: one.id })),
    ...(people.some((one) => one.role === 'liaison') ? [] : [{ text: '设联络员', value: NEW_LIAISON }]),
    { text: '增设副联络员', value: NEW_DEPUTY },
  ];
  return modal({
    callback: FORMS.liaison,
    title: '变更联络员',
    submit: '登记',
    close: '取消',
    metadata: unit.id,
    blocks: [
      section(`${bold(unit.name)}　换人后，原来的同志即时停用、不再收到消息，提醒转给新同志。`),
      select({
        id: LIAISON_FIELDS.which,
        label: '变更哪一位',
        choices,
        initial: chosen ?? choices[0]?.value ?? '',
      }),
      textInput({
        id: LIAISON_FIELDS.name,
        label: '新同志姓名',
        hint: '不换人、只改电话或账号的，姓名留空',
        optional: true,
        maxLength: 40,
        ...(told?.name && { initial: told.name }),
      }),
      textInput({
        id: LIAISON_FIELDS.phone,
        label: '手机或电话',
        hint: '如 13800000000 或 0668-0001234',
        optional: true,
        maxLength: 60,
        ...(told?.phone && { initial: told.phone }),
      }),
      userSelect({
        id: LIAISON_FIELDS.account,
        label: 'Slack 账号',
        optional: true,
        placeholder: '选择本人',
      }),
      textInput({
        id: LIAISON_FIELDS.email,
        label: '邮箱',
        hint: '选不到账号时填写，本人第一次发消息时自动绑定',
        optional: true,
        maxLength: 120,
      }),
      context(clauseLine(notice, [CLAUSE])),
    ],
  });
}

export interface TypedLiaison {
  which: string;
  name: string;
  phone: string;
  /** A Slack id; null for none. */
  account: string | null;
  email: string;
}

export function readLiaisonForm(values: FormValues): TypedLiaison {
  const typed = (field: string) => {
    const value = values[field];
    return typeof value === 'string' ? value.trim() : '';
  };
  const { which, name, phone, account, email } = LIAISON_FIELDS;
  return {
    which: typed(which),
    name: typed(name),
    phone: typed(phone),
    account: typed(account) || null,
    email: typed(email),
  };
}

/** Who speaks for the unit, as an answer to a typed message, from which no form can open. */
export function liaisonCard(notice: Notice, unit: string, people: readonly UnitPerson[]): Message {
  const lines = people.map(
    ({ role, name, phone, bound }) =>
      `${ROLE_NAMES[role]}　${escapeMrkdwn(name)}${phone ? `　${escapeMrkdwn(phone)}` : ''}${bound ? '' : '　未绑定账号'}`,
  );
  const first = `${unit}：${people.length > 0 ? `${people.length}名联络人员` : '还没有登记联络员'}`;
  const clauses = clauseLine(notice, [CLAUSE]);
  return {
    text: [escapeMrkdwn(first), ...lines, clauses].join('\n'),
    blocks: [
      section(bold(first)),
      ...(lines.length > 0 ? [section(lines.join('\n'))] : []),
      actions([
        button({ text: '变更联络员', action: ACTIONS.liaisonOpen, value: unit, style: 'primary' }),
        button({ text: '登记请假', action: ACTIONS.leaveOpen, value: unit }),
      ]),
      context(clauses),
    ],
  };
}
