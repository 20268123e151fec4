/** 催办: what a unit owes, or units owe for a proposal, each line with what the desk can do about it (A1, A2). */

import {
  actions,
  bold,
  button,
  context,
  divider,
  escapeMrkdwn,
  type Message,
  section,
} from '../src/chat/message.ts';
import type { AgendaLine } from '../src/domain/agenda.ts';
import type { UrgeRefusal } from '../src/domain/asked.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { Urge } from '../src/domain/facts.ts';
import type { Notice } from '../src/domain/notice.ts';
import { ACTIONS } from './actions.ts';
import { clauseLine, dateText, numbersByRole, shortDate, shorten, subjectText } from './wording.ts';

export interface UrgeLine {
  line: AgendaLine;
  /** Why it cannot be urged by message; null where it can. */
  refusal: UrgeRefusal | null;
  /** The last working day before its date, while that lies ahead. */
  lastDay: IsoDate | null;
  contact: Urge | null;
  /** What a click on its button carries. */
  value: string;
}

export interface UrgeGroup {
  unit: string;
  /** Who is telephoned, as one text. */
  person: string;
  lines: readonly UrgeLine[];
  /** What a click on “all that is overdue” carries; null where nothing is. */
  allLate: string | null;
  phoneValue: string;
}

export interface UrgeListProps {
  notice: Notice;
  /** 区教育局, or 第12号《…》. */
  title: string;
  /** What has just been done, as sentences of mrkdwn. */
  done: readonly string[];
  groups: readonly UrgeGroup[];
}

const LINES_SHOWN = 20;

export function urgeList({ notice, title, done, groups }: UrgeListProps): Message {
  const all = groups.flatMap((group) => group.lines);
  const late = all.filter(({ line }) => line.overdue).length;
  const first =
    all.length === 0
      ? `【催办】${title}：没有需要办理的事项`
      : `【催办】${title}：${all.length}项待办${late > 0 ? `，其中${late}项逾期` : ''}`;
  let room = LINES_SHOWN;
  const blocks = groups.flatMap((group) => {
    const shown = group.lines.slice(0, Math.max(room, 0));
    room -= shown.length;
    return shown.length === 0 ? [] : groupBlocks(group, shown);
  });
  const more = all.length > LINES_SHOWN ? [section(`还有${all.length - LINES_SHOWN}项，请按单位催办。`)] : [];
  return {
    text: [...done, escapeMrkdwn(first), ...all.map((one) => lineText(one))].join('\n'),
    blocks: [
      ...(done.length > 0 ? [section(done.join('\n'))] : []),
      section(bold(first)),
      ...blocks,
      ...more,
      context(
        clauseLine(
          notice,
          all.map(({ line }) => line.rule.clause),
        ),
      ),
    ],
  };
}

function groupBlocks(group: UrgeGroup, lines: readonly UrgeLine[]): Message['blocks'] {
  const free = lines.filter(({ line, refusal }) => line.overdue && refusal === null).length;
  return [
    divider(),
    section(`${bold(group.unit)}　${escapeMrkdwn(group.person)}`),
    ...lines.map((one) =>
      section(
        lineText(one),
        one.refusal === null
          ? { accessory: button({ text: '催办', action: ACTIONS.urgeLine, value: one.value }) }
          : {},
      ),
    ),
    actions([
      ...(group.allLate && free > 1
        ? [
            button({
              text: `催办全部逾期（${free}项）`,
              action: ACTIONS.urgeLine,
              value: group.allLate,
              style: 'primary',
            }),
          ]
        : []),
      button({ text: '已电话催办', action: ACTIONS.phoneOpen, value: group.phoneValue }),
    ]),
  ];
}

function lineText(one: UrgeLine): string {
  const { line, contact, refusal } = one;
  const when = line.overdue
    ? `应于${shortDate(line.deadline ?? '')}前，已逾期${line.daysOver}天`
    : line.deadline
      ? `${dateText(line.deadline)}前`
      : '';
  const numbers = line.duties.length > 1 && line.duties[0]?.proposal ? [numbersByRole(line.duties)] : [];
  return [
    `${subjectText(line)}　${when}`,
    ...numbers,
    ...(contact ? [contactText(contact)] : []),
    ...(refusal ? [`不能催办：${escapeMrkdwn(refusalText(one))}`] : []),
  ].join('\n');
}

/** 最近联系：4月14日电话（…） */
export function contactText({ on, way, note }: Urge): string {
  const said = note ? `（${escapeMrkdwn(shorten(note, 60))}）` : '';
  return way === 'phone' ? `最近联系：${shortDate(on)}电话${said}` : `最近催办：${shortDate(on)}`;
}

/** 已催办区教育局：月报（3件），随4月18日（周一）的提醒发出。 */
export function urgedText(unit: string, lines: readonly UrgeLine[], on: IsoDate): string {
  const what = lines.map(({ line }) => subjectText(line)).join('、');
  return `已催办${escapeMrkdwn(unit)}：${what}，随${dateText(on)}的提醒发出。`;
}

export function notUrgedText(one: UrgeLine): string {
  return `${subjectText(one.line)}没有催办：${escapeMrkdwn(refusalText(one))}。`;
}

/** Why a line cannot be urged by message, and what can be done instead. */
function refusalText({ refusal, line, lastDay }: UrgeLine): string {
  switch (refusal) {
    case null:
      return '';
    case 'done':
      return '已办结';
    case 'exempt':
      return '无需办理';
    case 'waiting':
      return `${line.duties[0] ? shortDate(line.duties[0].opens) : ''}才开始`;
    case 'optional':
      return '退办、改办是单位的权利，不催办';
    case 'unspoken':
      return '随答复事项一并提醒';
    case 'paused': {
      const because = line.duties[0]?.because;
      return `提醒已停${because ? `（${shorten(because, 60)}）` : ''}，可电话联系`;
    }
    case 'asked':
      return '已催办，随下一次提醒发出';
    case 'unheard':
      return '没有能接收提醒的联络员，请电话催办';
    case 'chased':
      return `期限前的提醒至多两次，已用完${lastDay ? `（${dateText(lastDay)}照常提醒）` : ''}，可电话催办`;
  }
}
