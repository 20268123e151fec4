/**
 * D4: the monthly report as a form, one group of fields per live proposal, several pages when there are many. Opened by
 * a button, by /yuebao or “月报”. Owns its block ids and the reading of its answers.
 */

import { type FormValues, modal } from '../src/chat/form.ts';
import {
  bold,
  checkboxes,
  context,
  cut,
  divider,
  escapeMrkdwn,
  section,
  select,
  textInput,
} from '../src/chat/message.ts';
import type { Duty } from '../src/domain/duty.ts';
import {
  FIELD_LIMIT,
  FIELD_NAMES,
  FORM_TICKS,
  REPORT_FIELDS,
  type ReportDraftEntry,
  type ReportField,
} from '../src/domain/monthly-report.ts';
import type { Notice } from '../src/domain/notice.ts';
import { FORMS } from './actions.ts';
import { clauseLine, dateText, numbersText, periodText, proposalText, ROLE_TEXT } from './wording.ts';

export interface ReportFormProps {
  notice: Notice;
  unit: string;
  /** The unit's id, where the desk enters what the unit telephoned. */
  forUnit: string | null;
  /** How often the report had been sent in when the form was opened. */
  base: number;
  period: string;
  due: string;
  late: boolean;
  /** The monthly duties of the period, by proposal number. */
  duties: readonly Duty[];
  /** What each proposal's fields start with, by assignment id. */
  entries: Readonly<Record<string, ReportDraftEntry>>;
  /** Facts already on record by assignment id: their ticks are not offered again. */
  recorded: Readonly<Record<string, readonly string[]>>;
  /** From 0. */
  page: number;
  /** Said at the top, such as what was wrong with what was typed. */
  warning?: string;
}

/** Seven blocks a proposal and Slack's hundred a form would allow fourteen; six fit a patience. */
export const PROPOSALS_PER_PAGE = 6;

export function reportForm(props: ReportFormProps) {
  const { notice, period, page, duties } = props;
  const pages = pageCount(duties.length);
  const shown = duties.slice(page * PROPOSALS_PER_PAGE, (page + 1) * PROPOSALS_PER_PAGE);
  const lateText = props.late
    ? props.base > 0
      ? '（已过期限，修改按期限后更正记）'
      : '（已过期限，按迟报记）'
    : '';
  return modal({
    callback: FORMS.report,
    title: `${periodText(period)}月报`,
    submit: page < pages - 1 ? '下一页' : '报送',
    close: '先不报',
    metadata: JSON.stringify({
      period,
      page,
      base: props.base,
      ...(props.forUnit && { unit: props.forUnit }),
    }),
    blocks: [
      section(
        `${bold(props.unit)}${props.forUnit ? '（代录）' : ''}　${dateText(props.due)}前${lateText}，共${duties.length}件${pages > 1 ? `，第${page + 1}页（共${pages}页）` : ''}`,
      ),
      ...(props.warning ? [section(escapeMrkdwn(props.warning))] : []),
      ...tooLong(props, shown),
      ...shown.flatMap((duty) => [divider(), ...proposalFields(duty, props)]),
      context(
        clauseLine(
          notice,
          shown.map((duty) => duty.rule.clause),
        ),
      ),
    ],
  });
}

/** What was typed as a message may be longer than a field; the message itself stays where it is. */
function tooLong({ entries }: ReportFormProps, shown: readonly Duty[]) {
  const long = shown.filter(({ assignment }) => {
    const entry = entries[assignment?.id ?? ''];
    return entry && REPORT_FIELDS.some((field) => entry[field].length > FIELD_LIMIT);
  });
  const numbers = long.flatMap(({ proposal }) => proposal?.number ?? []);
  return numbers.length > 0
    ? [
        section(
          `${numbersText(numbers)}写得超过${FIELD_LIMIT}字，这里只放得下开头，请删减；全文仍在您发的消息里。`,
        ),
      ]
    : [];
}

export function pageCount(proposals: number): number {
  return Math.max(1, Math.ceil(proposals / PROPOSALS_PER_PAGE));
}

function proposalFields(duty: Duty, { notice, entries, recorded }: ReportFormProps) {
  const { assignment, proposal } = duty;
  if (!assignment || !proposal) return [];
  const entry = entries[assignment.id];
  const known = recorded[assignment.id] ?? [];
  const ticks =
    proposal.kind === 'letter'
      ? []
      : FORM_TICKS.filter((kind) => !known.includes(kind) && kind in notice.registrations);
  return [
    section(`*${proposalText(proposal, 40)}*　${duty.role ? ROLE_TEXT[duty.role] : ''}`),
    ...REPORT_FIELDS.map((field) =>
      textInput({
        id: fieldId(field, assignment.id),
        label: FIELD_NAMES[field],
        multiline: true,
        maxLength: FIELD_LIMIT,
        initial: cut(entry?.[field] ?? '', FIELD_LIMIT),
        placeholder:
          field === 'problems' ? '没有的填“无”' : field === 'progress' ? '本月做了什么' : '下月准备做什么',
      }),
    ),
    select({
      id: fieldId('stage', assignment.id),
      label: '办理阶段',
      optional: true,
      choices: notice.settings.reportStages.map((stage) => ({ text: stage, value: stage })),
      ...(entry?.stage && { initial: entry.stage }),
    }),
    select({
      id: fieldId('way', assignment.id),
      label: '本月与委员沟通',
      optional: true,
      placeholder: '本月没有沟通的不选',
      choices: notice.settings.contactWays.map((way) => ({ text: way, value: way })),
      ...(entry?.contactWay && { initial: entry.contactWay }),
    }),
    ...(ticks.length > 0
      ? [
          checkboxes({
            id: fieldId('ticks', assignment.id),
            label: '征询意见表',
            optional: true,
            choices: ticks.map((kind) => ({ text: notice.registrations[kind] ?? kind, value: kind })),
            initial: entry?.ticks.filter((kind) => ticks.some((tick) => tick === kind)) ?? [],
          }),
        ]
      : []),
  ];
}

/** The block id of a field; form errors are shown there. */
export function fieldId(field: ReportField | 'stage' | 'way' | 'ticks', assignmentId: string): string {
  return `${field}/${assignmentId}`;
}

/** The typed entries by assignment id, exactly as typed; fields that are not on the page are left out. */
export function readReportForm(values: FormValues): Record<string, ReportDraftEntry> {
  const entries: Record<string, ReportDraftEntry> = {};
  const text = (key: string) => (typeof values[key] === 'string' ? values[key] : '');
  for (const key of Object.keys(values)) {
    const [field, assignmentId] = key.split('/');
    if (field !== 'progress' || !assignmentId) continue;
    const ticks = values[fieldId('ticks', assignmentId)];
    entries[assignmentId] = {
      progress: text(fieldId('progress', assignmentId)),
      problems: text(fieldId('problems', assignmentId)),
      plan: text(fieldId('plan', assignmentId)),
      stage: text(fieldId('stage', assignmentId)) || null,
      contactWay: text(fieldId('way', assignmentId)) || null,
      ticks: Array.isArray(ticks) ? ticks : [],
    };
  }
  return entries;
}
