import { z } from 'zod';
import { type AgendaLine, buildAgenda, owedBy } from '../src/domain/agenda.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { Duty } from '../src/domain/duty.ts';
import { createLadder } from '../src/domain/ladder.ts';
import { maySnooze, readWish, wakeDay } from '../src/domain/snooze.ts';
import { UserError } from '../src/errors.ts';
import { writeAudit } from '../src/store/audit.ts';
import { type Delivery, deliveryInThread, lastReminders } from '../src/store/deliveries.ts';
import { putOff } from '../src/store/snoozes.ts';
import { ACTIONS } from '../templates/actions.ts';
import { formOffer } from '../templates/offer.ts';
import { readSnoozeForm, SNOOZE_DAY_FIELD, SNOOZE_WHAT_FIELD, snoozeForm } from '../templates/snooze-form.ts';
import { snoozedAnswer } from '../templates/snoozed.ts';
import { dateText } from '../templates/wording.ts';
import { type Act, audited, type Call, type Command, type Outcome, type UnitView, unitOf } from './call.ts';
import { heldNamed } from './subject.ts';

/** A9: what the last reminder spoke of, or some of it, comes again on another day. */
export const snooze: Command = {
  verb: 'snooze',
  aliases: ['稍后', '稍后提醒'],
  says: '把最近一次提醒的事项推后再提醒，期限不变',
  example: '/duban 稍后 明天　/duban 稍后 12 4月8日',
  run: (call) => snoozeFor(call, null),
};

/** The last reminder, or the one under which somebody answers. */
export async function snoozeFor(call: Call, answered: Delivery | null): Promise<Outcome> {
  const view = await unitOf(call);
  const words = call.text.trim().split(/\s+/).filter(Boolean);
  const { calendar, notice } = call.office;
  const read = words.map((word) => readWish(word, calendar, call.today, notice.year));
  const wishes = read.filter((wish) => wish !== null);
  const rest = words.filter((_, index) => read[index] === null).join(' ');
  const { held, unknown } = heldNamed(view, rest);
  if (unknown.length > 0) throw new UserError(`第${unknown.join('、')}号不是贵单位承办的提案，请核对案号。`);
  if (wishes.length > 1 || (rest !== '' && held.length === 0))
    throw new UserError('请写“稍后 明天”“稍后 后天”，或写日期，如“稍后 4月8日”。');
  const numbers = held.map(({ proposal }) => proposal.number);
  const reminder = answered !== null && answered.items.length > 0 ? answered : await lastReminder(call, view);
  const named = stillOwed(call, view, reminder).filter(
    (duty) => numbers.length === 0 || numbers.includes(duty.proposal?.number ?? ''),
  );
  const [wish] = wishes;
  if (wish !== undefined) return putOffUntil(call, linesOf(call, named), wish);
  if (call.inbound.kind !== 'message') return openFormFor(call, linesOf(call, named), reminder);
  return {
    say: formOffer('请选择要推后的事项和日期：', {
      label: '稍后提醒',
      action: ACTIONS.snoozeOpen,
      value: '',
    }),
  };
}

/** The button under a reminder puts off what that reminder speaks of; elsewhere, what the person owes. */
export const openSnooze: Act = {
  verb: 'snooze',
  async run(call) {
    const { inbound } = call;
    const view = await unitOf(call);
    const reminder =
      inbound.kind === 'action'
        ? await reminderAt(call, inbound.channel ?? '', inbound.messageTs ?? '')
        : null;
    return openFormFor(call, linesOf(call, stillOwed(call, view, reminder)), reminder);
  },
};

export const sendSnooze: Act = {
  verb: 'snooze',
  async run(call) {
    if (call.inbound.kind !== 'form') return {};
    const view = await unitOf(call);
    const { chosen, day } = readSnoozeForm(call.inbound.values);
    const wish = z.iso.date().safeParse(day).data;
    if (wish === undefined) return { errors: { [SNOOZE_DAY_FIELD]: '请选择日期' } };
    const [channel = '', ts = ''] = call.inbound.metadata.split('|');
    const reminder = await reminderAt(call, channel, ts);
    const lines = linesOf(call, stillOwed(call, view, reminder)).filter((line) =>
      line.duties.some((duty) => chosen.includes(duty.key)),
    );
    const free = lines.filter((line) => mayPutOff(call, line));
    if (free.length === 0)
      return { errors: { [SNOOZE_WHAT_FIELD]: '所选事项已办结、已逾期或已到最后一个工作日，请重新打开' } };
    const fault = dayFault(call, free, wish);
    if (fault) return { errors: { [SNOOZE_DAY_FIELD]: fault } };
    return putOffUntil(call, free, wish);
  },
};

function openFormFor(call: Call, lines: readonly AgendaLine[], reminder: Delivery | null): Outcome {
  const free = lines.filter((line) => mayPutOff(call, line));
  if (free.length === 0) throw new UserError(nothingFree(lines));
  const place = reminder ? `${reminder.sentChannel}|${reminder.ts}` : '';
  const { notice, calendar } = call.office;
  return { open: snoozeForm(notice, free, calendar.after(call.today, 1), place) };
}

async function putOffUntil(call: Call, lines: readonly AgendaLine[], wish: IsoDate): Promise<Outcome> {
  const free = lines.filter((line) => mayPutOff(call, line));
  if (free.length === 0) throw new UserError(nothingFree(lines));
  const fault = dayFault(call, free, wish);
  if (fault) throw new UserError(`${fault}。`);
  const until = wakeDay(wish, call.office.calendar, call.today);
  const duties = free.flatMap((line) => line.duties);
  await putOff(
    call.tx,
    duties.map((duty) => ({
      officeId: call.office.id,
      memberId: call.member.id,
      dutyKey: duty.key,
      until,
      createdAt: call.now,
    })),
  );
  await writeAudit(
    call.tx,
    duties.map((duty) => audited(call, 'snooze', duty.key, { until })),
  );
  return {
    say: snoozedAnswer({
      until,
      lines: free.map((line) => ({ line, comesOn: earlier(until, lastDayOf(call, line)) })),
      left: lines.filter((line) => !free.includes(line)),
    }),
    replan: true,
  };
}

/** A9: not beyond the last working day of all that is put off; the single ones that come before come on theirs. */
function dayFault(call: Call, lines: readonly AgendaLine[], wish: IsoDate): string | null {
  if (wish <= call.today) return '请选今天以后的日期';
  const last = lines
    .map((line) => lastDayOf(call, line) ?? call.office.notice.closes)
    .sort()
    .at(-1);
  const until = wakeDay(wish, call.office.calendar, call.today);
  return last !== undefined && until > last ? `最晚到${dateText(last)}：最后一个工作日照常提醒` : null;
}

function nothingFree(lines: readonly AgendaLine[]): string {
  if (lines.length === 0) return '没有可以推后提醒的事项。';
  return lines.some((line) => line.overdue)
    ? '已逾期或已到最后一个工作日的事项不能推后提醒。办不完的请说明情况。'
    : '今天已是最后一个工作日，不能再推后提醒。';
}

function mayPutOff(call: Call, line: AgendaLine): boolean {
  const ladder = createLadder(call.office.notice, call.office.calendar);
  return line.duties.every((duty) => maySnooze(duty, ladder, call.today));
}

function lastDayOf(call: Call, line: AgendaLine): IsoDate | null {
  const [duty] = line.duties;
  const ladder = createLadder(call.office.notice, call.office.calendar);
  return duty ? ladder.lastDay(duty, call.today) : null;
}

function earlier(one: IsoDate, other: IsoDate | null): IsoDate {
  return other !== null && other < one ? other : one;
}

function linesOf(call: Call, duties: readonly Duty[]): AgendaLine[] {
  return buildAgenda(duties, call.office.notice, call.office.calendar, call.today);
}

async function lastReminder(call: Call, view: UnitView): Promise<Delivery | null> {
  const rows = await lastReminders(call.tx, call.office.id, view.unit.id);
  return rows.find((row) => row.memberId === call.member.id) ?? null;
}

async function reminderAt(call: Call, channel: string, ts: string): Promise<Delivery | null> {
  return channel && ts ? deliveryInThread(call.tx, call.office.id, channel, ts) : null;
}

/** What a reminder spoke of and the person still owes; without one, all they owe. */
function stillOwed(call: Call, view: UnitView, reminder: Delivery | null): Duty[] {
  const owed = owedBy(view.duties, call.member);
  const keys = new Set(reminder?.items.map((item) => item.duty));
  return reminder ? owed.filter((duty) => keys.has(duty.key)) : owed;
}
