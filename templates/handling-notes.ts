/**
 * What a line about a reply or an opinion says beyond its date: whose opinion has not come (R37), who leads, whether the
 * member has been contacted (R36), and why it was sent back (R33).
 */

import { escapeMrkdwn } from '../src/chat/message.ts';
import type { AgendaLine } from '../src/domain/agenda.ts';
import type { Calendar, IsoDate } from '../src/domain/calendar.ts';
import { type Coordinated, coordinate, partnersIn } from '../src/domain/coordination.ts';
import type { Duty } from '../src/domain/duty.ts';
import type { Facts, Registration } from '../src/domain/facts.ts';
import { groupBy } from '../src/domain/group-by.ts';
import { type Notice, ruleAsking } from '../src/domain/notice.ts';
import { withoutOpinion } from './coordination.ts';
import { numbersText, shorten } from './wording.ts';

/** Working days before a date from which it matters what others have not done yet. */
const NEAR = 10;
const REASON_LENGTH = 60;

export interface HandlingProps {
  notice: Notice;
  facts: Facts;
  calendar: Calendar;
  today: IsoDate;
}

/** Sentences to a line, without full stops. */
export function handlingNotes(props: HandlingProps): (line: AgendaLine) => string[] {
  const { notice, calendar, today } = props;
  let known: ReturnType<typeof lookUp> | null = null;
  const isNear = (date: IsoDate | null) => date !== null && calendar.countBetween(today, date) <= NEAR;
  const opinionsDue = ruleAsking(notice, 'opinion-uploaded')?.due;
  const opinionsNear = opinionsDue?.at === 'date' && isNear(opinionsDue.date);
  return (line) => {
    if (!closedBy(line, 'opinion-uploaded') && !closedBy(line, 'reply-uploaded')) return [];
    // Looked up once, and only where a line needs it: most messages have none.
    known ??= lookUp(props);
    const { shared, recorded } = known;
    const near = line.overdue || isNear(line.deadline);
    if (closedBy(line, 'opinion-uploaded'))
      return [...leads(line.duties, shared), ...sentBack(line, recorded)];
    return [
      ...(near || opinionsNear ? opinionsMissing(line.duties, shared) : []),
      ...(near ? notContacted(line.duties, recorded) : []),
      ...sentBack(line, recorded),
    ];
  };
}

function lookUp({ notice, facts }: HandlingProps) {
  return {
    shared: coordinate(notice, partnersIn(facts)),
    recorded: groupBy(facts.registrations, (one) => one.assignmentId),
  };
}

function closedBy({ rule }: AgendaLine, kind: string): boolean {
  return 'registered' in rule.doneWhen && rule.doneWhen.registered.includes(kind);
}

/** 会办意见未到：区财政局、区文化局; the numbers stand where the line is about several proposals. */
function opinionsMissing(
  duties: readonly Duty[],
  shared: ReadonlyMap<string, readonly Coordinated[]>,
): string[] {
  return named(
    '会办意见未到',
    duties,
    duties.map((duty) => withoutOpinion(shared.get(duty.proposal?.id ?? '') ?? []).join('、')),
  );
}

/** 主办：区教育局 */
function leads(duties: readonly Duty[], shared: ReadonlyMap<string, readonly Coordinated[]>): string[] {
  return named(
    '主办',
    duties,
    duties.map(
      (duty) => shared.get(duty.proposal?.id ?? '')?.find(({ role }) => role === 'lead')?.unit ?? '',
    ),
  );
}

/** What a sentence says of each proposal, those of whom it says the same together; nothing for an empty word. */
function named(title: string, duties: readonly Duty[], words: readonly string[]): string[] {
  const numbers = groupBy(
    duties.map((duty, index) => ({ number: duty.proposal?.number ?? '', said: words[index] ?? '' })),
    ({ said }) => said,
  );
  const groups = [...numbers].filter(([said]) => said !== '');
  if (groups.length === 0) return [];
  const parts = groups.map(([said, same]) =>
    duties.length === 1 ? said : `${said}（${numbersText(same.map(({ number }) => number))}）`,
  );
  return [`${title}：${escapeMrkdwn(parts.join('；'))}`];
}

function notContacted(
  duties: readonly Duty[],
  recorded: ReadonlyMap<string | null, readonly Registration[]>,
): string[] {
  const open = duties.filter(
    ({ assignment }) =>
      !recorded
        .get(assignment?.id ?? '')
        ?.some(({ kind }) => kind === 'contacted' || kind === 'contact-waived'),
  );
  if (open.length === 0) return [];
  const numbers = numbersText(open.flatMap(({ proposal }) => proposal?.number ?? []));
  return [`未登记答复前沟通${duties.length === 1 ? '' : `：${numbers}`}`];
}

/** 退回原因：格式不符 */
function sentBack(
  { duties, rule }: AgendaLine,
  recorded: ReadonlyMap<string | null, readonly Registration[]>,
): string[] {
  if (rule.opens.at !== 'registration' || rule.opens.kind !== 'sent-back') return [];
  const reasons = duties.map(
    ({ assignment }) =>
      recorded
        .get(assignment?.id ?? '')
        ?.filter(({ kind }) => kind === 'sent-back')
        .sort((one, other) => one.on.localeCompare(other.on))
        .at(-1)?.text ?? '',
  );
  return named(
    '退回原因',
    duties,
    reasons.map((reason) => shorten(reason, REASON_LENGTH)),
  );
}
