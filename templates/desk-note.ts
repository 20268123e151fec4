/**
 * The desk's one message of a working day: what became overdue (stage 3), whom to telephone (stage 4), its own
 * duties, and on the first working day of the week the digest. Sent only when there is something in it.
 */

import {
  actions,
  button,
  context,
  divider,
  escapeMrkdwn,
  header,
  type Message,
  section,
} from '../src/chat/message.ts';
import { numbersOf } from '../src/domain/agenda.ts';
import { daysBetween, type IsoDate } from '../src/domain/calendar.ts';
import { type Duty, groupBy } from '../src/domain/duty.ts';
import type { Unit } from '../src/domain/facts.ts';
import type { Notice } from '../src/domain/notice.ts';
import type { OpenRequests } from '../src/domain/return-request.ts';
import { ACTIONS } from './actions.ts';
import { clauseLine, dateText, numbersText, proposalText, shortDate } from './wording.ts';

export interface DeskNoteProps {
  notice: Notice;
  today: IsoDate;
  /** The desk's own open duties that reached a stage. */
  own: readonly Duty[];
  /** Duties of units where nobody can hear of them today: the desk passes them on by telephone (A10). */
  toPassOn: readonly Duty[];
  /** Duties that reached stage 3. */
  overdue: readonly Duty[];
  /** Duties that reached stage 4: the telephone list. */
  toTelephone: readonly Duty[];
  /** 退办、改办 by whom they wait for. */
  returns: OpenRequests;
  units: ReadonlyMap<string, Unit>;
  /** Names and telephone numbers, for the desk alone. */
  liaisonOf: (unitId: string) => { name: string; phone: string | null } | null;
  /** 最近联系 about some duties, for the telephone list; '' for none. */
  contactOf: (duties: readonly Duty[]) => string;
  /** Names of units whose yearly summary came in since the last working day (R60). */
  summaries: readonly string[];
  digest: Message | null;
  /** At most this many units are named with their numbers. */
  callsShown: number;
}

const UNITS_SHOWN = 15;
const CALLS = '电话催办单';

export function deskNoteMessage(props: DeskNoteProps): Message {
  const { notice, today, digest } = props;
  const sections: [string, string[]][] = [
    [
      '股内事项',
      props.own.map(
        (duty) =>
          `${duty.proposal ? `${proposalText(duty.proposal)} ` : ''}${duty.rule.name}：${duty.due ? `${dateText(duty.due)}前` : ''}，${duty.rule.ask}`,
      ),
    ],
    ['退办、改办', returnLines(props.returns)],
    [
      '新逾期',
      [
        ...byRule(
          props.overdue.filter((duty) => !duty.proposal),
          props,
        ),
        ...byUnit(
          props.overdue.filter((duty) => duty.proposal),
          props,
          UNITS_SHOWN,
          (unit) => escapeMrkdwn(unit.name),
        ),
      ],
    ],
    [
      '单位无人接收提醒，请电话转告',
      byUnit(props.toPassOn, props, props.callsShown, (unit) => telephone(unit, props)),
    ],
    [CALLS, byUnit(props.toTelephone, props, props.callsShown, (unit) => telephone(unit, props))],
    ['新收到的工作总结', summaryLines(props.summaries)],
  ];
  const returns = Object.values(props.returns).reduce((sum, numbers) => sum + numbers.length, 0);
  const filled = sections.filter(([, lines]) => lines.length > 0);
  const counts = [
    props.overdue.length > 0 ? `新逾期${props.overdue.length}项` : '',
    props.toTelephone.length > 0 ? `需电话催办${unitsOf(props.toTelephone)}个单位` : '',
    props.toPassOn.length > 0 ? `需电话转告${unitsOf(props.toPassOn)}个单位` : '',
    props.own.length > 0 ? `股内事项${props.own.length}项` : '',
    returns > 0 ? `退改办申请${returns}件` : '',
    props.summaries.length > 0 ? `新收到工作总结${props.summaries.length}份` : '',
  ].filter(Boolean);
  const first = counts.length > 0 ? `【股内】${dateText(today)}：${counts.join('，')}` : '';
  const clauses = clauseLine(
    notice,
    [...props.own, ...props.toPassOn, ...props.overdue, ...props.toTelephone].map((duty) => duty.rule.clause),
  );
  if (!first && digest) return digest;
  return {
    text: [
      first,
      ...filled.flatMap(([title, lines]) => [`${title}：`, ...lines]),
      clauses,
      digest?.text ?? '',
    ]
      .filter(Boolean)
      .join('\n'),
    blocks: [
      section(`*${first}*`),
      ...filled.flatMap(([title, lines]) => [
        header(title),
        section(lines.join('\n')),
        ...(title === CALLS ? [CALL_BUTTONS] : []),
      ]),
      context(clauses),
      ...(digest ? [divider(), ...digest.blocks] : []),
    ],
    pictures: digest?.pictures ?? [],
  };
}

/** What was said on the telephone is recorded; from here on the desk may turn to the units' leaders (stage 4). */
const CALL_BUTTONS = actions([
  button({ text: '已电话催办', action: ACTIONS.phoneOpen, value: '' }),
  button({ text: '单位分管领导', action: ACTIONS.leaderShow }),
]);

function returnLines({ desk, manager, lead }: OpenRequests): string[] {
  return [
    desk.length > 0 ? `待研究或办结：${numbersText(desk)}，发送“退办”办理` : '',
    manager.length > 0 ? `待领导签批：${numbersText(manager)}` : '',
    lead.length > 0 ? `待主办单位答复：${numbersText(lead)}` : '',
  ].filter(Boolean);
}

function summaryLines(units: readonly string[]): string[] {
  return units.length > 0 ? [`${escapeMrkdwn(units.join('、'))}，发送“总结”查看`] : [];
}

/** What units owe once each, not for a proposal: one line with the names of all. */
function byRule(duties: readonly Duty[], { units, today }: DeskNoteProps): string[] {
  return [...groupBy(duties, (duty) => duty.rule).entries()].map(([rule, same]) => {
    const names = [...new Set(same.map((duty) => units.get(duty.unitId ?? '')?.name ?? ''))].sort(
      (one, other) => one.localeCompare(other, 'zh'),
    );
    const due = same[0] ? lateText(same[0], today) : '';
    return `${rule.name}${due}　${names.length}个单位：${escapeMrkdwn(names.join('、'))}`;
  });
}

function byUnit(
  duties: readonly Duty[],
  props: DeskNoteProps,
  shown: number,
  title: (unit: Unit) => string,
): string[] {
  const nameOf = (id: string | null) => props.units.get(id ?? '')?.name ?? '';
  const groups = [...groupBy(duties, (duty) => duty.unitId)].sort(([one], [other]) =>
    nameOf(one).localeCompare(nameOf(other), 'zh'),
  );
  const lines = groups.slice(0, shown).map(([unitId, group]) => {
    const unit = unitId === null ? undefined : props.units.get(unitId);
    const contact = props.contactOf(group);
    return `${unit ? title(unit) : ''}　${dutiesText(group, props.today)}${contact ? `　${contact}` : ''}`;
  });
  return groups.length > shown
    ? [...lines, `还有${groups.length - shown}个单位，发送“进度 单位”查看。`]
    : lines;
}

/** 签收 第1、2号（4月10日到期，逾期3天）；月报（4月15日（周五）前）: what one unit owes, matter by matter. */
export function dutiesText(duties: readonly Duty[], today: IsoDate): string {
  const matters = groupBy(duties, ({ rule, latest, due }) => `${rule.family ?? rule.id}|${latest ?? due}`);
  return [...matters.values()]
    .flatMap((same) => {
      const [first] = same;
      if (!first) return [];
      const numbers = numbersOf(same);
      const name = first.rule.family ?? first.rule.name;
      return `${name}${numbers.length > 0 ? ` ${numbersText(numbers)}` : ''}${dueText(first, today)}`;
    })
    .join('；');
}

function dueText(duty: Duty, today: IsoDate): string {
  const due = duty.due ?? duty.latest;
  return due === null || due < today ? lateText(duty, today) : `（${dateText(due)}前）`;
}

function lateText(duty: Duty, today: IsoDate): string {
  const due = duty.latest ?? duty.due;
  return due ? `（${shortDate(due)}到期，逾期${daysBetween(due, today)}天）` : '';
}

/** 区教育局 0668-…（联络员 …；分管领导 …）: for the desk alone. */
export function telephone(unit: Unit, { liaisonOf }: Pick<DeskNoteProps, 'liaisonOf'>): string {
  const liaison = liaisonOf(unit.id);
  const person = liaison
    ? `${escapeMrkdwn(liaison.name)}${liaison.phone ? ` ${escapeMrkdwn(liaison.phone)}` : ''}`
    : '未登记联络员';
  return `${escapeMrkdwn(unit.name)}${unit.phone ? ` ${escapeMrkdwn(unit.phone)}` : ''}（${person}${unit.leader ? `；分管领导 ${escapeMrkdwn(unit.leader)}` : ''}）`;
}

function unitsOf(duties: readonly Duty[]): number {
  return new Set(duties.map((duty) => duty.unitId)).size;
}
