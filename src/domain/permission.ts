import type { MemberRole } from './facts.ts';

/** Everything a person can ask of the bot, by command, button, form or plain reply. */
export const VERBS = [
  'help',
  'mine',
  'sign',
  'report',
  'done',
  'explain',
  'snooze',
  'contact',
  'waive',
  'opinion',
  'reply',
  'sendback',
  'hard',
  'hard-decide',
  'form',
  'summary',
  'profile',
  'liaison',
  'leave',
  'phone',
  'return',
  'requests',
  'approve',
  'status',
  'digest',
  'case',
  'assign',
  'urge',
  'letter',
  'draft',
  'export',
  'undo',
  'preview',
  'group',
  'import',
] as const;
export type Verb = (typeof VERBS)[number];

const ALLOWED: Record<Verb, readonly MemberRole[]> = {
  help: ['liaison', 'deputy', 'leader', 'desk', 'manager'],
  mine: ['liaison', 'deputy', 'leader', 'desk', 'manager'],
  sign: ['liaison', 'deputy'],
  /** 月报: the desk enters what a unit telephoned. */
  report: ['liaison', 'deputy', 'desk'],
  done: ['liaison', 'deputy'],
  explain: ['liaison', 'deputy'],
  /** 稍后提醒: each their own reminders (A9). */
  snooze: ['liaison', 'deputy'],
  /** 沟通 with the member, and the desk's word that none was needed (R35, R36). */
  contact: ['liaison', 'deputy'],
  waive: ['desk'],
  opinion: ['liaison', 'deputy'],
  reply: ['liaison', 'deputy'],
  sendback: ['desk'],
  /** 复杂件: units ask, the desk marks (R22). */
  hard: ['liaison', 'deputy', 'desk'],
  'hard-decide': ['desk'],
  /** 征询意见表: units record theirs, the desk what has come back to it (R51). */
  form: ['liaison', 'deputy', 'desk'],
  /** 工作总结: units send theirs, the desk sees who has (R60). */
  summary: ['liaison', 'deputy', 'desk'],
  /** 单位资料, and who speaks for the unit: the desk for any unit (R31, R32). */
  profile: ['liaison', 'deputy', 'desk'],
  liaison: ['liaison', 'deputy', 'leader', 'desk'],
  /** 请假: each their own, the desk for anybody of a unit (A10). */
  leave: ['liaison', 'deputy', 'desk'],
  /** 电话单: whom the bot does not reach (R70). */
  phone: ['desk'],
  /** 退办、改办: units ask, the desk gets the list of what was asked. */
  return: ['liaison', 'deputy', 'desk'],
  /** What the desk does about requests (R09, R10). */
  requests: ['desk'],
  approve: ['manager'],
  status: ['desk', 'manager'],
  /** 简报: the digests on demand. */
  digest: ['desk', 'manager'],
  /** 提案: units see the whole of their own part, the desk and the managers all of it. */
  case: ['liaison', 'deputy', 'desk', 'manager'],
  assign: ['desk'],
  urge: ['desk'],
  /** 督办函: a draft for people to issue. */
  letter: ['desk', 'manager'],
  /** 拟稿: units the skeleton of their own summary. */
  draft: ['liaison', 'deputy', 'desk', 'manager'],
  /** 台账 as a workbook; how people are reached is in the desk's only. */
  export: ['desk', 'manager'],
  /** 更正: units their own of the same working day, managers what they signed, the desk any. */
  undo: ['liaison', 'deputy', 'desk', 'manager'],
  preview: ['desk'],
  group: ['desk'],
  import: ['desk'],
};

/** Deny by default: a role that a verb does not name may not use it. */
export function mayUse(role: MemberRole, verb: Verb): boolean {
  return ALLOWED[verb].includes(role);
}

export const ROLE_NAMES: Record<MemberRole, string> = {
  liaison: '联络员',
  deputy: '副联络员',
  leader: '单位分管领导',
  desk: '建议提案股',
  manager: '区府办领导',
};

/** Who may use a verb, in words, for the sentence that refuses it. */
export function whoMay(verb: Verb): string {
  return ALLOWED[verb].map((role) => ROLE_NAMES[role]).join('、');
}
