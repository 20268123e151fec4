/** 承办: one row a unit and proposal, those given up among them, with every date of it. */

import { daysBetween } from '../../src/domain/calendar.ts';
import { type Duty, isOverdue } from '../../src/domain/duty.ts';
import { gradeOf, whyNoForm } from '../../src/domain/feedback-form.ts';
import { groupBy } from '../../src/domain/group-by.ts';
import type { LedgerRecord } from '../../src/domain/ledger-facts.ts';
import { dutyName } from '../audit-words.ts';
import { categoryText } from '../proposal-fields.ts';
import { shortDate } from '../wording.ts';
import { nearestDeadline, openDuties } from './open.ts';
import { requestText } from './requests.ts';
import { day, joined, tableOf, text, word } from './table.ts';
import { type LedgerView, latestOf, PART_COLUMNS, type Part, partFields } from './view.ts';

export function assignmentSheet(view: LedgerView) {
  const { notice, today, ledger, parts, explained } = view;
  const nameOf = (duty: Duty) => dutyName(duty.key, notice);
  const requests = groupBy(ledger.requests, (request) => request.assignmentId);
  const on = (kind: string) => (part: Part) => latestOf(part, kind)?.on;
  const form = (kind: string) => (part: Part) =>
    on(kind)(part) ??
    (whyNoForm(notice, part.assignment.role, part.proposal.kind) === null ? undefined : '—');
  return tableOf(
    '承办',
    parts,
    [
      ...partFields<Part>((part) => part),
      day('交办日期', ({ assignment }) => assignment.assignedOn),
      word('轮次', 9, ({ assignment }) => (assignment.reassigned ? '再次交办' : '首次交办')),
      day('不再承办', ({ assignment }) => assignment.endedOn),
      day('签收期限', (part) => signing(part)?.due),
      day('签收日期', on('signed')),
      text('退办改办', 18, ({ assignment }) =>
        joined((requests.get(assignment.id) ?? []).map(requestText), '\n'),
      ),
      day(
        '首次沟通',
        (part) => contacts(part)[0]?.on ?? (latestOf(part, 'contact-waived') ? '无需沟通' : null),
      ),
      text('沟通方式', 12, (part) => joined([...new Set(contacts(part).map(({ details }) => details.way))])),
      word('沟通次数', 6, (part) => contacts(part).length || null),
      day('会办意见', on('opinion-uploaded')),
      day('书面答复', on('reply-delivered')),
      day('上传系统', on('reply-uploaded')),
      text('答复文号', 20, (part) => latestOf(part, 'reply-delivered')?.details.fileNumber ?? null),
      text('答复类别', 14, (part) => {
        const code = (latestOf(part, 'reply-delivered') ?? latestOf(part, 'opinion-uploaded'))?.details
          .category;
        return code === undefined ? null : categoryText(notice, code);
      }),
      text('分阶段答复', 16, (part) => {
        const phased = latestOf(part, 'reply-phased');
        return phased
          ? joined([shortDate(phased.on), phased.promisedOn && `承诺${shortDate(phased.promisedOn)}前再答复`])
          : null;
      }),
      word('复杂件', 5, ({ proposal }) => (proposal.hard ? '是' : null)),
      day('表寄出', form('form-sent')),
      day('委员收到', form('form-received')),
      day('寄回主办', form('form-back-unit')),
      day('寄回股内', form('form-back-desk')),
      day('网上反馈', form('form-back-online')),
      word('满意程度', 9, (part) => gradeOf(notice, [...part.standing])),
      word('月报（已报/应报）', 9, reportCount),
      text('未办事项', 22, (part) => joined(openDuties(part).map(nameOf), '\n')),
      day('最近期限', (part) => nearestDeadline(part, today)),
      word('逾期天数', 6, (part) => {
        const days = openDuties(part)
          .filter((duty) => isOverdue(duty, today, notice.settings))
          .map((duty) => daysBetween(duty.latest ?? duty.due ?? today, today));
        return days.length > 0 ? { value: Math.max(...days), tone: 'bad' } : null;
      }),
      text('情况说明', 24, ({ duties }) =>
        joined(
          duties.map((duty) => {
            const said = explained.get(duty.key);
            return said && `${nameOf(duty)}（${shortDate(said.on)}）：${said.text ?? ''}`;
          }),
          '\n',
        ),
      ),
    ],
    PART_COLUMNS,
  );
}

function contacts({ standing }: Part): LedgerRecord[] {
  return standing
    .filter((record) => record.kind === 'contacted')
    .sort((one, other) => one.on.localeCompare(other.on));
}

/** What the unit has to sign, in the round in which it was given the proposal. */
function signing({ duties }: Part): Duty | undefined {
  return duties.find(
    ({ rule }) => 'registered' in rule.doneWhen && rule.doneWhen.registered.includes('signed'),
  );
}

/** 3/4: reports that are in, and those that are or were owed; nothing for 会办. */
function reportCount({ duties }: Part): string | null {
  const owed = duties.filter(
    ({ period, state }) => period !== null && (state === 'open' || state === 'done'),
  );
  const done = owed.filter(({ state }) => state === 'done');
  return owed.length > 0 ? `${done.length}/${owed.length}` : null;
}
