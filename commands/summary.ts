import { z } from 'zod';
import type { ChatFile } from '../src/chat/slack.ts';
import { type IsoDate, timeIn } from '../src/domain/calendar.ts';
import { isPast } from '../src/domain/duty.ts';
import type { Facts, FileRef, Unit } from '../src/domain/facts.ts';
import {
  composeSummary,
  isSummaryRule,
  readSummary,
  SUMMARY,
  type SummaryTexts,
  summaryTerms,
  tooLong,
} from '../src/domain/summary.ts';
import { UserError } from '../src/errors.ts';
import { owe } from '../src/store/deliveries.ts';
import { activeMembers } from '../src/store/members.ts';
import { type RegistrationRow, revoke, standing } from '../src/store/registrations.ts';
import { telephone } from '../templates/desk-note.ts';
import {
  FILES_FIELD,
  FIRST_FIELD,
  readSummaryForm,
  type SummaryIn,
  summaryForm,
  summaryList,
  summaryMessage,
  summaryOffer,
  summaryReceipt,
  summaryWindow,
} from '../templates/summary.ts';
import { dateText } from '../templates/wording.ts';
import { fileRefs } from './attachments.ts';
import { type Act, type Call, type Command, type Outcome, type UnitView, unitOf } from './call.ts';
import { record } from './record.ts';
import { officeOf, unitNamed } from './subject.ts';

/** R60, R61: the unit's summary of the year; for the desk, who has sent one and who has not. */
export const summary: Command = {
  verb: 'summary',
  aliases: ['总结', '工作总结'],
  says: '报送全年办理工作总结；建议提案股查看哪些单位已报',
  example: '/duban 总结　/duban 总结 区教育局',
  async run(call) {
    if (call.member.role === 'desk') return call.text.trim() === '' ? list(call, 0) : showOne(call);
    const view = await unitOf(call);
    const task = await taskOf(call, view);
    const { inbound } = call;
    if (inbound.kind !== 'message') return { open: summaryForm(formProps(call, view, task)) };
    if (inbound.files.length > 0) return fromMessage(call, view, task, inbound.files);
    const isClaimed = /已|过了?$|[报交发]了/u.test(call.text);
    return {
      say: summaryOffer(call.office.notice, view.unit.name, task.due, {
        isSent: task.sent !== null,
        isClaimed,
      }),
    };
  },
};

export const openSummary: Act = { verb: 'summary', run: summary.run };

/** Another page of the desk's list. */
export const turnSummaries: Act = {
  verb: 'summary',
  run: async (call) => {
    deskOnly(call);
    return { ...(await list(call, Number(call.text) || 0)), replace: true };
  },
};

/** 查看 beside a unit. */
export const showSummary: Act = {
  verb: 'summary',
  async run(call) {
    deskOnly(call);
    const { facts } = await officeOf(call);
    const unit = facts.units.find((one) => one.id === call.text);
    if (!unit) throw new UserError('这个按钮已失效，请重新发送“总结”。');
    return { open: summaryWindow(call.office.notice, receivedFrom(call, facts, unit)) };
  },
};

const metadata = z.object({ base: z.string().nullable() });

/** The form sent in. */
export const sendSummary: Act = {
  verb: 'summary',
  async run(call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const view = await unitOf(call);
    const task = await taskOf(call, view);
    const { texts, kept, added } = readSummaryForm(call.inbound.values);
    const faults = tooLong(texts);
    if (Object.keys(faults).length > 0) return { errors: faults };
    const files = await fileRefs(call, added);
    if (files === null) return { errors: { [FILES_FIELD]: '有文件没有传好，请重新选择' } };
    const all = [...filesOf(task.sent).filter((file) => kept.includes(file.id)), ...files];
    if (composeSummary(texts) === '' && all.length === 0)
      return { errors: { [FIRST_FIELD]: '请至少填写一项，或附上总结文件' } };
    if (baseOf(call.inbound.metadata) !== (task.sent?.id ?? null))
      return { show: summaryForm({ ...formProps(call, view, task), texts, warning: CHANGED }) };
    return save(call, view, task, texts, all);
  },
};

const CHANGED = '本单位刚刚有人报送或修改过总结。再次提交会以下面的内容替换它；新附的文件请重新选择。';

function baseOf(text: string): string | null {
  try {
    return metadata.parse(JSON.parse(text)).base;
  } catch {
    throw new UserError('这个表单已失效，请重新打开总结。');
  }
}

interface Task {
  due: IsoDate;
  late: boolean;
  /** The summary as it stands. */
  sent: RegistrationRow | null;
}

/** What the unit can send or change today. @throws UserError where there is nothing to send, or nothing to change any more */
async function taskOf(call: Call, { unit, duties }: UnitView): Promise<Task> {
  const { rule, due } = openTerms(call);
  if (!duties.some((duty) => isSummaryRule(duty.rule)))
    throw new UserError(`${unit.name}没有承办的提案，无需报送${rule.name}（${rule.clause}）。`);
  const [sent = null] = await standing(call.tx, call.office.id, { unitId: unit.id, kinds: [SUMMARY] });
  const late = isPast(due, call.today, call.office.notice.settings);
  if (sent && late)
    throw new UserError(
      `${unit.name}的${rule.name}已于${dateText(sent.on)}报送，过了${dateText(due)}不能再修改；确需修改请联系建议提案股退回。`,
    );
  return { due, late, sent };
}

/** @throws UserError before the day from which summaries are taken, with that day */
function openTerms(call: Call) {
  const terms = summaryTerms(call.office.notice);
  if (!terms) throw new UserError('通知没有要求报送工作总结。');
  const { rule, opens, due } = terms;
  if (call.today < opens)
    throw new UserError(
      `${rule.name}${dateText(opens)}起填报，${dateText(due)}前报建议提案股（${rule.clause}）。`,
    );
  return { rule, due };
}

function filesOf(sent: Pick<RegistrationRow, 'details'> | null): readonly FileRef[] {
  return sent?.details.files ?? [];
}

function formProps(call: Call, { unit }: UnitView, { due, late, sent }: Task) {
  return {
    notice: call.office.notice,
    unit: unit.name,
    due,
    late,
    texts: readSummary(sent?.text ?? ''),
    files: filesOf(sent),
    base: sent?.id ?? null,
  };
}

/** A file sent to the bot with the word 总结: it joins what the unit has sent already. */
function fromMessage(call: Call, view: UnitView, task: Task, files: readonly ChatFile[]): Promise<Outcome> {
  const texts = readSummary(task.sent?.text ?? '');
  const whole = [texts.whole ?? '', call.text.trim()].filter(Boolean).join('\n');
  const fault = tooLong({ whole }).whole;
  if (fault) throw new UserError(`${fault}。`);
  return save(call, view, task, { ...texts, whole }, [...filesOf(task.sent), ...files]);
}

/** The new version takes the place of the old one, which stays in the story. */
async function save(
  call: Call,
  { unit }: UnitView,
  { due, late, sent }: Task,
  texts: SummaryTexts,
  files: readonly FileRef[],
): Promise<Outcome> {
  const { tx, office, member, now } = call;
  if (sent) await revoke(tx, office.id, [sent.id], { memberId: member.id, at: now, why: '报送单位修改' });
  const fact = {
    assignment: null,
    unitId: unit.id,
    kind: SUMMARY,
    on: call.today,
    subject: unit.name,
    text: composeSummary(texts),
    details: { files },
  };
  const written = await record(call, [fact], sent ? 'correct-summary' : 'summary');
  // Two colleagues at the same moment: the second's form stays open with what was typed.
  if (written.length === 0) {
    const why = '本单位另一位同事刚刚报送，请再提交一次';
    if (call.inbound.kind !== 'form') throw new UserError(why);
    return { errors: { [FIRST_FIELD]: why } };
  }
  const message = summaryReceipt({
    notice: office.notice,
    unit: unit.name,
    receivedAt: `${dateText(call.today)}${timeIn(office.zone, now)}`,
    due,
    late,
    corrected: sent !== null,
    files,
  });
  const receipt = {
    officeId: office.id,
    key: `receipt/${call.inbound.id}`,
    kind: 'receipt' as const,
    memberId: member.id,
    channel: null,
    threadTs: null,
    message,
  };
  return { deliver: await owe(tx, [receipt], now), recorded: true };
}

/** The window and the list are the desk's; units have the form. */
function deskOnly(call: Call): void {
  if (call.member.role !== 'desk') throw new UserError('这个按钮由建议提案股使用。');
}

async function list(call: Call, page: number): Promise<Outcome> {
  const { due } = openTerms(call);
  const { facts, duties } = await officeOf(call);
  const owing = new Map(
    duties.filter((duty) => isSummaryRule(duty.rule)).map((duty) => [duty.unitId, duty.state]),
  );
  const people = await activeMembers(call.tx, call.office.id, ['liaison', 'deputy']);
  const units = facts.units
    .filter((unit) => owing.has(unit.id))
    .sort((one, other) => one.name.localeCompare(other.name, 'zh'));
  const received = units.flatMap((unit) => summaryOf(call, facts, unit, due) ?? []);
  return {
    say: summaryList({
      notice: call.office.notice,
      due,
      received,
      missing: units.filter((unit) => !received.some((one) => one.unit === unit)),
      telephone: (unit) =>
        telephone(unit, {
          liaisonOf: (unitId) =>
            people.find((one) => one.unitId === unitId && one.role === 'liaison') ??
            people.find((one) => one.unitId === unitId) ??
            null,
        }),
      page,
    }),
  };
}

/** The one unit that the desk names. */
async function showOne(call: Call): Promise<Outcome> {
  const { facts } = await officeOf(call);
  const { notice } = call.office;
  const one = receivedFrom(call, facts, unitNamed(facts, call.text));
  return call.inbound.kind === 'message'
    ? { say: summaryMessage(notice, one) }
    : { open: summaryWindow(notice, one) };
}

/** @throws UserError for a unit that has sent none */
function receivedFrom(call: Call, facts: Facts, unit: Unit): SummaryIn {
  const { due } = openTerms(call);
  const found = summaryOf(call, facts, unit, due);
  if (!found) throw new UserError(`${unit.name}还没有报送工作总结。`);
  return found;
}

function summaryOf(call: Call, facts: Facts, unit: Unit, due: IsoDate): SummaryIn | null {
  const sent = facts.registrations.find((one) => one.kind === SUMMARY && one.unitId === unit.id);
  if (!sent) return null;
  return {
    unit,
    on: sent.on,
    late: isPast(due, sent.on, call.office.notice.settings),
    text: sent.text ?? '',
    files: sent.details?.files ?? [],
  };
}
