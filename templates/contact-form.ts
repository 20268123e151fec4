/** 沟通: contact with the member, before, during or after the handling (R35, R36). */

import { type FormValues, modal } from '../src/chat/form.ts';
import { context, escapeMrkdwn, radio, section, textInput } from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import { CONTACT_PHASES, type ContactPhase } from '../src/domain/facts.ts';
import { type Notice, ruleAsking } from '../src/domain/notice.ts';
import { FORMS } from './actions.ts';
import { DAY, dayField, listOf, type ProposalChoice, textOf, WHICH, whichField } from './proposal-fields.ts';
import { clauseLine } from './wording.ts';

export const PHASE_TEXT: Record<ContactPhase, string> = { before: '办前', during: '办中', after: '办后' };
const PHASE_HINT: Record<ContactPhase, string> = {
  before: '了解提案意图',
  during: '邀请调研、座谈',
  after: '征求对办理的意见',
};

const PHASE = 'phase';
const WAY = 'way';
const NOTE = 'note';
export const CONTACT_FIELD = { which: WHICH, day: DAY, phase: PHASE, way: WAY, note: NOTE } as const;
export const NOTE_LIMIT = 500;

export interface ContactFormProps {
  notice: Notice;
  unit: string;
  choices: readonly ProposalChoice[];
  /** Assignment ids chosen from the start. */
  chosen: readonly string[];
  day: IsoDate;
  phase: ContactPhase;
  way: string | null;
  note: string;
  /** Who lacks what among the units of the chosen proposals (R37), a line each. */
  coordination: readonly string[];
}

export function contactForm(props: ContactFormProps) {
  const { notice } = props;
  return modal({
    callback: FORMS.contact,
    title: '登记沟通',
    submit: '登记',
    close: '取消',
    blocks: [
      section(`*${escapeMrkdwn(props.unit)}*　与委员沟通的情况，同一次沟通涉及多件的可一并选择。`),
      ...(props.coordination.length > 0 ? [section(escapeMrkdwn(props.coordination.join('\n')))] : []),
      whichField(props.choices, props.chosen),
      radio({
        id: PHASE,
        label: '阶段',
        choices: CONTACT_PHASES.map((phase) => ({
          text: `${PHASE_TEXT[phase]}（${PHASE_HINT[phase]}）`,
          value: phase,
        })),
        initial: props.phase,
      }),
      radio({
        id: WAY,
        label: '方式',
        choices: notice.settings.contactWays.slice(0, 10).map((way) => ({ text: way, value: way })),
        ...(props.way !== null && { initial: props.way }),
      }),
      dayField('沟通日期', props.day),
      textInput({
        id: NOTE,
        label: '备注',
        optional: true,
        multiline: true,
        maxLength: NOTE_LIMIT,
        initial: props.note.slice(0, NOTE_LIMIT),
        placeholder: '委员的意见和要求',
      }),
      context(clauseLine(notice, [ruleAsking(notice, 'contacted')?.clause ?? ''].filter(Boolean))),
    ],
  });
}

export function readContactForm(values: FormValues) {
  return {
    chosen: listOf(values[WHICH]),
    phase: CONTACT_PHASES.find((one) => one === values[PHASE]) ?? null,
    way: textOf(values[WAY]),
    day: textOf(values[DAY]),
    note: textOf(values[NOTE]),
  };
}
