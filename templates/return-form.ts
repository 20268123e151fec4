/** 退办、改办: the unit's application, for one proposal or several with the same reasons (R04–R07). */

import { type FormValues, modal } from '../src/chat/form.ts';
import {
  bold,
  checkboxes,
  context,
  datePicker,
  fileInput,
  multiSelect,
  radio,
  section,
  select,
  textInput,
} from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { Role } from '../src/domain/facts.ts';
import { type Notice, ruleOf } from '../src/domain/notice.ts';
import {
  MOST_REASONS,
  type ReturnField,
  type ReturnKind,
  reassignsUntil,
  returnsUntil,
} from '../src/domain/return-request.ts';
import { FORMS } from './actions.ts';
import { clauseLine, dateText, ROLE_TEXT, shorten } from './wording.ts';

export interface ReturnFormProps {
  notice: Notice;
  unit: string;
  /** Proposals that may still be given back, the ones to start with first. */
  choices: readonly { assignmentId: string; number: string; title: string; role: Role }[];
  /** Assignment ids ticked from the start. */
  chosen: readonly string[];
  kind: ReturnKind;
  /** Names of the other units. */
  units: readonly string[];
  today: IsoDate;
  /** Live requests of the unit, a line each. */
  live: readonly string[];
}

const PROPOSALS = 'proposals';
const KIND = 'kind';
/** Fields of the application by the names under which the domain finds fault with them. */
const FIELD = {
  suggested: 'suggested',
  reasons: 'reasons',
  head: 'head',
  signedOn: 'signedOn',
  files: 'files',
  uploaded: 'uploaded',
} as const satisfies Record<ReturnField, ReturnField>;
/** Slack's limit for the choices of one menu. */
const CHOICES = 100;

export function returnForm(props: ReturnFormProps) {
  const { notice, choices, today } = props;
  const rule = ruleOf(notice, 'return-request');
  const roles = new Set(choices.map((one) => one.role));
  const signs = [...roles].some((role) => role !== 'joint');
  /** A 会办 unit may be among the choices: what it need not give cannot be demanded of everybody. */
  const optional = roles.has('joint');
  const unless = optional ? '会办可不填' : '';
  return modal({
    callback: FORMS.returnRequest,
    title: '退办或改办申请',
    submit: '提交申请',
    close: '取消',
    blocks: [
      section(`${bold(props.unit)}　${openingText(notice, roles)}`),
      ...(props.live.length > 0 ? [context(props.live.join('\n'))] : []),
      multiSelect({
        id: PROPOSALS,
        label: '提案',
        placeholder: '理由相同的可一起选',
        choices: choices.slice(0, CHOICES).map((one) => ({
          text: shorten(`第${one.number}号（${ROLE_TEXT[one.role]}）${one.title}`, 70),
          value: one.assignmentId,
        })),
        initial: [...props.chosen],
      }),
      radio({
        id: KIND,
        label: '申请',
        choices: [
          { text: '退办', value: 'return' },
          { text: '改办（建议由其他单位办理）', value: 'reassign' },
        ],
        initial: props.kind,
      }),
      unitField({
        id: FIELD.suggested,
        label: '建议改由哪个单位办理',
        hint: '申请改办时填写',
        units: props.units,
      }),
      textInput({ id: FIELD.reasons, label: '理由', multiline: true, maxLength: MOST_REASONS }),
      ...(signs
        ? [
            textInput({
              id: FIELD.head,
              label: '签批的本单位主要负责同志',
              hint: unless,
              optional,
              maxLength: 50,
            }),
            datePicker({ id: FIELD.signedOn, label: '签批日期', hint: unless, optional, initial: today }),
            fileInput({
              id: FIELD.files,
              label: '经签批的书面申请（拒收附件）',
              hint: unless,
              optional,
              most: 5,
            }),
            checkboxes({
              id: FIELD.uploaded,
              label: '办理系统',
              hint: unless,
              optional,
              choices: [{ text: '已将拒收理由作为拒收附件上传办理系统', value: 'yes' }],
            }),
          ]
        : []),
      context(clauseLine(notice, [rule.clause])),
    ],
  });
}

function openingText(notice: Notice, roles: ReadonlySet<Role>): string {
  const last = returnsUntil(notice);
  const done = reassignsUntil(notice);
  return [
    last ? `${dateText(last)}24时前提交，逾期不予退办或改办。` : '',
    roles.has('joint') ? '会办件由我转主办单位征求同意。' : '',
    done ? `${dateText(done)}前办结，办结前仍由贵单位承办。` : '',
  ].join('');
}

/** A menu of units; where there are more than a menu holds, their name is typed. Both answer with the name. */
export function unitField({
  units,
  ...field
}: {
  id: string;
  label: string;
  hint?: string;
  units: readonly string[];
  initial?: string;
}) {
  const shared = { ...field, optional: true };
  return units.length > 0 && units.length <= CHOICES
    ? select({
        ...shared,
        placeholder: '选择单位',
        choices: units.map((name) => ({ text: shorten(name, 70), value: name })),
      })
    : textInput({ ...shared, placeholder: '名册里的单位名称', maxLength: 100 });
}

export interface TypedReturn {
  /** Assignment ids. */
  chosen: string[];
  kind: ReturnKind;
  /** A unit's name as chosen or typed; '' for none. */
  suggested: string;
  reasons: string;
  headName: string;
  headSignedOn: string | null;
  fileIds: string[];
  uploaded: boolean;
}

export function readReturnForm(values: FormValues): TypedReturn {
  const text = (id: string) => {
    const value = values[id];
    return typeof value === 'string' ? value.trim() : '';
  };
  const list = (id: string) => {
    const value = values[id];
    return Array.isArray(value) ? value : [];
  };
  return {
    chosen: list(PROPOSALS),
    kind: text(KIND) === 'reassign' ? 'reassign' : 'return',
    suggested: text(FIELD.suggested),
    reasons: text(FIELD.reasons),
    headName: text(FIELD.head),
    headSignedOn: text(FIELD.signedOn) || null,
    fileIds: list(FIELD.files),
    uploaded: list(FIELD.uploaded).includes('yes'),
  };
}

/** Where it is said that a proposal cannot be given back. */
export const RETURN_PROPOSALS_FIELD = PROPOSALS;
export const RETURN_FIELD = FIELD;
