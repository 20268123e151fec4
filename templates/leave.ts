/** `leave 请假`: from when to when somebody is away, who stands in, and how it ends early (A10). */

import { type FormValues, modal } from '../src/chat/form.ts';
import {
  actions,
  bold,
  button,
  context,
  datePicker,
  escapeMrkdwn,
  type Message,
  section,
  select,
} from '../src/chat/message.ts';
import { addDays, type IsoDate } from '../src/domain/calendar.ts';
import type { MemberRole } from '../src/domain/facts.ts';
import type { Notice } from '../src/domain/notice.ts';
import { ROLE_NAMES } from '../src/domain/permission.ts';
import { ACTIONS, FORMS } from './actions.ts';
import { clauseLine, dateText, shorten } from './wording.ts';

export const LEAVE_FIELDS = { who: 'who', from: 'from', until: 'until', standIn: 'stand-in' } as const;

interface Person {
  id: string;
  role: MemberRole;
  name: string;
}

export interface LeaveFormProps {
  notice: Notice;
  unit: { id: string; name: string };
  /** Whose leave it can be: the person alone, or anybody of the unit for the desk. */
  people: readonly Person[];
  standIns: readonly Person[];
  today: IsoDate;
  /** What was said already. */
  told?: { from: IsoDate; until: IsoDate } | null;
}

export function leaveForm({ notice, unit, people, standIns, today, told }: LeaveFormProps) {
  const option = ({ id, role, name }: Person) => ({
    text: shorten(`${ROLE_NAMES[role]} ${name}`, 70),
    value: id,
  });
  const [first] = people;
  const deputy = standIns.find((one) => one.role === 'deputy' && one.id !== first?.id);
  const offered = deputy ?? standIns.find((one) => one.id !== first?.id);
  return modal({
    callback: FORMS.leave,
    title: '登记请假',
    submit: '登记',
    close: '取消',
    metadata: unit.id,
    blocks: [
      section(`${bold(unit.name)}　请假期间提醒发给代办的同志，期限不变；返岗后自动恢复。`),
      ...(people.length > 1
        ? [
            select({
              id: LEAVE_FIELDS.who,
              label: '请假的同志',
              choices: people.map(option),
              initial: first?.id ?? '',
            }),
          ]
        : []),
      datePicker({ id: LEAVE_FIELDS.from, label: '第一天', initial: told?.from ?? today }),
      datePicker({ id: LEAVE_FIELDS.until, label: '最后一天', initial: told?.until ?? today }),
      ...(standIns.length > 0
        ? [
            select({
              id: LEAVE_FIELDS.standIn,
              label: '代办的同志',
              choices: standIns.map(option),
              initial: offered?.id ?? '',
            }),
          ]
        : [section('贵单位没有其他联络人员，期间由建议提案股电话转告。')]),
      context(clauseLine(notice, [])),
    ],
  });
}

export function readLeaveForm(values: FormValues) {
  const typed = (field: string) => {
    const value = values[field];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  return {
    who: typed(LEAVE_FIELDS.who),
    from: typed(LEAVE_FIELDS.from),
    until: typed(LEAVE_FIELDS.until),
    standIn: typed(LEAVE_FIELDS.standIn),
  };
}

export interface LeaveView {
  id: string;
  /** Whose leave it is. */
  name: string;
  unit: string;
  from: IsoDate;
  until: IsoDate;
  /** Who hears meanwhile; empty where nobody of the unit is there. */
  standIns: readonly string[];
}

export interface LeaveSavedProps {
  leave: LeaveView;
  /** The person speaks for themselves. */
  own: boolean;
  /** The first day on which nobody of the unit can hear. */
  unheard: IsoDate | null;
  today: IsoDate;
}

export function leaveSaved({ leave, own, unheard, today }: LeaveSavedProps): Message {
  const who = own ? '' : `${leave.name}　`;
  const routed =
    leave.standIns.length > 0
      ? `期间提醒发给${leave.standIns.join('、')}，${dateText(addDays(leave.until, 1))}起恢复`
      : `${dateText(addDays(leave.until, 1))}起恢复提醒`;
  const alone = unheard ? `${dateText(unheard)}起单位没有其他人接收提醒，期间由建议提案股电话转告。` : '';
  const text = escapeMrkdwn(`已登记请假：${who}${spanText(leave)}。${routed}。${alone}`);
  return { text, blocks: [section(text), actions([endButton(leave, today)])] };
}

/** Leave that runs or is to come, each with the button that ends it. */
export function leaveList(
  notice: Notice,
  title: string,
  leaves: readonly LeaveView[],
  today: IsoDate,
  value: string,
) {
  const first = leaves.length > 0 ? `${title}：${leaves.length}条请假` : `${title}：没有登记请假`;
  const line = ({ unit, name, standIns, ...leave }: LeaveView) =>
    escapeMrkdwn(
      `${name.startsWith(unit) ? name : `${unit} ${name}`}　${spanText(leave)}　${standIns.length > 0 ? `由${standIns.join('、')}代办` : '单位无人代办'}`,
    );
  const clauses = clauseLine(notice, []);
  return {
    text: [escapeMrkdwn(first), ...leaves.map(line), clauses].join('\n'),
    blocks: [
      section(bold(first)),
      ...leaves.slice(0, LEAVES_SHOWN).map((one) => section(line(one), { accessory: endButton(one, today) })),
      ...(leaves.length > LEAVES_SHOWN ? [section(`还有${leaves.length - LEAVES_SHOWN}条`)] : []),
      ...(value === '' ? [] : [actions([button({ text: '登记请假', action: ACTIONS.leaveOpen, value })])]),
      context(clauses),
    ],
  };
}

const LEAVES_SHOWN = 20;

function spanText({ from, until }: Pick<LeaveView, 'from' | 'until'>): string {
  return from === until ? dateText(from) : `${dateText(from)}至${dateText(until)}`;
}

function endButton({ id, from }: Pick<LeaveView, 'id' | 'from'>, today: IsoDate) {
  return button({ text: from <= today ? '已返岗' : '取消请假', action: ACTIONS.leaveEnd, value: id });
}
