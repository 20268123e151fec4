/** `profile 资料`: what is on record about a unit (R31, R32), to read and to bring up to date. */

import { type FormValues, modal } from '../src/chat/form.ts';
import {
  actions,
  bold,
  button,
  context,
  escapeMrkdwn,
  type Message,
  section,
  textInput,
} from '../src/chat/message.ts';
import type { Unit } from '../src/domain/facts.ts';
import type { Notice } from '../src/domain/notice.ts';
import { lacksOfProfile, PROFILE_FIELDS } from '../src/domain/profile.ts';
import { ACTIONS, FORMS } from './actions.ts';
import { clauseLine } from './wording.ts';

/** 分管领导 is no part of the profile, but its change is to be told as promptly (R32). */
export const UNIT_FIELDS = { ...PROFILE_FIELDS, leader: '分管领导' } as const;
export type UnitField = keyof typeof UNIT_FIELDS;
export const UNIT_FIELD_IDS = Object.keys(UNIT_FIELDS) as UnitField[];

/** Characters. */
const LIMITS: Record<UnitField, number> = { phone: 60, functions: 1000, address: 120, leader: 40 };
const HINTS: Record<UnitField, string> = {
  phone: '如 0668-0001234，可写多个，用“、”分开',
  functions: '本单位主要职能，便于判断提案该由谁承办',
  address: '如 站前路1号',
  leader: '分管提案工作的领导姓名或职务，可不填',
};

/** What a field of the form begins with. */
export function shownIn(unit: Unit, field: UnitField): string {
  return (unit[field] ?? '').trim().slice(0, LIMITS[field]);
}

/** @param metadata comes back with the answers */
export function profileForm(notice: Notice, unit: Unit, metadata: string) {
  return modal({
    callback: FORMS.profile,
    title: '单位资料',
    submit: '保存',
    close: '取消',
    metadata,
    blocks: [
      section(`${bold(unit.name)}　${lacksText(unit)}`),
      ...UNIT_FIELD_IDS.map((field) =>
        textInput({
          id: field,
          label: UNIT_FIELDS[field],
          hint: HINTS[field],
          optional: true,
          multiline: field === 'functions',
          maxLength: LIMITS[field],
          initial: shownIn(unit, field),
        }),
      ),
      context(clauseLine(notice, [CLAUSE])),
    ],
  });
}

export function readProfileForm(values: FormValues): Record<UnitField, string> {
  const typed = (field: UnitField) => {
    const value = values[field];
    return typeof value === 'string' ? value.trim() : '';
  };
  return {
    phone: typed('phone'),
    functions: typed('functions'),
    address: typed('address'),
    leader: typed('leader'),
  };
}

/** The unit's profile as an answer to a typed message, from which no form can open. */
export function profileCard(notice: Notice, unit: Unit): Message {
  const lines = UNIT_FIELD_IDS.map(
    (field) => `${UNIT_FIELDS[field]}：${unit[field] ? escapeMrkdwn(unit[field] ?? '') : '未填'}`,
  );
  const first = `${unit.name}：${lacksText(unit)}`;
  const clauses = clauseLine(notice, [CLAUSE]);
  return {
    text: [escapeMrkdwn(first), ...lines, clauses].join('\n'),
    blocks: [
      section(bold(first)),
      section(lines.join('\n')),
      actions([
        button({ text: '修改资料', action: ACTIONS.profileOpen, value: unit.name, style: 'primary' }),
        button({ text: '变更联络员', action: ACTIONS.liaisonOpen, value: unit.name }),
      ]),
      context(clauses),
    ],
  };
}

/** 还缺单位职能（三(二)）。 */
export function lacksText(unit: Unit): string {
  const lacks = lacksOfProfile(unit);
  return lacks.length > 0 ? `还缺${lacks.join('、')}，请补齐。` : '资料已齐全，有变动请及时更新。';
}

const CLAUSE = '三(二)';
