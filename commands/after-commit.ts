import { sendNow } from '../jobs/deliver.ts';
import { refreshCardsOf } from '../jobs/refresh-cards.ts';
import { refreshGroupOf } from '../jobs/refresh-group.ts';
import { describeError } from '../src/chat/describe-error.ts';
import type { Answer, Inbound } from '../src/chat/listener.ts';
import type { Context } from '../src/context.ts';
import { UserError } from '../src/errors.ts';
import type { Office } from '../src/office.ts';
import type { MemberRow } from '../src/store/members.ts';
import type { Outcome } from './call.ts';
import { answeredOnHome, homesAfter } from './on-home.ts';

const NOTHING: Answer = { kind: 'none' };

/** What an act has led to, and the ids of all that it owes. */
export interface Done {
  outcome: Outcome;
  deliver: readonly string[];
}

/** The act is saved: whatever goes wrong from here on, nobody must be told that it is not. */
export async function afterCommit(
  context: Context,
  office: Office,
  member: MemberRow,
  inbound: Inbound,
  { outcome, deliver }: Done,
): Promise<Answer> {
  const { recorded, refresh = [] } = outcome;
  const units = [...new Set([...refresh, ...(recorded && member.unitId !== null ? [member.unitId] : [])])];
  const paid = context.courtesies.pay(
    () => sendNow(context, deliver),
    ...units.map((unitId) => () => refreshCardsOf(context, office.id, unitId)),
    ...(units.length > 0 ? [() => refreshGroupOf(context, office.id)] : []),
  );
  const isAnswered = await answeredOnHome(context, office, member, inbound, outcome);
  await Promise.all([
    paid,
    context.courtesies.pay(() => homesAfter(context, office, member, outcome, units)),
  ]);
  return isAnswered ? NOTHING : reply(context, inbound, outcome);
}

async function reply(context: Context, inbound: Inbound, outcome: Outcome): Promise<Answer> {
  // From a window, a form takes the window's place: Slack stacks three of them and no more.
  if (outcome.open && inbound.kind === 'action' && inbound.source === 'form')
    return { kind: 'form-update', view: outcome.open };
  if (outcome.open) return openForm(context, inbound, outcome.open);
  if (outcome.show) return { kind: 'form-update', view: outcome.show };
  if (!outcome.say || inbound.kind === 'message') return NOTHING;
  return { kind: 'message', message: outcome.say, ...(outcome.replace && { replace: true }) };
}

async function openForm(
  context: Context,
  inbound: Inbound,
  view: NonNullable<Outcome['open']>,
): Promise<Answer> {
  if (inbound.kind === 'message' || !('triggerId' in inbound) || !inbound.triggerId) return NOTHING;
  try {
    await context.slack.openForm(inbound.triggerId, view);
    return NOTHING;
  } catch (error) {
    context.log.warn({ failure: describeError(error) }, 'a form could not be opened');
    throw new UserError('表单没有打开（网络较慢或同时打开的人太多），没有改动。请再点一次，或直接回复文字。');
  }
}
