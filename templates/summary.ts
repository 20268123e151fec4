/** 全年办理工作总结 (R60, R61): the unit's form and receipt, the desk's list of who has sent one, and one to read. */

import { type FormValues, modal } from '../src/chat/form.ts';
import {
  actions,
  bold,
  button,
  checkboxes,
  context,
  escapeMrkdwn,
  fileInput,
  header,
  type Message,
  section,
  textInput,
} from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { FileRef, Unit } from '../src/domain/facts.ts';
import type { Notice } from '../src/domain/notice.ts';
import {
  composeSummary,
  POINT_LIMIT,
  readSummary,
  SUMMARY_POINTS,
  type SummaryPoint,
  type SummaryTexts,
} from '../src/domain/summary.ts';
import { ACTIONS, FORMS } from './actions.ts';
import { clauseLine, dateText, shortDate, shorten } from './wording.ts';

export const SUMMARY_CLAUSE = '三(七)';
export const FILES_FIELD = 'files';
const KEEP_FIELD = 'keep';
/** Slack's limit for ticks. */
const FILES = 10;

export interface SummaryFormProps {
  notice: Notice;
  unit: string;
  due: IsoDate;
  late: boolean;
  texts: SummaryTexts;
  /** Attached before; they stay unless they are unticked. */
  files: readonly FileRef[];
  /** The version that the form starts from, so that nobody's later one is replaced unseen. */
  base: string | null;
  warning?: string;
}

export function summaryForm(props: SummaryFormProps) {
  const { notice, texts, files } = props;
  return modal({
    callback: FORMS.summary,
    title: `${notice.year}年工作总结`,
    submit: '报送',
    close: '先不报',
    metadata: JSON.stringify({ base: props.base }),
    blocks: [
      section(
        `*${escapeMrkdwn(props.unit)}*　${dateText(props.due)}前报建议提案股${props.late ? '（已过期限，按迟报记）' : ''}。要突出实效、针对性和工作亮点；各项按实际填写，没有的可以空着，也可以只附文件。`,
      ),
      ...(props.warning ? [section(escapeMrkdwn(props.warning))] : []),
      ...SUMMARY_POINTS.map(({ id, name, hint }) =>
        textInput({
          id,
          label: name,
          multiline: true,
          optional: true,
          maxLength: POINT_LIMIT,
          initial: texts[id] ?? '',
          ...(hint !== null && { hint }),
        }),
      ),
      ...(files.length > 0
        ? [
            checkboxes({
              id: KEEP_FIELD,
              label: '已附的文件（不要的去掉勾选）',
              optional: true,
              choices: files
                .slice(0, FILES)
                .map((file) => ({ text: shorten(file.name, 70), value: file.id })),
              initial: files.map((file) => file.id),
            }),
          ]
        : []),
      fileInput({ id: FILES_FIELD, label: '附文件', optional: true }),
      context(clauseLine(notice, [SUMMARY_CLAUSE])),
    ],
  });
}

export interface SummaryAnswers {
  texts: SummaryTexts;
  /** Ids of files kept, and of files put in now. */
  kept: string[];
  added: string[];
}

export function readSummaryForm(values: FormValues): SummaryAnswers {
  const texts: SummaryTexts = {};
  for (const { id } of SUMMARY_POINTS) {
    const typed = values[id];
    if (typeof typed === 'string' && typed.trim() !== '') texts[id] = typed;
  }
  const list = (field: string) => {
    const value = values[field];
    return Array.isArray(value) ? value : [];
  };
  return { texts, kept: list(KEEP_FIELD), added: list(FILES_FIELD) };
}

/** The first field of the form: faults of the whole are shown there. */
export const FIRST_FIELD: SummaryPoint = SUMMARY_POINTS[0].id;

export interface SummaryReceiptProps {
  notice: Notice;
  unit: string;
  /** 11月3日（周四）16:20 */
  receivedAt: string;
  due: IsoDate;
  late: boolean;
  corrected: boolean;
  files: readonly FileRef[];
}

export function summaryReceipt(props: SummaryReceiptProps): Message {
  const { notice, late, files } = props;
  const first = `${props.corrected ? '已更新' : '已收到'}：${props.unit}${notice.year}年全年办理工作总结，${props.receivedAt}，${late ? '迟报' : '按时'}。`;
  const rest = [
    ...(files.length > 0 ? [`附件：${files.map((file) => file.name).join('、')}`] : []),
    ...(late ? [] : [`可在${dateText(props.due)}24时前修改。`]),
  ].map(escapeMrkdwn);
  return {
    text: [escapeMrkdwn(first), ...rest].join('\n'),
    blocks: [
      section([bold(first), ...rest].join('\n')),
      ...(late ? [] : [actions([button({ text: '查看或修改', action: ACTIONS.summaryOpen })])]),
      context(clauseLine(notice, [SUMMARY_CLAUSE])),
    ],
  };
}

/** In answer to a typed “总结”, where no window can open: the way to it. */
export function summaryOffer(
  notice: Notice,
  unit: string,
  due: IsoDate,
  { isSent, isClaimed }: { isSent: boolean; isClaimed: boolean },
): Message {
  const text = `${isClaimed && !isSent ? '还没有收到：' : ''}${unit}${notice.year}年全年办理工作总结，${dateText(due)}前${isSent ? '可以修改' : '报建议提案股'}。也可以把文件发给我，并写“总结”。`;
  return {
    text: escapeMrkdwn(text),
    blocks: [
      section(escapeMrkdwn(text)),
      actions([
        button({ text: isSent ? '查看或修改' : '填写总结', action: ACTIONS.summaryOpen, style: 'primary' }),
      ]),
      context(clauseLine(notice, [SUMMARY_CLAUSE])),
    ],
  };
}

/** A summary that the desk has. */
export interface SummaryIn {
  unit: Unit;
  on: IsoDate;
  late: boolean;
  text: string;
  files: readonly FileRef[];
}

export interface SummaryListProps {
  notice: Notice;
  due: IsoDate;
  received: readonly SummaryIn[];
  missing: readonly Unit[];
  /** 区教育局 0668-…（联络员 …）: how a unit that is missing is reached. */
  telephone: (unit: Unit) => string;
  /** Of the received ones, from 0. */
  page: number;
}

const ROWS = 15;
const MISSING_SHOWN = 40;

export function summaryList(props: SummaryListProps): Message {
  const { notice, received, missing } = props;
  const late = received.filter((one) => one.late).length;
  const first = `【工作总结】应报${received.length + missing.length}个单位，已报${received.length}个${late > 0 ? `（迟报${late}个）` : ''}，未报${missing.length}个；${dateText(props.due)}前`;
  const pages = Math.max(1, Math.ceil(received.length / ROWS));
  const page = Math.min(Math.max(props.page, 0), pages - 1);
  const shown = received.slice(page * ROWS, (page + 1) * ROWS);
  const lines = missing.slice(0, MISSING_SHOWN).map(props.telephone);
  if (missing.length > MISSING_SHOWN) lines.push(`还有${missing.length - MISSING_SHOWN}个单位`);
  const turns = [
    ...(page > 0 ? [button({ text: '上一页', action: ACTIONS.summaryList, value: String(page - 1) })] : []),
    ...(page < pages - 1
      ? [button({ text: '下一页', action: ACTIONS.summaryList, value: String(page + 1) })]
      : []),
  ];
  return {
    text: [first, ...(lines.length > 0 ? ['未报：', ...lines] : []), ...shown.map(rowText)].join('\n'),
    blocks: [
      section(bold(first)),
      ...(lines.length > 0 ? [header('未报'), section(lines.join('\n'))] : []),
      ...(shown.length > 0
        ? [
            header(`已报${pages > 1 ? `（第${page + 1}页，共${pages}页）` : ''}`),
            ...shown.map((one) =>
              section(rowText(one), {
                accessory: button({ text: '查看', action: ACTIONS.summaryShow, value: one.unit.id }),
              }),
            ),
          ]
        : []),
      ...(turns.length > 0 ? [actions(turns)] : []),
      context(clauseLine(notice, [SUMMARY_CLAUSE])),
    ],
  };
}

function rowText({ unit, on, late, text, files }: SummaryIn): string {
  const what = [
    text === '' ? '' : `${[...text].length}字`,
    files.length > 0 ? `附件${files.length}个` : '',
  ].filter(Boolean);
  return `${escapeMrkdwn(unit.name)}　${shortDate(on)}${late ? '（迟报）' : ''}　${what.join('，') || '已登记'}`;
}

/** One summary to read, as a window. */
export function summaryWindow(notice: Notice, summary: SummaryIn) {
  const { unit } = summary;
  return modal({
    callback: FORMS.summary,
    title: `${notice.year}年工作总结`,
    blocks: [
      section(bold(unit.name)),
      ...bodyOf(summary),
      ...filesButton(summary),
      context(clauseLine(notice, [SUMMARY_CLAUSE])),
    ],
  });
}

/** The same as a message, where no window can open. */
export function summaryMessage(notice: Notice, summary: SummaryIn): Message {
  const first = `【工作总结】${summary.unit.name}`;
  return {
    text: [first, summary.text].map(escapeMrkdwn).join('\n'),
    blocks: [
      section(bold(first)),
      ...bodyOf(summary),
      ...filesButton(summary),
      context(clauseLine(notice, [SUMMARY_CLAUSE])),
    ],
  };
}

/** The files come as messages of the bot's. */
function filesButton({ unit, files }: SummaryIn): Message['blocks'] {
  return files.length === 0
    ? []
    : [actions([button({ text: '发送附件', action: ACTIONS.filesSend, value: unit.id })])];
}

function bodyOf(summary: SummaryIn) {
  const points = readSummary(summary.text);
  const files = summary.files.map((file) => escapeMrkdwn(file.name));
  return [
    section(
      `${dateText(summary.on)}${summary.late ? '，迟报' : ''}${files.length > 0 ? `\n附件：${files.join('、')}` : ''}`,
    ),
    // Typed text is shown as it is, not as markup.
    ...SUMMARY_POINTS.flatMap(({ id }) => {
      const text = composeSummary({ [id]: points[id] ?? '' });
      return text === '' ? [] : [section(text, { plain: true })];
    }),
  ];
}
