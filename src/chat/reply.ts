import type { RespondArguments, ViewResponseAction } from '@slack/bolt';
import type { HomeView, ModalView } from '@slack/types';
import { modal } from './form.ts';
import type { Answer, Inbound, InboundAction, InboundForm, InboundMessage, Origin } from './inbound.ts';
import { bold, cut, escapeMrkdwn, fitMessage, type Message, section } from './message.ts';
import type { Slack } from './slack-port.ts';

/**
 * How an act ended: with an answer; refused with a reason people may read; or failed, in which case nothing is saved
 * and the log knows why under `errorId`.
 */
export type Outcome =
  | { kind: 'answered'; answer: Answer }
  | { kind: 'refused'; reason: string }
  | { kind: 'failed'; errorId: string };

const NOTICE = 'notice';
const ERROR_LENGTH = 1_500;

export const WORKING = '正在处理，稍后回复。';

/** The acknowledgement of a command: its reply. */
export function commandReply(outcome: Outcome): RespondArguments | undefined {
  const told = messageOf(outcome);
  return told
    ? { response_type: told.public ? 'in_channel' : 'ephemeral', ...fitMessage(told.message) }
    : undefined;
}

/** The reply of a command that was acknowledged before it was done. */
export async function lateCommandReply(slack: Slack, responseUrl: string, outcome: Outcome): Promise<void> {
  const told = messageOf(outcome) ?? { message: { text: '已处理完毕。', blocks: [] } };
  await slack.respond(responseUrl, told.message, { public: told.public ?? false });
}

/** What a click leads to. A click's acknowledgement carries nothing, so the answer goes out as a call of its own. */
export async function actionReply(
  slack: Slack,
  action: Origin & InboundAction,
  outcome: Outcome,
): Promise<void> {
  if (outcome.kind === 'answered' && outcome.answer.kind === 'form-update') {
    await showView(slack, action, outcome.answer.view);
    return;
  }
  const told = messageOf(outcome);
  if (!told) return;
  if (action.source === 'message' && action.responseUrl) {
    const how = { replace: told.replace ?? false, public: told.public ?? false };
    await slack.respond(action.responseUrl, told.message, how);
  } else if (action.source === 'form' && told.replace && action.viewId) {
    await slack.updateForm({ viewId: action.viewId }, noticeWindow(told.message));
  } else if (action.source === 'form') {
    await slack.pushForm(action.triggerId, noticeWindow(told.message));
  } else {
    await slack.openForm(action.triggerId, noticeWindow(told.message));
  }
}

async function showView(
  slack: Slack,
  action: Origin & InboundAction,
  view: ModalView | HomeView,
): Promise<void> {
  if (view.type === 'home') await slack.publishHome(action.user, view);
  else if (action.viewId) await slack.updateForm({ viewId: action.viewId }, view);
  else await slack.openForm(action.triggerId, view);
}

/** The acknowledgement of a form. What went wrong is shown at the first field, so that nothing typed is lost. */
export function formReply(outcome: Outcome, firstField: string | undefined): ViewResponseAction | undefined {
  if (outcome.kind !== 'answered') {
    const reason = reasonOf(outcome);
    return firstField
      ? { response_action: 'errors', errors: { [firstField]: cut(reason, ERROR_LENGTH) } }
      : { response_action: 'update', view: noticeWindow(asMessage(reason)) };
  }
  const { answer } = outcome;
  switch (answer.kind) {
    case 'none':
      return undefined;
    case 'message':
      return { response_action: 'update', view: noticeWindow(answer.message) };
    case 'form-errors':
      return { response_action: 'errors', errors: answer.errors };
    case 'form-update':
      return { response_action: 'update', view: answer.view };
    case 'form-clear':
      return { response_action: 'clear' };
  }
}

/** The acknowledgement of a form that takes longer than Slack waits. */
export function formWorking(): ViewResponseAction {
  return { response_action: 'update', view: noticeWindow(asMessage('正在处理，请不要关闭此窗口。')) };
}

/** The outcome of such a form. The fields are gone by then, so after a failure it shows what was typed, to be copied. */
export async function lateFormReply(
  slack: Slack,
  form: Origin & InboundForm,
  outcome: Outcome,
): Promise<void> {
  await slack.updateForm({ viewId: form.viewId }, lateFormView(form, outcome));
}

function lateFormView(form: InboundForm, outcome: Outcome): ModalView | HomeView {
  if (outcome.kind !== 'answered') return noticeWindow(withTyped(form, reasonOf(outcome)));
  const { answer } = outcome;
  switch (answer.kind) {
    case 'form-update':
      return answer.view;
    case 'message':
      return noticeWindow(answer.message);
    case 'form-errors':
      return noticeWindow(withTyped(form, Object.values(answer.errors).join('；')));
    default:
      return noticeWindow(asMessage('已处理完毕，可以关闭此窗口。'));
  }
}

function withTyped(form: InboundForm, reason: string): Message {
  const typed = Object.values(form.values).flatMap((value) =>
    typeof value === 'string' && value !== '' ? value : [],
  );
  return {
    text: reason,
    blocks: [
      section(bold(reason)),
      ...(typed.length > 0 ? [section('您填写的内容如下，可复制后重新填写：')] : []),
      ...typed.map((text) => section(text, { plain: true })),
    ],
  };
}

/** A reply to a typed message, in its thread, or beneath it in the direct message. */
export async function messageReply(
  slack: Slack,
  heard: Inbound & InboundMessage,
  outcome: Outcome,
): Promise<void> {
  const told = messageOf(outcome);
  if (!told) return;
  const threadTs = heard.threadTs ?? (heard.direct ? undefined : heard.ts);
  await slack.post({ channel: heard.channel, message: told.message, ...(threadTs && { threadTs }) });
}

function messageOf(outcome: Outcome): { message: Message; public?: boolean; replace?: boolean } | null {
  if (outcome.kind !== 'answered') return { message: asMessage(reasonOf(outcome)) };
  if (outcome.answer.kind === 'message') return outcome.answer;
  if (outcome.answer.kind === 'form-errors')
    return { message: asMessage(Object.values(outcome.answer.errors).join('；')) };
  return null;
}

function reasonOf(outcome: Exclude<Outcome, { kind: 'answered' }>): string {
  return outcome.kind === 'refused' ? outcome.reason : `未能保存，请稍后再试（编号 ${outcome.errorId}）`;
}

/** A reason may quote what a person typed, so it is escaped. */
export function asMessage(reason: string): Message {
  const text = escapeMrkdwn(reason);
  return { text, blocks: [section(text)] };
}

function noticeWindow(message: Message): ModalView {
  const { text, blocks } = fitMessage(message);
  return modal({ callback: NOTICE, title: '提示', blocks: blocks.length > 0 ? blocks : [section(text)] });
}
