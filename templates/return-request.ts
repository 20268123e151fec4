/** 退办、改办 in words: what is asked, where it stands, and what each side is told (R04–R12). */

import { actions, bold, button, context, escapeMrkdwn, type Message, section } from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { FileRef, Role } from '../src/domain/facts.ts';
import { type Notice, ruleOf } from '../src/domain/notice.ts';
import {
  type ReturnKind,
  type ReturnRefusal,
  type ReturnState,
  reassignsUntil,
  returnsUntil,
} from '../src/domain/return-request.ts';
import { ACTIONS } from './actions.ts';
import { clauseLine, dateText, numbersText, proposalText, ROLE_TEXT, shortDate, shorten } from './wording.ts';

/** A request with the names people know it by. */
export interface RequestProps {
  request: {
    id: string;
    kind: ReturnKind;
    state: ReturnState;
    reasons: string;
    headName: string | null;
    headSignedOn: IsoDate | null;
    files: readonly FileRef[];
    requestedOn: IsoDate;
    consentAt: Date | null;
    newUnitId: string | null;
    newRole: Role | null;
    deskAt: Date | null;
    deskWhy: string | null;
    managerWhy: string | null;
  };
  proposal: { number: string; title: string };
  assignment: { role: Role; endedOn: IsoDate | null };
  unit: string;
  suggested: string | null;
  newUnit: string | null;
  /** Who leads the proposal now, as far as it is not the asking unit. */
  leader: { unit: string } | null;
}

export const KIND_TEXT: Record<ReturnKind, string> = { return: '退办', reassign: '改办' };

/** 第24号《…》　区交通运输局（独办）申请改办，建议由袂花镇人民政府办理 */
export function requestHead({ request, proposal, assignment, unit, suggested }: RequestProps): string {
  const to = suggested ? `，建议由${escapeMrkdwn(suggested)}办理` : '';
  return `${bold(`第${proposal.number}号`)}《${escapeMrkdwn(shorten(proposal.title, 40))}》　${escapeMrkdwn(unit)}（${ROLE_TEXT[assignment.role]}）申请${KIND_TEXT[request.kind]}${to}`;
}

/** Who signed for the unit and what is attached; for 会办 whether the lead unit has consented. */
export function signatureText({ request, assignment, leader }: RequestProps): string {
  const signed =
    request.headName && request.headSignedOn
      ? `主要负责同志签批：${escapeMrkdwn(request.headName)}（${shortDate(request.headSignedOn)}）`
      : '';
  const files = request.files.map((file) => escapeMrkdwn(shorten(file.name, 40))).join('、');
  const consent =
    assignment.role !== 'joint'
      ? ''
      : request.consentAt
        ? '主办单位已同意'
        : leader
          ? '主办单位尚未同意'
          : '目前没有主办单位';
  return [`${shortDate(request.requestedOn)}提出`, signed, files ? `附件：${files}` : '', consent]
    .filter(Boolean)
    .join('　');
}

/** 改由袂花镇人民政府（独办）办理, or 退办. */
export function placementText({ request, newUnit }: RequestProps): string {
  return newUnit
    ? `改由${escapeMrkdwn(newUnit)}${request.newRole ? `（${ROLE_TEXT[request.newRole]}）` : ''}办理`
    : '退办，重新交办';
}

/** Where a request stands. */
export function stateText(props: RequestProps): string {
  const { request, leader } = props;
  switch (request.state) {
    case 'awaiting-consent':
      return leader ? `等待主办单位${escapeMrkdwn(leader.unit)}答复` : '目前没有主办单位，由建议提案股协调';
    case 'open':
      if (request.deskAt) return `拟同意${placementText(props)}，待呈区政府分管领导签批`;
      return request.managerWhy
        ? `区政府分管领导退回重新研究：${escapeMrkdwn(request.managerWhy)}`
        : '建议提案股研究中';
    case 'submitted':
      return `已呈区政府分管领导签批：${placementText(props)}`;
    case 'signed':
      return `已签批，待办结：${placementText(props)}`;
    case 'refused':
      return '未获同意';
    case 'withdrawn':
      return '已撤回';
    case 'carried-out':
      return '已办结';
  }
}

/** Why a proposal cannot be given back, with the clause. */
export function refusalText(notice: Notice, refusal: ReturnRefusal, number: string): string {
  const rule = ruleOf(notice, 'return-request');
  const last = returnsUntil(notice);
  switch (refusal) {
    case 'given-up':
      return `第${number}号贵单位已不再承办`;
    case 'final':
      return `第${number}号是再次交办的提案，再次交办后不再接受退办或改办（${notice.number} ${rule.clause}）`;
    case 'asked':
      return `第${number}号已有申请在办理，如要改动请先撤回`;
    case 'too-late':
      return `第${number}号的申请期限是${last ? shortDate(last) : ''}24时，逾期未报的不予退办或改办（${notice.number} ${rule.clause}）`;
  }
}

/** Under a message that speaks of giving a proposal up: the button opens the form; nothing has been changed. */
export function returnOffer(numbers: readonly string[]): Message {
  const which = numbers.length > 0 ? numbersText(numbers) : '';
  const text = `还没有提交申请。${which}要申请退办或改办，请点按钮填写：`;
  return {
    text,
    blocks: [
      section(text),
      actions([
        button({
          text: '填写退办或改办申请',
          action: ACTIONS.returnOpen,
          value: numbers.join(','),
          style: 'primary',
        }),
        button({ text: '都不是', action: ACTIONS.dismiss }),
      ]),
    ],
  };
}

const WITHDRAWN_AT_ONCE = 5;

export interface ReturnReceiptProps {
  notice: Notice;
  unit: string;
  /** 4月13日（周三）10:05 */
  receivedAt: string;
  requests: readonly RequestProps[];
  /** Lead units of which nobody can be asked in the chat. */
  unreached: readonly string[];
}

/** To whoever asked: what was received, what comes next. */
export function returnReceipt({
  notice,
  unit,
  receivedAt,
  requests,
  unreached,
}: ReturnReceiptProps): Message {
  const numbers = requests.map((one) => one.proposal.number);
  const kind = requests[0] ? KIND_TEXT[requests[0].request.kind] : '';
  const first = `已收到：${unit} ${numbersText(numbers)}${kind}申请，${receivedAt}`;
  const asked = requests.filter((one) => one.request.state === 'awaiting-consent');
  const lines = [
    ...(asked.length > 0
      ? [
          `${asked.map((one) => `${numbersText([one.proposal.number])}已转主办单位${escapeMrkdwn(one.leader?.unit ?? '')}征求同意`).join('；')}，同意后报建议提案股。`,
        ]
      : []),
    ...unreached.map(
      (lead) => `主办单位${escapeMrkdwn(lead)}暂无可联系的联络员，请电话征求其意见，并告知建议提案股。`,
    ),
    nextText(notice),
  ];
  const clauses = clauseLine(notice, [ruleOf(notice, 'return-request').clause]);
  return {
    text: [escapeMrkdwn(first), ...lines, clauses].join('\n'),
    blocks: [
      section(bold(first)),
      section(lines.join('\n')),
      actions(requests.slice(0, WITHDRAWN_AT_ONCE).map(withdrawButton)),
      context(clauses),
    ],
  };
}

function nextText(notice: Notice): string {
  const done = reassignsUntil(notice);
  return `建议提案股研究后呈区政府分管领导签批${done ? `，${dateText(done)}前办结` : ''}；办结前仍由贵单位承办。`;
}

function withdrawButton({ request, proposal }: RequestProps) {
  return button({
    text: `撤回第${proposal.number}号的申请`,
    action: ACTIONS.returnWithdraw,
    value: request.id,
    confirm: {
      title: '撤回申请',
      text: `撤回第${proposal.number}号的${KIND_TEXT[request.kind]}申请？申请期限内可以重新申请。`,
      yes: '撤回',
      no: '不撤回',
    },
  });
}

const SHOWN = 15;

/** The unit's own live requests, each with a button to withdraw it. */
export function ownRequests(notice: Notice, unit: string, requests: readonly RequestProps[]): Message {
  const first = `${unit}：${requests.length}件退办、改办申请在办理`;
  const lines = requests.map((one) => `${requestHead(one)}\n${stateText(one)}`);
  const mayWithdraw = (one: RequestProps) => one.request.state !== 'signed';
  return {
    text: [escapeMrkdwn(first), ...lines].join('\n'),
    blocks: [
      section(bold(first)),
      ...requests
        .slice(0, SHOWN)
        .flatMap((one, index) => [
          section(lines[index] ?? ''),
          ...(mayWithdraw(one) ? [actions([withdrawButton(one)])] : []),
        ]),
      ...(requests.length > SHOWN ? [section(`还有${requests.length - SHOWN}件。`)] : []),
      context(clauseLine(notice, [ruleOf(notice, 'return-request').clause])),
    ],
  };
}

/** R07: the lead unit is asked; both answers are one click, the second wants a reason. */
export function consentMessage(notice: Notice, props: RequestProps): Message {
  const { request, proposal, unit } = props;
  const first = `【请答复】${escapeMrkdwn(unit)}申请${KIND_TEXT[request.kind]}第${proposal.number}号（会办），征求主办单位同意`;
  const done = reassignsUntil(notice);
  const clauses = clauseLine(notice, [ruleOf(notice, 'return-request').clause]);
  const next = `同意后报建议提案股研究${done ? `，${dateText(done)}前办结` : ''}；不同意的，该件仍由其会办。`;
  return {
    text: [first, `理由：${escapeMrkdwn(shorten(request.reasons, 200))}`, next, clauses].join('\n'),
    blocks: [section(`*${first}*`), ...consentBlocks(props), section(next), context(clauses)],
  };
}

/** The question itself, as it also stands in the lead unit’s list of what is wanted of it. */
export function consentBlocks(props: RequestProps): Message['blocks'] {
  return [
    section(requestHead(props)),
    section(`理由：${props.request.reasons}`.slice(0, 3_000), { plain: true }),
    actions([
      button({
        text: '同意',
        action: ACTIONS.returnAgree,
        value: props.request.id,
        style: 'primary',
      }),
      button({ text: '不同意', action: ACTIONS.returnObject, value: props.request.id }),
    ]),
  ];
}

/** What people answer at once: more come up as these are answered. */
const ASKED_AT_ONCE = 3;

/** A unit's list of what it owes, with the requests that wait for its consent below the first line. */
export function withConsents(message: Message, requests: readonly RequestProps[]): Message {
  if (requests.length === 0) return message;
  const [first, ...rest] = message.blocks;
  const asked = `请答复：会办单位的退办、改办申请${requests.length}件，征求贵单位同意`;
  return {
    text: [message.text, asked, ...requests.map(requestHead)].join('\n'),
    blocks: [
      ...(first ? [first] : []),
      section(bold(asked)),
      ...requests.slice(0, ASKED_AT_ONCE).flatMap(consentBlocks),
      ...rest,
    ],
  };
}

/** What became of a request, to the unit that made it. */
export function outcomeMessage(
  notice: Notice,
  props: RequestProps,
  result: { kind: 'objected' | 'refused'; why: string; again: boolean } | { kind: 'carried-out' },
): Message {
  const { request, proposal, unit, leader, assignment } = props;
  const what = `${proposalText(proposal)} ${KIND_TEXT[request.kind]}申请`;
  const rest =
    result.kind === 'carried-out'
      ? [props.newUnit ? `已${placementText(props)}，贵单位不再承办。` : '已同意退办，贵单位不再承办。']
      : [
          `${result.kind === 'objected' ? `主办单位${escapeMrkdwn(leader?.unit ?? '')}不同意` : '建议提案股不予退办或改办'}：${escapeMrkdwn(result.why)}`,
          `本件仍由贵单位${ROLE_TEXT[assignment.role]}。${result.again ? `${againText(notice)}` : ''}`,
        ];
  const first = `【退改办结果】${escapeMrkdwn(unit)}：${what}`;
  const clauses = clauseLine(notice, [ruleOf(notice, 'reassign').clause]);
  return {
    text: [first, ...rest, clauses].join('\n'),
    blocks: [section(`*${first}*`), section(rest.join('\n')), context(clauses)],
  };
}

function againText(notice: Notice): string {
  const last = returnsUntil(notice);
  return last ? `补充理由后，${dateText(last)}24时前可以重新申请。` : '';
}
