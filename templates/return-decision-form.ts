/** What is decided about a request: the lead unit objects (R07), the desk proposes or refuses (R09), the manager gives it back. */

import { type FormValues, modal } from '../src/chat/form.ts';
import { context, section, select, textInput } from '../src/chat/message.ts';
import { ROLES } from '../src/domain/facts.ts';
import { type Notice, ruleOf } from '../src/domain/notice.ts';
import { FORMS } from './actions.ts';
import { unitField } from './return-form.ts';
import { type RequestProps, requestHead, signatureText } from './return-request.ts';
import { clauseLine, ROLE_TEXT } from './wording.ts';

const WHY = 'why';
const UNIT = 'unit';
const ROLE = 'role';

export const DECISION_WHY_FIELD = WHY;
export const DECISION_UNIT_FIELD = UNIT;
export const DECISION_ROLE_FIELD = ROLE;

const REASON_FORMS = {
  object: { callback: FORMS.returnObject, title: '不同意退改办', label: '不同意的理由' },
  refuse: { callback: FORMS.returnRefuse, title: '不予退办或改办', label: '不予退改办的理由' },
  sendBack: { callback: FORMS.returnSendBack, title: '退回建议提案股', label: '退回的理由' },
} as const;

/** One reason, which the other side reads. */
export function reasonForm(kind: keyof typeof REASON_FORMS, notice: Notice, request: RequestProps) {
  const { callback, title, label } = REASON_FORMS[kind];
  return modal({
    callback,
    title,
    submit: '提交',
    close: '取消',
    metadata: request.request.id,
    blocks: [
      section(requestHead(request)),
      textInput({ id: WHY, label, multiline: true, maxLength: 1_000 }),
      context(clauseLine(notice, [ruleOf(notice, 'reassign').clause])),
    ],
  });
}

export function readReason(values: FormValues): string {
  const why = values[WHY];
  return typeof why === 'string' ? why.trim() : '';
}

/** 拟办意见: which unit takes it over, in which role; none for 退办 that is assigned later. */
export function proposeForm(notice: Notice, request: RequestProps, units: readonly string[]) {
  const { newUnit, suggested } = request;
  const role = request.request.newRole ?? request.assignment.role;
  const initial = newUnit ?? suggested;
  return modal({
    callback: FORMS.returnPropose,
    title: '拟同意退改办',
    submit: '记录拟办意见',
    close: '取消',
    metadata: request.request.id,
    blocks: [
      section(requestHead(request)),
      section(request.request.reasons, { plain: true }),
      context(signatureText(request)),
      unitField({
        id: UNIT,
        label: '改由哪个单位办理',
        hint: '留空为同意退办，之后再交办',
        units,
        ...(initial !== null && { initial }),
      }),
      select({
        id: ROLE,
        label: '承办方式',
        choices: ROLES.map((one) => ({ text: ROLE_TEXT[one], value: one })),
        initial: role,
      }),
      textInput({
        id: WHY,
        label: '拟办意见',
        hint: '呈签时一并显示',
        optional: true,
        multiline: true,
        maxLength: 500,
        ...(request.request.deskWhy && { initial: request.request.deskWhy }),
      }),
      context(clauseLine(notice, [ruleOf(notice, 'reassign').clause])),
    ],
  });
}

export function readProposeForm(values: FormValues): { unit: string; role: string; why: string } {
  const text = (id: string) => {
    const value = values[id];
    return typeof value === 'string' ? value.trim() : '';
  };
  return { unit: text(UNIT), role: text(ROLE), why: text(WHY) };
}
