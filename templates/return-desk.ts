/** 退改办 as the desk and the manager see it: requests side by side by proposal, each with what can be done now (R09, R10). */

import {
  actions,
  type ButtonOptions,
  bold,
  button,
  context,
  divider,
  escapeMrkdwn,
  type Message,
  section,
} from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { Role } from '../src/domain/facts.ts';
import { groupBy } from '../src/domain/group-by.ts';
import { type Notice, ruleOf } from '../src/domain/notice.ts';
import { markOf, reassignsUntil } from '../src/domain/return-request.ts';
import { ACTIONS } from './actions.ts';
import {
  KIND_TEXT,
  placementText,
  type RequestProps,
  requestHead,
  signatureText,
  stateText,
} from './return-request.ts';
import { clauseLine, dateText, numbersText, proposalText, ROLE_TEXT, shorten } from './wording.ts';

export interface DeskRequestProps extends RequestProps {
  holders: readonly { unit: string; role: Role }[];
}

export interface RequestListProps {
  notice: Notice;
  today: IsoDate;
  /** What has just been done, as sentences. */
  done: readonly string[];
  requests: readonly DeskRequestProps[];
  /** Given back and nobody's yet. */
  leftOver: readonly { number: string; title: string }[];
  /** From 0. */
  page: number;
  /** Reasons in full: the list is about one proposal. */
  whole: boolean;
}

const ROWS = 10;
const REASONS_SHOWN = 100;

/** The desk's list, a page of it. */
export function requestList(props: RequestListProps): Message {
  const { notice, requests, leftOver } = props;
  const pages = Math.max(1, Math.ceil(requests.length / ROWS));
  const page = Math.min(Math.max(props.page, 0), pages - 1);
  const shown = requests.slice(page * ROWS, (page + 1) * ROWS);
  const first = firstLine(props);
  const leftOverRows = leftOver.slice(0, ROWS).map((one) =>
    section(`待重新交办：${proposalText(one)}`, {
      accessory: button({ text: '交办', action: ACTIONS.assignOpen, value: one.number }),
    }),
  );
  const waiting =
    leftOver.length > 0 ? [`待重新交办：${leftOver.map((one) => proposalText(one)).join('、')}`] : [];
  const rows = [...groupBy(shown, (one) => one.proposal.number).values()].flatMap((group) => [
    divider(),
    ...comparison(group),
    ...group.flatMap((one) => row(one, props.whole)),
  ]);
  const footer = footerButtons(requests, page, pages);
  return {
    text: [
      ...props.done,
      first,
      ...shown.map((one) => `${requestHead(one)}　${stateText(one)}`),
      ...waiting,
    ].join('\n'),
    blocks: [
      ...(props.done.length > 0 ? [section(props.done.join('\n'))] : []),
      section(bold(first)),
      ...leftOverRows,
      ...rows,
      ...(footer.length > 0 ? [actions(footer)] : []),
      context(clauseLine(notice, [ruleOf(notice, 'reassign').clause])),
    ],
  };
}

function firstLine({ notice, today, requests, leftOver }: RequestListProps): string {
  if (requests.length === 0)
    return leftOver.length > 0 ? `【退改办】${leftOver.length}件待重新交办` : '【退改办】没有待办理的申请';
  const last = reassignsUntil(notice);
  const late = last !== null && today > last;
  const count = (state: string) => requests.filter((one) => one.request.state === state).length;
  const toSubmit = requests.filter(isProposed).length;
  const parts = [
    [count('awaiting-consent'), '待主办单位答复'],
    [count('open') - toSubmit, '待研究'],
    [toSubmit, '待呈签'],
    [count('submitted'), '待签批'],
    [count('signed'), '待办结'],
  ] as const;
  const due = last ? `，${late ? `已超过${dateText(last)}的期限` : `${dateText(last)}前完成`}` : '';
  return `【退改办】${requests.length}件申请${due}：${parts
    .flatMap(([number, name]) => (number > 0 ? [`${name}${number}`] : []))
    .join('，')}`;
}

/** Several units want to give up one proposal: who holds it, before who wants what. */
function comparison(group: readonly DeskRequestProps[]): Message['blocks'] {
  const [one] = group;
  if (!one || group.length < 2) return [];
  const holders = one.holders.map(({ unit, role }) => `${unit}（${ROLE_TEXT[role]}）`).join('、');
  return [
    section(
      `${bold(`第${one.proposal.number}号有${group.length}个单位申请`)}，现由${escapeMrkdwn(holders)}承办。`,
    ),
  ];
}

function row(one: DeskRequestProps, whole: boolean): Message['blocks'] {
  const { reasons, deskWhy } = one.request;
  const lines = [
    requestHead(one),
    signatureText(one),
    `${bold(stateText(one).replaceAll('*', ''))}${deskWhy && one.request.deskAt ? `　拟办意见：${escapeMrkdwn(deskWhy)}` : ''}`,
    ...(one.assignment.endedOn ? ['该单位已不再承办本件'] : []),
  ];
  const buttons = [...buttonsFor(one), ...filesButton(one)].map(button);
  return [
    section(lines.join('\n')),
    section(`理由：${whole ? reasons : shorten(reasons, REASONS_SHOWN)}`.slice(0, 3_000), { plain: true }),
    ...(buttons.length > 0 ? [actions(buttons)] : []),
  ];
}

/** What the unit attached, the head's signature among it, for whoever decides. */
function filesButton({ request, proposal }: DeskRequestProps): ButtonOptions[] {
  return request.files.length > 0
    ? [{ text: '发送附件', action: ACTIONS.filesSend, value: proposal.number }]
    : [];
}

function buttonsFor({ request, leader }: DeskRequestProps): ButtonOptions[] {
  const value = request.id;
  const refuse = { text: '不予退改办', action: ACTIONS.returnRefuse, value };
  switch (request.state) {
    case 'awaiting-consent':
      return leader === null
        ? [{ text: '拟同意', action: ACTIONS.returnPropose, value }, refuse]
        : [
            { text: '再请主办单位答复', action: ACTIONS.returnAskAgain, value },
            {
              text: '主办单位电话同意',
              action: ACTIONS.returnConsented,
              value,
              confirm: {
                title: '登记主办单位同意',
                text: `${leader.unit}已同意会办单位的这份申请？`,
                yes: '是，登记',
                no: '还没有',
              },
            },
            refuse,
          ];
    case 'open':
      return request.deskAt
        ? [
            { text: '呈签', action: ACTIONS.returnSubmit, value, style: 'primary' },
            { text: '修改拟办意见', action: ACTIONS.returnPropose, value },
            refuse,
          ]
        : [{ text: '拟同意', action: ACTIONS.returnPropose, value, style: 'primary' }, refuse];
    case 'submitted':
      return [{ text: '取回修改', action: ACTIONS.returnPropose, value }, refuse];
    case 'signed':
      return [{ text: '已办结改办', action: ACTIONS.returnCarryOut, value, style: 'primary' }];
    default:
      return [];
  }
}

function isProposed({ request }: RequestProps): boolean {
  return request.state === 'open' && request.deskAt !== null;
}

function footerButtons(requests: readonly DeskRequestProps[], page: number, pages: number) {
  const proposed = requests.filter(isProposed).length;
  const signed = requests.filter((one) => one.request.state === 'signed').length;
  const turn = (text: string, to: number) => button({ text, action: ACTIONS.returnList, value: String(to) });
  return [
    ...(proposed > 1
      ? [
          button({
            text: `全部呈签（${proposed}件）`,
            action: ACTIONS.returnSubmit,
            value: 'all',
            style: 'primary',
          }),
        ]
      : []),
    ...(signed > 1
      ? [
          button({
            text: `全部已办结（${signed}件）`,
            action: ACTIONS.returnCarryOut,
            value: 'all',
            style: 'primary',
            confirm: {
              title: '全部办结',
              text: `${signed}件已签批的申请，均已在办理系统改办？`,
              yes: '是，登记',
              no: '再看看',
            },
          }),
        ]
      : []),
    ...(page > 0 ? [turn('上一页', page - 1)] : []),
    ...(page < pages - 1 ? [turn('下一页', page + 1)] : []),
  ];
}

const TO_SIGN_SHOWN = 12;

/** R09: what the manager is asked to sign, with everything needed to decide. */
export function approvalMessage(
  notice: Notice,
  requests: readonly DeskRequestProps[],
  done: readonly string[] = [],
): Message {
  const last = reassignsUntil(notice);
  const first =
    requests.length === 0
      ? '没有待签批的退办、改办。'
      : `【请签批】退办、改办${requests.length}件：${numbersText([...new Set(requests.map((one) => one.proposal.number))])}${last ? `，${dateText(last)}前完成改办` : ''}`;
  const shown = requests.slice(0, TO_SIGN_SHOWN);
  const lines = shown.map((one) =>
    [
      requestHead(one),
      `拟${placementText(one)}${one.request.deskWhy ? `：${escapeMrkdwn(one.request.deskWhy)}` : ''}`,
      signatureText(one),
    ].join('\n'),
  );
  const all = button({
    text: `全部签批（${requests.length}件）`,
    action: ACTIONS.approveSign,
    value: `all@${markOf(requests.map((one) => one.request))}`,
    style: 'primary',
    confirm: {
      title: '全部签批',
      text: `${numbersText(requests.map((one) => one.proposal.number))}，共${requests.length}件，均按拟办意见签批？`,
      yes: '签批',
      no: '再看看',
    },
  });
  return {
    text: [...done, first, ...lines].join('\n'),
    blocks: [
      ...(done.length > 0 ? [section(done.join('\n'))] : []),
      section(bold(first)),
      ...shown.flatMap((one, index) => [
        section(lines[index] ?? ''),
        section(`理由：${shorten(one.request.reasons, 300)}`, { plain: true }),
        actions([
          button({
            text: '签批',
            action: ACTIONS.approveSign,
            value: `${one.request.id}@${markOf([one.request])}`,
            style: 'primary',
          }),
          button({ text: '退回', action: ACTIONS.approveSendBack, value: one.request.id }),
          ...filesButton(one).map(button),
        ]),
      ]),
      ...(requests.length > TO_SIGN_SHOWN
        ? [section(`还有${requests.length - TO_SIGN_SHOWN}件，签批以上后显示。`)]
        : []),
      ...(requests.length > 1 && requests.length <= TO_SIGN_SHOWN ? [actions([all])] : []),
      context(clauseLine(notice, [ruleOf(notice, 'reassign').clause])),
    ],
  };
}

/** To the desk: the manager has decided, and the next step is theirs. */
export function decidedMessage(
  notice: Notice,
  requests: readonly RequestProps[],
  decision: { kind: 'signed' } | { kind: 'sent-back'; why: string },
): Message {
  const numbers = numbersText(requests.map((one) => one.proposal.number));
  const last = reassignsUntil(notice);
  const first =
    decision.kind === 'signed'
      ? `【已签批】${numbers}退办、改办，请在办理系统改办${last ? `，${dateText(last)}前完成` : ''}`
      : `【退回研究】${numbers}退办、改办：${escapeMrkdwn(decision.why)}`;
  const lines = requests.map(
    (one) =>
      `${proposalText(one.proposal)} ${escapeMrkdwn(one.unit)}${KIND_TEXT[one.request.kind]} → ${placementText(one)}`,
  );
  return {
    text: [first, ...lines].join('\n'),
    blocks: [
      section(`*${first}*`),
      section(lines.join('\n')),
      actions([button({ text: '办理退改办', action: ACTIONS.returnList, style: 'primary' })]),
      context(clauseLine(notice, [ruleOf(notice, 'reassign').clause])),
    ],
  };
}
