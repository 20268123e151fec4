/** 已电话催办: which units were telephoned, and what was said. It is the 最近联系 of what they owe. */

import { type FormValues, modal } from '../src/chat/form.ts';
import { context, multiSelect, section, textInput } from '../src/chat/message.ts';
import type { Notice } from '../src/domain/notice.ts';
import { FORMS } from './actions.ts';
import { clauseLine, shorten } from './wording.ts';

const UNITS = 'units';
const NOTE = 'note';
/** Slack's limit for the choices of one menu. */
const CHOICES = 100;

export const PHONE_UNITS_FIELD = UNITS;
export const PHONE_NOTE_FIELD = NOTE;
/** Characters of a note. */
export const NOTE_LIMIT = 300;

export interface PhoneFormProps {
  notice: Notice;
  units: readonly { id: string; name: string; late: number }[];
  chosen: readonly string[];
  /** Which proposal the call was about; '' for all that the units owe. */
  number: string;
}

export function phoneForm({ notice, units, chosen, number }: PhoneFormProps) {
  const about = number === '' ? '记在这些单位的逾期事项上' : `记在第${number}号的事项上`;
  return modal({
    callback: FORMS.phone,
    title: '登记电话催办',
    submit: '登记',
    close: '取消',
    metadata: number,
    blocks: [
      section(`${about}，周报和提案详情会显示最近联系。`),
      multiSelect({
        id: UNITS,
        label: '已电话联系的单位',
        choices: units.slice(0, CHOICES).map(({ id, name, late }) => ({
          text: shorten(`${name}${late > 0 ? `（逾期${late}项）` : ''}`, 70),
          value: id,
        })),
        initial: [...chosen],
      }),
      textInput({
        id: NOTE,
        label: '通话情况',
        hint: '如“答应周五前报送”，可不填',
        optional: true,
        maxLength: NOTE_LIMIT,
      }),
      context(clauseLine(notice, [])),
    ],
  });
}

export function readPhoneForm(values: FormValues): { units: string[]; note: string } {
  const { [UNITS]: units, [NOTE]: note } = values;
  return { units: Array.isArray(units) ? units : [], note: typeof note === 'string' ? note.trim() : '' };
}
