/**
 * Turns a planned message into words, at the moment it goes out: what has been done since it was planned has left it.
 * The live path, the desk's preview and the rehearsal all speak through here.
 */

import { fitsOne, type Message } from '../src/chat/message.ts';
import { buildAgenda } from '../src/domain/agenda.ts';
import { addDays, type Calendar, type IsoDate } from '../src/domain/calendar.ts';
import { uncontactedReplies } from '../src/domain/contact-gate.ts';
import type { DeskDay } from '../src/domain/desk-day.ts';
import type { Duty } from '../src/domain/duty.ts';
import type { Facts } from '../src/domain/facts.ts';
import type { ReportLine } from '../src/domain/monthly-report.ts';
import type { Notice } from '../src/domain/notice.ts';
import type { OwedReminder, ReminderItem } from '../src/domain/reminder.ts';
import { openRequests } from '../src/domain/return-request.ts';
import { summariesReceived } from '../src/domain/summary.ts';
import { deskNoteMessage } from './desk-note.ts';
import { briefsOf, contactsIn, digestsOf, joined } from './digests.ts';
import { groupLines, groupMessage } from './group-line.ts';
import { heartbeatMessage } from './heartbeat.ts';
import { lineNotes } from './line-notes.ts';
import { reminderMessage } from './reminder.ts';
import { standingLines } from './standing.ts';

export interface PlannedProps {
  owed: Pick<OwedReminder, 'kind' | 'memberId' | 'items' | 'digestWeek' | 'digestMonth'>;
  notice: Notice;
  calendar: Calendar;
  facts: Facts;
  duties: readonly Duty[];
  /** The day it goes out, and the time 'HH:mm'. */
  today: IsoDate;
  time: string;
  /** Messages sent and failed in the last seven days. */
  sending: { sent: number; failed: number };
  /** Telephone numbers by member id, for the desk's list alone. */
  phones: ReadonlyMap<string, string>;
  /** For the desk alone. */
  day: DeskDay;
  /** What the reports of the digest's month and of the two before say; null where the texts are not at hand. */
  reports: readonly ReportLine[] | null;
}

/** The message, or null when nothing in it is owed any more. */
export function plannedMessage(props: PlannedProps): Message | null {
  switch (props.owed.kind) {
    case 'reminder':
    case 'urgent':
      return privateReminder(props);
    case 'group':
      return groupMessage(props.notice, groupLines(props.owed.items, props.duties, props.today));
    case 'digest':
      return joined(digestsOf(props));
    case 'desk':
    case 'heartbeat':
      return deskMessage(props);
  }
}

/** The duties of the items that are still open, paused ones left out (A5). */
export function stillOpen(
  items: readonly ReminderItem[],
  duties: readonly Duty[],
): { duty: Duty; item: ReminderItem }[] {
  const open = new Map(
    duties.filter((duty) => duty.state === 'open' && !duty.paused).map((duty) => [duty.key, duty]),
  );
  return items.flatMap((item) => {
    const duty = open.get(item.duty);
    return duty ? [{ duty, item }] : [];
  });
}

function privateReminder({ owed, notice, calendar, facts, duties, today }: PlannedProps): Message | null {
  const told = stillOpen(owed.items, duties);
  const member = facts.members.find((one) => one.id === owed.memberId);
  if (told.length === 0 || !member) return null;
  const unit = facts.units.find((one) => one.id === member.unitId);
  const included = new Set(told.map(({ duty }) => duty.key));
  const others = duties.filter(
    (duty) =>
      duty.state === 'open' &&
      !duty.rule.optional &&
      duty.rule.ladder.stages.length > 0 &&
      duty.unitId === member.unitId &&
      (duty.memberId === null || duty.memberId === member.id) &&
      !included.has(duty.key),
  );
  const rest = buildAgenda(others, notice, calendar, today);
  return reminderMessage({
    notice,
    unit: unit?.name ?? member.name,
    standing: standingLines(member, unit?.name ?? '', facts, calendar, today),
    today,
    lines: buildAgenda(
      told.map(({ duty }) => duty),
      notice,
      calendar,
      today,
    ),
    notes: lineNotes({ notice, facts, calendar, today }),
    urged: new Set(told.flatMap(({ duty, item }) => (item.urged === undefined ? [] : duty.key))),
    lastCall: told.some(({ item }) => item.stage >= 2),
    others: { count: rest.length, overdue: rest.filter((line) => line.overdue).length },
  });
}

/** Whether the message has anything left to say, without wording it. */
export function isStillOwed(props: Pick<PlannedProps, 'owed' | 'facts' | 'duties' | 'today'>): boolean {
  const { owed, facts, duties } = props;
  switch (owed.kind) {
    case 'reminder':
    case 'urgent':
      return (
        facts.members.some((member) => member.id === owed.memberId) &&
        stillOpen(owed.items, duties).length > 0
      );
    case 'group':
      return groupLines(owed.items, duties, props.today).some((line) => line.owed > line.done);
    case 'digest':
    case 'desk':
    case 'heartbeat':
      return true;
  }
}

/** Whoever telephones needs the numbers of all; this many lines at most, and fewer where one message cannot hold them. */
const CALLS_SHOWN = [40, 20, 8];

/**
 * The desk's message of the day: its note, if there is any, and the heartbeat (D9). Where that is more than one message
 * holds, the digests are their verdicts and lead to the rest, and then fewer units are named.
 */
function deskMessage(props: PlannedProps): Message {
  const { notice, calendar, today, facts, duties, day } = props;
  const uncontacted = [...new Set(uncontactedReplies(facts).map(({ proposal }) => proposal.number))];
  const worded = (digests: readonly Message[], callsShown: number) => {
    const note = deskNote(props, digests.length > 0 ? joined(digests) : null, callsShown);
    return heartbeatMessage({ notice, calendar, today, facts, duties, day, uncontacted, note });
  };
  const [most = 0] = CALLS_SHOWN;
  let message = worded(digestsOf(props), most);
  if (fitsOne(message)) return message;
  const briefs = briefsOf(props);
  for (const callsShown of CALLS_SHOWN) {
    message = worded(briefs, callsShown);
    if (fitsOne(message)) break;
  }
  return message;
}

function deskNote(props: PlannedProps, digest: Message | null, callsShown: number): Message | null {
  const { owed, notice, calendar, duties, facts, today, phones } = props;
  const told = stillOpen(owed.items, duties);
  const returns = openRequests(facts);
  const waiting = Object.values(returns).some((numbers) => numbers.length > 0);
  const summaries = summariesReceived(duties, calendar.before(today, 1), addDays(today, -1));
  if (told.length === 0 && digest === null && !waiting && summaries.length === 0) return null;
  const at = (test: (entry: (typeof told)[number]) => boolean) => told.filter(test).map(({ duty }) => duty);
  const isOwn = (duty: Duty) => duty.rule.per === 'request';
  const units = new Map(facts.units.map((unit) => [unit.id, unit]));
  return deskNoteMessage({
    notice,
    today,
    own: at(({ duty }) => isOwn(duty)),
    toPassOn: at(({ duty, item }) => !isOwn(duty) && item.stage < 3),
    overdue: at(({ duty, item }) => !isOwn(duty) && item.stage === 3),
    toTelephone: at(({ duty, item }) => !isOwn(duty) && item.stage >= 4),
    returns,
    units,
    liaisonOf: (unitId) => {
      const liaison =
        facts.members.find((member) => member.unitId === unitId && member.role === 'liaison') ??
        facts.members.find((member) => member.unitId === unitId);
      return liaison ? { name: liaison.name, phone: phones.get(liaison.id) ?? null } : null;
    },
    contactOf: contactsIn(facts),
    summaries: summaries.flatMap((duty) => units.get(duty.unitId ?? '')?.name ?? []),
    digest,
    callsShown,
  });
}
