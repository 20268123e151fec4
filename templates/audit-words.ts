/** What was done, in people's words: one row an action of the audit trail. */

import { escapeMrkdwn } from '../src/chat/message.ts';
import type { Notice } from '../src/domain/notice.ts';
import { periodText, shortDate } from './wording.ts';

export interface AuditedEvent {
  action: string;
  subject: string;
  details: Record<string, unknown>;
}

type Words = (event: AuditedEvent, notice: Notice) => string;

const recorded =
  (verb: string): Words =>
  ({ details }, notice) => {
    const kind = textIn(details, 'kind');
    const on = textIn(details, 'on');
    return `${verb}${notice.registrations[kind] ?? kind}${on ? `（${shortDate(on)}）` : ''}`;
  };
const aboutDuty =
  (verb: string): Words =>
  (event, notice) => {
    const until = textIn(event.details, 'until');
    return `${verb}${dutyName(event.subject, notice)}${until ? `，${shortDate(until)}再提醒` : ''}`;
  };
const said =
  (text: string): Words =>
  () =>
    text;

/** Every action that is written to the audit trail. */
export const AUDIT_WORDS: Readonly<Record<string, Words>> = {
  register: recorded('登记'),
  sign: said('登记签收'),
  contact: said('登记与委员沟通'),
  'waive-contact': said('记明答复前无需沟通'),
  form: recorded('登记'),
  'grade-form': said('登记征询意见的满意度'),
  explain: aboutDuty('说明情况：'),
  report: ({ subject, details }) => `${'forUnit' in details ? '代为' : ''}报送${periodIn(subject)}月报`,
  'correct-report': ({ subject }) => `修改${periodIn(subject)}月报`,
  summary: said('报送全年工作总结'),
  'correct-summary': said('修改全年工作总结'),
  'send-back': said('退回重报'),
  'ask-hard': said('申请按复杂件处理'),
  'refuse-hard': said('不同意按复杂件处理'),
  'mark-hard': said('标为复杂件'),
  'unmark-hard': said('取消复杂件标记'),
  'return-request': ({ details }) => (textIn(details, 'kind') === 'reassign' ? '申请改办' : '申请退办'),
  'late-return': ({ details }) =>
    `${textIn(details, 'kind') === 'reassign' ? '申请改办' : '申请退办'}，逾期未受理`,
  'return-withdraw': said('撤回退改办申请'),
  'return-consent': said('作为主办单位同意退改办'),
  'return-object': said('作为主办单位不同意退改办'),
  'return-propose': said('写明退改办拟办意见'),
  'return-refuse': said('不予退改办'),
  'return-submit': said('将退改办呈签'),
  'return-send-back': said('将退改办退回研究'),
  approve: said('签批退改办'),
  reassign: said('办结退改办'),
  assign: said('交办'),
  urge: (event, notice) =>
    aboutDuty(textIn(event.details, 'way') === 'phone' ? '电话催办：' : '催办：')(event, notice),
  'tell-leader': said('将逾期情况转单位分管领导'),
  snooze: aboutDuty('稍后提醒：'),
  leave: said('登记请假'),
  'end-leave': said('提前返岗'),
  'hold-delivery': said('暂缓一条提醒'),
  'cancel-delivery': said('取消一条提醒'),
  'release-delivery': said('恢复一条提醒'),
  bind: said('绑定账号'),
  'change-person': said('变更联络员或联系方式'),
  'change-profile': said('更新单位资料'),
  'join-unlisted': said('名册外的账号加入工作群'),
  'set-group': said('设定工作群'),
  import: said('导入名册、提案清单或规则文件'),
  'drop-import': said('放弃导入'),
  export: said('导出台账'),
  undo: (event, notice) => {
    const was = textIn(event.details, 'action');
    const kind = textIn(event.details, 'kind');
    return `更正：撤销${kind ? (notice.registrations[kind] ?? UNDONE[kind] ?? kind) : (UNDONE[was] ?? was)}`;
  },
};

/** What can be undone and is no registration. */
const UNDONE: Readonly<Record<string, string>> = {
  'sent-back': '退回重报',
  explained: '情况说明',
  urge: '催办',
  snooze: '稍后提醒',
  assign: '交办',
  hard: '复杂件标记',
  delivery: '对提醒的暂缓或取消',
  'return-withdrawn': '撤回退改办申请',
  'return-refused': '不予退改办',
  'return-objected': '不同意退改办的答复',
  'return-consented': '同意退改办的答复',
  'return-signed': '退改办签批',
};

/** mrkdwn. */
export function auditWords(event: AuditedEvent, notice: Notice): string {
  return escapeMrkdwn(auditText(event, notice));
}

/** Plain text. An action that this table does not know is shown as it was written. */
export function auditText(event: AuditedEvent, notice: Notice): string {
  const words = Object.hasOwn(AUDIT_WORDS, event.action) ? AUDIT_WORDS[event.action] : undefined;
  return words ? words(event, notice) : event.action;
}

/** 4月月报, 答复委员: a duty's key begins with its rule and ends with its month. */
export function dutyName(key: string, notice: Notice): string {
  const [id = '', , period] = key.split('/');
  const name = notice.duties.find((rule) => rule.id === id)?.name ?? id;
  return `${period ? `${Number(period.slice(5))}月` : ''}${name}`;
}

/** 区教育局 2022-04 as 2022年4月 */
function periodIn(subject: string): string {
  const period = /\d{4}-\d{2}$/.exec(subject)?.[0];
  return period ? periodText(period) : '';
}

function textIn(details: Record<string, unknown>, name: string): string {
  const value = details[name];
  return typeof value === 'string' ? value : '';
}
