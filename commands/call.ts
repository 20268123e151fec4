import type { ModalView } from '@slack/types';
import type { Inbound } from '../src/chat/listener.ts';
import type { Message } from '../src/chat/message.ts';
import type { Context } from '../src/context.ts';
import type { BoardQuery } from '../src/domain/board-query.ts';
import { dateIn, type IsoDate } from '../src/domain/calendar.ts';
import { type Duty, deriveDuties } from '../src/domain/duty.ts';
import type { Facts, Unit } from '../src/domain/facts.ts';
import type { Verb } from '../src/domain/permission.ts';
import { UserError } from '../src/errors.ts';
import type { Office } from '../src/office.ts';
import type { AuditEvent } from '../src/store/audit.ts';
import type { Database } from '../src/store/database.ts';
import { loadFacts } from '../src/store/facts.ts';
import type { MemberRow } from '../src/store/members.ts';

/** One act of one person, checked: who, where, when, inside the transaction that carries it out. */
export interface Call {
  context: Context;
  /** Everything the act changes goes through here; it commits before the person is answered. */
  tx: Database;
  office: Office;
  member: MemberRow;
  inbound: Inbound;
  /** The words after the verb, the button's value, or the message itself. */
  text: string;
  now: Date;
  today: IsoDate;
}

/** What an act leads to, besides what it has written. */
export interface Outcome {
  /** Said to the person. */
  say?: Message;
  /** Takes the place of the message whose button was clicked. */
  replace?: boolean;
  /** Opened once everything is committed. */
  open?: ModalView;
  /** App Home shows this instead of what it shows; null is what it opens with. */
  home?: BoardQuery | null;
  /** Shown instead of the form that was sent in. */
  show?: ModalView;
  /** Shown at the fields; the act counts as not done. */
  errors?: Record<string, string>;
  /** Put on record although the act is refused. */
  refused?: readonly AuditEvent[];
  /** Ids of deliveries that were written and can go out now. */
  deliver?: string[];
  /** Something was put on record: reminders that are out show what is left. */
  recorded?: boolean;
  /** Units of others whose reminders that are out show too much now. */
  refresh?: readonly string[];
  /** Duties may have opened: reminders are planned at the next tick. */
  replan?: boolean;
}

export type Handler = (call: Call) => Promise<Outcome>;

/** A verb that people can type after /duban or as the first word of a message. */
export interface Command {
  verb: Verb;
  /** Chinese names; the first is the one shown. */
  aliases: readonly string[];
  /** What it does, in one line of help. */
  says: string;
  example: string | null;
  run: Handler;
}

/** A click or a form: the verb whose permission it needs, and what it does. */
export interface Act {
  verb: Verb;
  run: Handler;
}

export interface UnitView {
  unit: Unit;
  facts: Facts;
  duties: Duty[];
}

/** The member's unit with its facts and duties as of today. */
export async function unitOf(call: Call): Promise<UnitView> {
  const { unitId } = call.member;
  if (unitId === null) throw new UserError('您不属于承办单位，没有需要办理的提案。');
  return viewOf(call, unitId);
}

/** A unit with its facts and duties as of today. Who may see it is the caller's to know. */
export async function viewOf(call: Call, unitId: string): Promise<UnitView> {
  const facts = await loadFacts(call.tx, call.office.id, { unitId });
  const unit = facts.units[0];
  if (!unit) throw new UserError('没有找到您的单位，请联系建议提案股。');
  return { unit, facts, duties: deriveDuties(call.office.notice, facts, call.today) };
}

/** An audit event of this act. Details hold ids and numbers, never typed text. */
export function audited(
  call: Call,
  action: string,
  subject: string,
  details: Record<string, unknown> = {},
): AuditEvent {
  return {
    officeId: call.office.id,
    at: call.now,
    memberId: call.member.id,
    action,
    subject,
    source: call.inbound.id,
    details,
  };
}

export function todayOf(office: Office, now: Date): IsoDate {
  return dateIn(office.zone, now);
}
