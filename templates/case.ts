/** `case 提案`: the whole story of one proposal, for the desk and managers; for a unit, of its own part. */

import { actions, bold, button, context, escapeMrkdwn, type Message, section } from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { Coordinated } from '../src/domain/coordination.ts';
import { type Duty, deadline } from '../src/domain/duty.ts';
import type { Assignment, FileRef, Proposal, RegistrationDetails, Urge } from '../src/domain/facts.ts';
import type { Notice } from '../src/domain/notice.ts';
import { ACTIONS } from './actions.ts';
import { type AuditedEvent, auditWords, dutyName } from './audit-words.ts';
import { PHASE_TEXT } from './contact-form.ts';
import { coordinationText } from './coordination.ts';
import { categoryText } from './proposal-fields.ts';
import { KIND_TEXT, placementText, type RequestProps, signatureText, stateText } from './return-request.ts';
import { clauseLine, dateText, ROLE_TEXT, shortDate, shorten } from './wording.ts';

/** A fact with the names of those who recorded it and took it back. */
export interface CaseFact {
  id: string;
  kind: string;
  on: IsoDate;
  promisedOn: IsoDate | null;
  text: string | null;
  details: RegistrationDetails;
  dutyKey: string | null;
  by: string | null;
  revokedAt: Date | null;
  revoker: string | null;
  revokedWhy: string | null;
}

/** One unit's part, also one that it has given up. */
export interface CasePart {
  unit: string;
  assignment: Assignment;
  duties: readonly Duty[];
  facts: readonly CaseFact[];
  urges: readonly (Urge & { by: string | null })[];
  snoozes: readonly { dutyKey: string; until: IsoDate; times: number; name: string }[];
}

export interface CaseEvent extends AuditedEvent {
  at: Date;
  by: string | null;
  role: string | null;
}

export interface CaseProps {
  notice: Notice;
  proposal: Proposal;
  hardReason: string | null;
  today: IsoDate;
  /** An instant as 4月6日09:12. */
  when: (at: Date) => string;
  parts: readonly CasePart[];
  /** All units of the proposal with what the others wait for; for a unit, in place of the others' parts. */
  coordinated: readonly Coordinated[] | null;
  requests: readonly RequestProps[];
  events: readonly CaseEvent[];
  /** From 0. */
  page: number;
  /** The desk can go on from here. */
  forDesk: boolean;
}

/** Characters of a page: Slack takes 12,000 of a message, and a screen shows fewer. */
const PAGE_ROOM = 3_500;
const LINE_ROOM = 400;

interface Part {
  title: string;
  lines: string[];
}

export function caseMessage(props: CaseProps): Message {
  const { notice, proposal, page } = props;
  const all = [...headParts(props), ...requestParts(props), ...revokedParts(props), ...eventParts(props)];
  const pages = pagesOf(all.filter((part) => part.lines.length > 0));
  const current = Math.min(Math.max(page, 0), pages.length - 1);
  const shown = pages[current] ?? [];
  const first = `【提案】第${proposal.number}号《${shorten(proposal.title, 60)}》${pages.length > 1 ? `（第${current + 1}页，共${pages.length}页）` : ''}`;
  const turn = (text: string, to: number) =>
    button({ text, action: ACTIONS.caseShow, value: `${proposal.number}/${to}` });
  const buttons = [
    ...(current > 0 ? [turn('上一页', current - 1)] : []),
    ...(current < pages.length - 1 ? [turn('下一页', current + 1)] : []),
    ...(props.forDesk
      ? [
          button({ text: '催办', action: ACTIONS.urgeShow, value: `p:${proposal.number}` }),
          button({ text: '再交办一个单位', action: ACTIONS.assignOpen, value: proposal.number }),
        ]
      : []),
    ...(hasFiles(props)
      ? [button({ text: '发送附件', action: ACTIONS.filesSend, value: proposal.number })]
      : []),
    button({ text: '更正', action: ACTIONS.undoList, value: proposal.number }),
  ];
  const clauses = clauseLine(
    notice,
    props.parts
      .flatMap((part) => part.duties.filter((duty) => duty.state === 'open'))
      .map((duty) => duty.rule.clause),
  );
  return {
    text: [escapeMrkdwn(first), ...shown.flatMap((part) => [part.title, ...part.lines]), clauses].join('\n'),
    blocks: [
      section(bold(first)),
      ...shown.map((part) => section([bold(part.title), ...part.lines].filter(Boolean).join('\n'))),
      actions(buttons),
      context(clauses),
    ],
  };
}

/** Sections cut into pages between lines; a section that goes on keeps its title. */
function pagesOf(parts: readonly Part[]): Part[][] {
  const pages: Part[][] = [[]];
  let room = PAGE_ROOM;
  for (const { title, lines } of parts) {
    let open: Part | null = null;
    for (const long of lines) {
      const line = long.length > LINE_ROOM ? `${shorten(long, LINE_ROOM)}` : long;
      if (line.length > room) {
        pages.push([]);
        room = PAGE_ROOM;
        open = null;
      }
      if (!open) {
        open = { title, lines: [] };
        pages.at(-1)?.push(open);
        room -= title.length;
      }
      open.lines.push(line);
      room -= line.length + 1;
    }
  }
  return pages;
}

function headParts(props: CaseProps): Part[] {
  const { proposal, hardReason, parts, coordinated } = props;
  const about = [
    proposal.leadMember ? `领衔委员：${escapeMrkdwn(proposal.leadMember)}` : '',
    proposal.kind === 'letter' ? '信函（不需要征询意见表）' : '提案',
    proposal.hard ? `复杂件${hardReason ? `：${escapeMrkdwn(hardReason)}` : ''}` : '',
    parts.length === 0 && !coordinated ? '没有承办单位' : '',
  ].filter(Boolean);
  return [
    { title: '', lines: [about.join('　')] },
    ...(coordinated && coordinated.length > 1
      ? [{ title: '各承办单位', lines: [escapeMrkdwn(coordinationText(coordinated))] }]
      : []),
    ...parts.map((part) => unitPart(part, props)),
  ];
}

function unitPart(part: CasePart, props: CaseProps): Part {
  const { assignment } = part;
  const title = `${part.unit}（${ROLE_TEXT[assignment.role]}）${assignment.endedOn ? `　${shortDate(assignment.endedOn)}起不再承办` : ''}`;
  const standing = part.facts.filter((fact) => fact.revokedAt === null);
  return {
    title,
    lines: [
      `${shortDate(assignment.assignedOn)}${assignment.reassigned ? '再次交办（不再接受退办或改办）' : '交办'}`,
      ...standing.map((fact) => `${shortDate(fact.on)}　${factText(fact, props.notice)}`),
      ...reportLine(part.duties),
      ...openLines(part, props),
      ...snoozeLines(part, props.notice),
      ...urgeLines(part, props.notice),
    ],
  };
}

function factText(fact: CaseFact, notice: Notice): string {
  const { details, promisedOn, text, dutyKey, kind } = fact;
  const name =
    kind === 'explained' && dutyKey
      ? `说明情况（${dutyName(dutyKey, notice)}）`
      : (notice.registrations[kind] ?? kind);
  const more = [
    details.fileNumber,
    details.category ? categoryText(notice, details.category) : undefined,
    details.phase ? PHASE_TEXT[details.phase] : undefined,
    details.way,
    details.grade,
    promisedOn ? `${shortDate(promisedOn)}前${kind === 'sent-back' ? '重报' : '再答复'}` : undefined,
    text && text !== details.way ? shorten(text, 120) : undefined,
    filesText(details.files ?? []),
  ].filter(Boolean);
  return escapeMrkdwn(`${name}${more.length > 0 ? `：${more.join('，')}` : ''}`);
}

function hasFiles({ parts, requests }: CaseProps): boolean {
  const recorded = parts.flatMap((part) => part.facts.filter((fact) => fact.revokedAt === null));
  return (
    requests.some(({ request }) => request.files.length > 0) ||
    recorded.some(({ details }) => (details.files ?? []).length > 0)
  );
}

function filesText(files: readonly FileRef[]): string {
  return files.length === 0 ? '' : `附件 ${files.map((file) => shorten(file.name, 40)).join('、')}`;
}

/** 月报：4月（4月12日）、5月（5月18日迟报） */
function reportLine(duties: readonly Duty[]): string[] {
  const done = duties.filter((duty) => duty.period !== null && duty.state === 'done' && duty.doneOn !== null);
  if (done.length === 0) return [];
  const texts = done.map(
    ({ period, doneOn, due }) =>
      `${Number(period?.slice(5))}月（${shortDate(doneOn ?? '')}${due !== null && (doneOn ?? '') > due ? '迟报' : ''}）`,
  );
  return [`月报：${texts.join('、')}`];
}

/** What is still lacking, the overdue first. */
function openLines({ duties }: CasePart, { notice, today }: CaseProps): string[] {
  return duties
    .filter((duty) => duty.state === 'open' && !duty.rule.optional)
    .map((duty) => ({ duty, last: deadline(duty, today) }))
    .sort((one, other) => (one.last ?? '9999').localeCompare(other.last ?? '9999'))
    .map(({ duty, last }) => {
      const parts =
        'registered' in duty.rule.doneWhen && duty.rule.doneWhen.registered.length > 1
          ? `：${duty.missing.map((kind) => notice.registrations[kind] ?? kind).join('、')}`
          : '';
      const when =
        last === null
          ? ''
          : last < today
            ? `　${bold('逾期')}，应于${shortDate(last)}前`
            : `　${dateText(last)}前`;
      const because =
        duty.paused && duty.because ? `　已说明：${escapeMrkdwn(shorten(duty.because, 60))}` : '';
      return `□ ${dutyName(duty.key, notice)}${parts}${when}${because}`;
    });
}

function snoozeLines({ snoozes }: CasePart, notice: Notice): string[] {
  return snoozes.map(
    (one) =>
      `稍后提醒：${escapeMrkdwn(one.name)}将${dutyName(one.dutyKey, notice)}推后到${shortDate(one.until)}${one.times > 1 ? `（共${one.times}次）` : ''}`,
  );
}

function urgeLines({ urges }: CasePart, notice: Notice): string[] {
  return urges.map(
    (one) =>
      `${one.way === 'phone' ? '电话催办' : '催办'}：${shortDate(one.on)} ${dutyName(one.dutyKey, notice)}${one.by ? `，${escapeMrkdwn(one.by)}` : ''}${one.note ? `（${escapeMrkdwn(shorten(one.note, 100))}）` : ''}`,
  );
}

function requestParts({ requests }: CaseProps): Part[] {
  return [
    {
      title: '退办、改办',
      lines: requests.flatMap((one) => [
        `${escapeMrkdwn(one.unit)}申请${KIND_TEXT[one.request.kind]}：${stateText(one)}${isPlaced(one) ? `（${placementText(one)}）` : ''}`,
        signatureText(one),
        `理由：${escapeMrkdwn(shorten(one.request.reasons, 200))}`,
        ...(one.request.deskWhy ? [`建议提案股：${escapeMrkdwn(shorten(one.request.deskWhy, 200))}`] : []),
      ]),
    },
  ];
}

/** What became of a request that was carried out. */
function isPlaced({ request }: RequestProps): boolean {
  return request.state === 'carried-out';
}

function revokedParts({ parts, notice, when }: CaseProps): Part[] {
  const lines = parts.flatMap((part) =>
    part.facts.flatMap((fact) =>
      fact.revokedAt === null
        ? []
        : [
            `${shortDate(fact.on)}　${escapeMrkdwn(part.unit)}　${factText(fact, notice)}　${when(fact.revokedAt)}由${escapeMrkdwn(fact.revoker ?? '')}撤销：${escapeMrkdwn(shorten(fact.revokedWhy ?? '', 120))}`,
          ],
    ),
  );
  return [{ title: '已退回或更正的登记', lines }];
}

/** Who did what and when; what one person did at one moment is one line. */
function eventParts({ events, notice, when }: CaseProps): Part[] {
  const lines: { head: string; words: string[] }[] = [];
  for (const event of events) {
    const head = `${when(event.at)} ${escapeMrkdwn(event.by ?? '系统')}${event.role ? `（${event.role}）` : ''}`;
    const words = auditWords(event, notice);
    const last = lines.at(-1);
    if (last?.head !== head) lines.push({ head, words: [words] });
    else if (!last.words.includes(words)) last.words.push(words);
  }
  return [{ title: '经过', lines: lines.map(({ head, words }) => `${head}　${words.join('；')}`) }];
}
