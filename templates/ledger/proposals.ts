/** 提案: one row a proposal. Its first ten columns are a list of proposals as the import reads it. */

import { UNSETTLED } from '../../src/domain/assignment-columns.ts';
import { isOverdue } from '../../src/domain/duty.ts';
import type { Proposal, Role } from '../../src/domain/facts.ts';
import { gradeOf } from '../../src/domain/feedback-form.ts';
import { groupBy } from '../../src/domain/group-by.ts';
import { dutyName } from '../audit-words.ts';
import { categoryText } from '../proposal-fields.ts';
import { nearestDeadline, openDuties } from './open.ts';
import { day, joined, numberCell, tableOf, text, word } from './table.ts';
import { type LedgerView, latestOf, type Part } from './view.ts';

interface Row {
  proposal: Proposal;
  /** Those who hold it. */
  parts: readonly Part[];
  all: readonly Part[];
}

export function proposalSheet(view: LedgerView) {
  const { notice, today, ledger } = view;
  const ofProposal = groupBy(view.parts, (part) => part.proposal.id);
  const rows = view.proposals.map((proposal): Row => {
    const all = ofProposal.get(proposal.id) ?? [];
    return { proposal, all, parts: all.filter((part) => part.assignment.endedOn === null) };
  });
  const units = (role: Role) => (row: Row) => {
    const names = row.parts.filter((part) => part.assignment.role === role).map((part) => part.unit);
    return names.length > 0 ? names.join('、') : role === 'lead' && !isAnswered(row) ? UNSETTLED : null;
  };
  const answers = (row: Row, of: (part: Part) => string | null | undefined) => [
    ...new Set(row.parts.flatMap((part) => of(part) ?? [])),
  ];
  return tableOf(
    '提案',
    rows,
    [
      word('案号', 7, ({ proposal }) => numberCell(proposal.number)),
      text('案由', 36, ({ proposal }) => proposal.title),
      word('类别', 6, ({ proposal }) => (proposal.kind === 'letter' ? '信函' : '提案')),
      text('领衔委员', 10, ({ proposal }) => proposal.leadMember),
      text('主办', 15, units('lead')),
      text('独办', 15, units('sole')),
      text('分办', 15, units('split')),
      text('会办', 17, units('joint')),
      day('交办日期', assignedOn),
      word('复杂件', 5, ({ proposal }) => (proposal.hard ? '是' : null)),
      text('复杂件理由', 14, ({ proposal }) => ledger.hardReasons.get(proposal.id) ?? null),
      word('办理情况', 12, progressOf),
      text('答复类别', 12, (row) =>
        joined(
          answers(row, (part) => latestOf(part, 'reply-delivered')?.details.category).map((code) =>
            categoryText(notice, code),
          ),
        ),
      ),
      word('满意程度', 9, (row) => joined(answers(row, (part) => gradeOf(notice, [...part.standing])))),
      day('最近期限', (row) => row.parts.flatMap((part) => nearestDeadline(part, today) ?? []).sort()[0]),
      text('逾期事项', 18, (row) => {
        const late = row.parts.flatMap((part) =>
          openDuties(part)
            .filter((duty) => isOverdue(duty, today, notice.settings))
            .map((duty) => `${part.unit}：${dutyName(duty.key, notice)}`),
        );
        return late.length > 0 ? { value: late.join('\n'), tone: 'bad' } : null;
      }),
    ],
    2,
  );
}

function isAnswered({ parts }: Row): boolean {
  return parts.some((part) => part.assignment.role !== 'joint');
}

/**
 * The day of the first assignments that stand: read back, it leaves those of the second round, and those that came
 * later, as they are.
 */
function assignedOn({ parts, all }: Row): string | undefined {
  const first = parts.filter((part) => !part.assignment.reassigned);
  return (first.length > 0 ? first : all).map((part) => part.assignment.assignedOn).sort()[0];
}

/** Where the answer to the member stands, over all who owe one. */
function progressOf({ parts, proposal }: Row): string {
  const answering = parts.filter((part) => part.assignment.role !== 'joint');
  if (answering.length === 0) return UNSETTLED;
  const all = (...kinds: string[]) =>
    answering.every((part) => kinds.every((kind) => latestOf(part, kind) !== undefined));
  const some = (kind: string) => answering.some((part) => latestOf(part, kind) !== undefined);
  if (all('reply-delivered', 'reply-uploaded')) {
    const back = proposal.kind === 'letter' || all('form-back-unit', 'form-back-desk', 'form-back-online');
    return back ? '已办结' : '已答复，征询中';
  }
  if (some('reply-delivered')) return '部分答复';
  if (some('reply-phased')) return '分阶段答复中';
  if (!all('signed')) return '待签收';
  return some('contacted') ? '办理中，已沟通' : '办理中';
}
