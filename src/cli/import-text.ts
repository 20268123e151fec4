import { MEMBER_ROLES, type MemberRole, ROLES, type Role } from '../domain/facts.ts';
import { ROLE_NAMES } from '../domain/permission.ts';
import type { ImportResult } from '../importing.ts';
import type { ImportChange } from '../store/import.ts';

/** What an import did, in Chinese, for the person at the command line: what was read, what changed, what to know. */
export function importText(
  { notice, rules, read, changes, warnings }: ImportResult,
  dryRun: boolean,
): string {
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
    dryRun ? '这是试运行，什么都没有保存。去掉 --dry-run 即正式导入。' : '已保存。',
  ].join('\n');
}

const RULES_WORDS: Record<NonNullable<ImportResult['rules']>, string> = {
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
