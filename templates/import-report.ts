/** What an import did or would do: for the person at the command line, and for the desk in the chat. */

import { actions, button, escapeMrkdwn, type Message, section } from '../src/chat/message.ts';
import { MEMBER_ROLES, type MemberRole, ROLES, type Role } from '../src/domain/facts.ts';
import type { ImportChange, ImportReport } from '../src/domain/import-report.ts';
import { ROLE_NAMES } from '../src/domain/permission.ts';
import { ACTIONS } from './actions.ts';
import { shorten } from './wording.ts';

/** At the command line: what was read, what changed, what to know. */
export function importText(report: ImportReport, dryRun: boolean): string {
  return [
    ...linesOf(report),
    dryRun ? '这是试运行，什么都没有保存。去掉 --dry-run 即正式导入。' : '已保存。',
  ].join('\n');
}

/** A message shows as much as a screen or two; the rest is counted. */
const LINES_SHOWN = 40;
const LINE_LENGTH = 150;

/** What the desk's files would change, with a button that does it. `key` names the files that were kept. */
export function importQuestion(report: ImportReport, files: readonly string[], key: string): Message {
  const changes = report.changes.length > 0 || report.rules === 'new' || report.rules === 'replaced';
  const first = changes
    ? `已核对${files.join('、')}，还没有导入：`
    : `已核对${files.join('、')}：与现有资料一致，无需导入。`;
  const text = [first, ...shown(linesOf(report))].join('\n');
  const safe = escapeMrkdwn(text);
  return {
    text: safe,
    blocks: [
      ...parts(safe).map((part) => section(part)),
      ...(changes
        ? [
            actions([
              button({ text: '确认导入', action: ACTIONS.importConfirm, value: key, style: 'primary' }),
              button({ text: '不导入', action: ACTIONS.importDrop, value: key }),
            ]),
          ]
        : []),
    ],
  };
}

/** Every fault of the desk's files; nothing was kept. */
export function importFaults(faults: string): Message {
  const text = escapeMrkdwn(
    ['文件有下列问题，没有导入。改好后重新发送：', ...shown(faults.split('\n'))].join('\n'),
  );
  return { text, blocks: parts(text).map((part) => section(part)) };
}

function shown(lines: readonly string[]): string[] {
  const full = lines.filter((line) => line !== '').map((line) => shorten(line, LINE_LENGTH));
  if (full.length <= LINES_SHOWN) return full;
  // What closes the list sums it up.
  return [...full.slice(0, LINES_SHOWN - 1), `……另有${full.length - LINES_SHOWN}行未列出`, full.at(-1) ?? ''];
}

/** Slack's limit for one section, in characters. */
const SECTION = 2_900;

function parts(text: string): string[] {
  const found: string[] = [];
  for (const line of text.split('\n')) {
    const last = found.at(-1);
    if (last !== undefined && last.length + line.length < SECTION)
      found[found.length - 1] = `${last}\n${line}`;
    else found.push(line);
  }
  return found;
}

function linesOf({ notice, rules, read, changes, warnings }: ImportReport): string[] {
  const summary = KINDS.map((kind) => ({
    name: KIND_WORDS[kind],
    count: changes.filter((change) => change.kind === kind).length,
  })).filter(({ count }) => count > 0);
  return [
    ...(rules === null
      ? []
      : [`规则文件：${notice.number}（${notice.duties.length}项事项），${RULES_WORDS[rules]}。`]),
    ...(read.roster ? [`名册：${read.roster.units}个单位，${read.roster.members}名人员。`] : []),
    ...(read.proposals === null ? [] : [`提案清单：${read.proposals}件。`]),
    '',
    ...changes.map(changeText),
    ...(changes.length > 0 ? [''] : []),
    ...warnings.map((warning) => `注意：${warning}`),
    changes.length === 0
      ? '单位、人员、提案和承办关系没有变化。'
      : `共${changes.length}处变化：${summary.map(({ name, count }) => `${name}${count}`).join('，')}。`,
  ];
}

const RULES_WORDS: Record<NonNullable<ImportReport['rules']>, string> = {
  new: '首次导入',
  replaced: '内容有变，已换成这一份',
  same: '与现在使用的相同',
};

const KINDS = ['added', 'changed', 'removed'] as const;
const KIND_WORDS: Record<ImportChange['kind'], string> = { added: '新增', changed: '修改', removed: '停用' };
const WHAT_WORDS: Record<ImportChange['what'], string> = {
  unit: '单位',
  member: '人员',
  proposal: '提案',
  assignment: '承办',
};

/** “修改 人员 区教育局联络员：手机 0668-0000101 → 0668-0000109”. */
function changeText({ kind, what, name, fields }: ImportChange): string {
  const details = fields.map(
    ({ field, from, to }) => `${fieldName(what, field)} ${valueText(field, from)} → ${valueText(field, to)}`,
  );
  return `${KIND_WORDS[kind]} ${WHAT_WORDS[what]} ${name}${details.length > 0 ? `：${details.join('；')}` : ''}`;
}

const FIELD_WORDS: Record<string, string> = {
  shortName: '简称',
  functions: '单位职能',
  address: '单位地址',
  leader: '分管领导',
  name: '姓名',
  email: '邮箱',
  slackId: 'Slack ID',
  unit: '单位',
  title: '案由',
  kind: '类别',
  leadMember: '领衔委员',
  hard: '复杂件',
  assignedOn: '交办日期',
};

function fieldName(what: ImportChange['what'], field: string): string {
  if (field === 'phone') return what === 'unit' ? '联系电话' : '手机';
  if (field === 'role') return what === 'assignment' ? '承办方式' : '角色';
  return FIELD_WORDS[field] ?? field;
}

const ROLE_WORDS: Record<Role, string> = { lead: '主办', sole: '独办', split: '分办', joint: '会办' };
const VALUE_WORDS: Record<string, string> = { proposal: '提案', letter: '信函', true: '是', false: '否' };

function valueText(field: string, value: string): string {
  if (value === '') return '（空）';
  if (field === 'role')
    return isRole(value) ? ROLE_WORDS[value] : isMemberRole(value) ? ROLE_NAMES[value] : value;
  if (field === 'kind' || field === 'hard') return VALUE_WORDS[value] ?? value;
  return value;
}

function isRole(value: string): value is Role {
  return ROLES.some((role) => role === value);
}

function isMemberRole(value: string): value is MemberRole {
  return MEMBER_ROLES.some((role) => role === value);
}
