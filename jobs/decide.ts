import type { Message, MessagePicture } from '../src/chat/message.ts';
import type { Context } from '../src/context.ts';
import { dateIn } from '../src/domain/calendar.ts';
import { absencesOn } from '../src/domain/recipients.ts';
import { nextSending, nextSendings, type ReminderKind } from '../src/domain/reminder.ts';
import { bindAccount, isFit } from '../src/membership.ts';
import { type Office, officeWithRules } from '../src/office.ts';
import type { CancelReason, Delivery } from '../src/store/deliveries.ts';
import { type MemberRow, memberById } from '../src/store/members.ts';
import { officeById } from '../src/store/offices.ts';
import type { FixedMessage } from '../src/store/schema.ts';
import { plannedMessage } from '../templates/planned.ts';
import { heirsOf, isOfThePost } from './hand-over.ts';
import { wordingOf } from './wording-of.ts';

/** What becomes of a row now. */
export type Decision =
  | { kind: 'send'; channel: string; message: Message }
  | { kind: 'paper'; channel: string }
  | { kind: 'wait'; until: Date }
  | { kind: 'cancel'; reason: CancelReason }
  | { kind: 'hand-over'; heirs: readonly { id: string }[] }
  | { kind: 'fail'; code: string };

/** Looks again whether a row is still owed and may go out now, and words it. */
export async function decide(context: Context, delivery: Delivery, now: Date): Promise<Decision> {
  const member = await recipientOf(context, delivery);
  if (delivery.message || delivery.paper) {
    if (member?.active === false) return afterTheirTime(context, delivery, member, now);
    const waiting = delivery.kind === 'notice' ? await windowFor(context, delivery, now) : null;
    if (waiting) return waiting;
    const to = delivery.channel ?? (await channelOf(context, member));
    if (to === null) return { kind: 'fail', code: 'user_not_found' };
    return delivery.message
      ? { kind: 'send', channel: to, message: asMessage(delivery.message) }
      : { kind: 'paper', channel: to };
  }
  const row = await officeById(context.db, delivery.officeId);
  const office = row && officeWithRules(row);
  if (!office) return { kind: 'cancel', reason: 'settled' };
  // The plan of a later day carries its items: two plans of different days would be two messages on one day (A1).
  if (delivery.date !== null && delivery.date < dateIn(office.zone, now))
    return { kind: 'cancel', reason: 'superseded' };
  const allowed = nextSendings(office, now)(delivery.kind as ReminderKind);
  if (allowed > now) return { kind: 'wait', until: allowed };
  const message = await word(context, office, delivery, member, now);
  if (message === 'rerouted') return { kind: 'cancel', reason: 'rerouted' };
  if (message === null) return { kind: 'cancel', reason: 'settled' };
  const to = delivery.kind === 'group' ? office.groupChannel : await channelOf(context, member);
  if (to === null)
    return delivery.kind === 'group'
      ? { kind: 'cancel', reason: 'settled' }
      : { kind: 'fail', code: 'user_not_found' };
  return { kind: 'send', channel: to, message };
}

/** What is meant for somebody who no longer serves: their post's goes to who does (A10), their own to nobody. */
async function afterTheirTime(
  { db }: Context,
  delivery: Delivery,
  member: MemberRow,
  now: Date,
): Promise<Decision> {
  const row = await officeById(db, delivery.officeId);
  const office = row && officeWithRules(row);
  if (!office || !isOfThePost(delivery)) return { kind: 'cancel', reason: 'settled' };
  const heirs = await heirsOf(db, office, member, now);
  return heirs.length > 0 ? { kind: 'hand-over', heirs } : { kind: 'fail', code: 'nobody_serves' };
}

/** Nobody asked for a notice at this hour: it waits for the window (A3). */
async function windowFor({ db }: Context, delivery: Delivery, now: Date): Promise<Decision | null> {
  const row = await officeById(db, delivery.officeId);
  const office = row && officeWithRules(row);
  if (!office) return { kind: 'cancel', reason: 'settled' };
  const allowed = nextSending(office, now);
  return allowed > now ? { kind: 'wait', until: allowed } : null;
}

/** The words as of now; null when nothing is owed any more; 'rerouted' when the person no longer serves the unit, or is away (A10). */
async function word(
  context: Context,
  office: Office,
  delivery: Delivery,
  member: MemberRow | null,
  now: Date,
): Promise<Message | null | 'rerouted'> {
  if (delivery.memberId !== null && !member?.active) return 'rerouted';
  const isForUnit = delivery.kind === 'reminder' || delivery.kind === 'urgent';
  const props = await wordingOf(context, office, delivery, member?.unitId ?? null, now);
  const away = absencesOn(props.today, props.facts.absences);
  if (isForUnit && away.some((absence) => absence.memberId === delivery.memberId)) return 'rerouted';
  return plannedMessage(props);
}

/** The person a row is for; null for what goes to the group. */
export async function recipientOf({ db }: Context, { memberId }: Delivery): Promise<MemberRow | null> {
  return memberId === null ? null : memberById(db, memberId);
}

/** Where a person is reached: their Slack id, looked up by e-mail the first time. Null when Slack does not know them. */
export async function channelOf(context: Context, member: MemberRow | null): Promise<string | null> {
  if (!member) return null;
  if (member.slackId !== null) return member.slackId;
  if (member.email === null) return null;
  const user = await context.slack.userByEmail(member.email);
  if (!user || !isFit(user)) return null;
  await bindAccount(context, member.officeId, { ...user, email: member.email }, 'delivery');
  return user.id;
}

/** Blocks were checked when the message was written; JSON brought them back as they were. */
function asMessage({ text, blocks, pictures = [] }: FixedMessage): Message {
  return { text, blocks: blocks as Message['blocks'], pictures: pictures as MessagePicture[] };
}
