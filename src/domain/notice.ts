import { z } from 'zod';
import { MEMBER_ROLES, ROLES, type Role } from './facts.ts';

const isoDate = z.iso.date('应为 YYYY-MM-DD 形式、确实存在的日期');
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '应为 HH:mm 形式的时刻');
const text = z.string().trim().min(1, '不能为空');
const days = z.int().min(0).max(366);
const role = z.enum(ROLES);

/** When a duty opens. */
const opens = z.discriminatedUnion('at', [
  z.strictObject({ at: z.literal('assignment') }),
  z.strictObject({ at: z.literal('date'), date: isoDate }),
  /** The day a fact is put on record; or `days` after another fact, when the first is never recorded. */
  z.strictObject({
    at: z.literal('registration'),
    kind: text,
    orAfter: z.strictObject({ kind: text, days }).optional(),
  }),
  /** The first of each month. */
  z.strictObject({ at: z.literal('period') }),
]);

/** When it is due. The date is the notice's and never moves. */
const due = z.discriminatedUnion('at', [
  z.strictObject({
    at: z.literal('date'),
    date: isoDate,
    /** For proposals marked as hard (复杂件). */
    hardDate: isoDate.optional(),
    /** The desk's own target inside hardDate; shown to the desk, never demanded. */
    hardTarget: isoDate.optional(),
    /** A second, last date (最迟): `date` is then the target. */
    latest: isoDate.optional(),
    /** Days given to what is assigned after `date` has passed, where the notice is silent. */
    ifAssignedLaterDays: days.optional(),
  }),
  z.strictObject({ at: z.literal('month-day'), day: z.int().min(1).max(28), firstAfterDays: days }),
  z.strictObject({ at: z.literal('opening') }),
  z.strictObject({
    at: z.literal('promise'),
    kind: text,
    /** What was on record before the promise does not fulfil it. */
    afresh: z.boolean().default(true),
  }),
  z.strictObject({ at: z.literal('duty'), duty: text }),
  z.strictObject({ at: z.literal('none') }),
]);

/** What closes it: facts on record, or a state that the office's own data show. */
const doneWhen = z.union([
  z.strictObject({ registered: z.array(text).min(1) }),
  z.strictObject({ reported: z.literal(true) }),
  z.strictObject({ joinedGroup: z.literal(true) }),
  z.strictObject({ profileComplete: z.literal(true) }),
  z.strictObject({ requestClosed: z.literal(true) }),
  z.strictObject({ never: z.literal(true) }),
]);

const dutyRule = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/, '应为小写英文和连字符'),
  name: text,
  /** Duties of one family with one date share a line in messages. */
  family: text.optional(),
  /** The rows of the rule table that it carries out. */
  rules: z.array(z.string().regex(/^R\d{2}$/, '应为 R 加两位数字')).min(1),
  /** 条款, as cited in messages: 一, 三(五) … */
  clause: text,
  per: z.enum(['assignment', 'unit', 'member', 'request']),
  roles: z.array(role).min(1).optional(),
  /** First assignment only, or second (改办) only. */
  round: z.enum(['first', 'second']).optional(),
  exempt: z
    .array(
      z.strictObject({
        role: role.optional(),
        kind: z.enum(['proposal', 'letter']).optional(),
        because: text,
      }),
    )
    .default([]),
  /** A right and not a duty: mentioned once, never overdue. */
  optional: z.boolean().default(false),
  /** May break the rule of one message a day when few working days are left (A1). */
  urgent: z.boolean().default(false),
  opens,
  due,
  doneWhen,
  /** Facts that stop the ladder without closing the duty (an explained delay, R23). */
  pausedBy: z.array(text).default([]),
  /** Facts with which it is no longer owed, though nobody did it. */
  waivedBy: z.array(text).default([]),
  /** Facts after which no further period is owed (R41). */
  endsWhen: z.strictObject({ proposal: z.array(text).min(1), letter: z.array(text).min(1) }).optional(),
  ask: text,
  askByRole: z.partialRecord(role, text).default({}),
  askOverdue: text.optional(),
  /** The notice's own words, or absent where it states none. */
  consequence: text.optional(),
  ladder: z.strictObject({
    /** Working days before the due date at which stage 1 falls. */
    first: z.int().min(1).max(60),
    /** In order, without repeats. A ladder that begins at 2 has it reached from the day the duty opens. */
    stages: z.array(z.literal([0, 1, 2, 3, 4, 5])),
    /** Whether its last working day gets a line of counts in the work group (D2). */
    group: z.boolean().default(false),
  }),
});

/** One 指标 of a plan. `base` and `target` are null where the plan prints —— : nothing is reckoned from those. */
const indicator = z.strictObject({
  name: text,
  /** Of value, base and target: 件, %, 万户; empty for a bare number. */
  unit: z.string(),
  /** 约束性, else 预期性. */
  binding: z.boolean(),
  base: z.number().nullable(),
  target: z.number().nullable(),
  readings: z.array(z.strictObject({ value: z.number(), on: isoDate, source: text })).min(1),
});

/** The shape of a rule file; `parseNotice` also checks what holds between its parts. */
export const noticeSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, '应为小写英文、数字和连字符'),
  number: text,
  title: text,
  covers: text,
  issued: isoDate,
  year: z.int().min(2000).max(2100),
  /** The day the proposals of the year are assigned: the default of the proposals file. */
  assigned: isoDate,
  /** After this day nothing new is derived (monthly periods stop). */
  closes: isoDate,
  contact: z.strictObject({ name: text, phone: text, address: text }),
  settings: z.strictObject({
    dueDayIncluded: z.boolean(),
    reminderOnRestDay: z.literal('previous-working-day'),
    signingOpensDuties: z.boolean(),
    reportPer: z.literal('unit'),
    hardMarkedBy: z.enum(MEMBER_ROLES),
    feedbackForm: z.strictObject({ days, counted: z.enum(['calendar', 'working']) }),
    fileNumber: z.strictObject({ pattern: text, example: text }),
    replyCategories: z.array(z.strictObject({ code: text, name: text })).min(1),
    satisfactionGrades: z.array(text).min(1),
    reportStages: z.array(text).min(1),
    contactWays: z.array(text).min(1),
    /** By which words the monthly digest puts 存在问题 together; the first theme with a word of the text has it. */
    problemThemes: z.array(z.strictObject({ name: text, words: z.array(text).min(1) })).default([]),
  }),
  sending: z.strictObject({
    windows: z.array(z.tuple([time, time])).min(1),
    planAt: time,
    groupPostsPerWeek: z.int().min(0).max(10),
    urgentWithinWorkingDays: z.int().min(0).max(10),
  }),
  holidays: z.strictObject({ rest: z.array(isoDate), work: z.array(isoDate) }),
  registrations: z.record(z.string(), text),
  /** Rates of the digests: done ÷ owed over the duties named. */
  rates: z.array(z.strictObject({ name: text, duties: z.array(text).min(1) })),
  /** 规划指标: the values that the desk has from others, each with its day and source; absent where it tracks none. */
  indicators: z
    .strictObject({
      /** 茂南府办〔2022〕7号 */
      plan: text,
      baseYear: z.int().min(2000).max(2100),
      targetYear: z.int().min(2000).max(2100),
      items: z.array(indicator).min(1),
    })
    .optional(),
  duties: z.array(dutyRule).min(1),
});

export type Notice = z.infer<typeof noticeSchema>;
export type DutyRule = z.infer<typeof dutyRule>;
export type Indicator = z.infer<typeof indicator>;

export function ruleOf(notice: Notice, id: string): DutyRule {
  const rule = notice.duties.find((one) => one.id === id);
  if (!rule) throw new RangeError(`the notice ${notice.id} has no duty ${id}`);
  return rule;
}

/** The roles of a rule, all of them where it names none. */
export function rolesOf(rule: DutyRule): readonly Role[] {
  return rule.roles ?? ROLES;
}

/** The first rule of assignments that a fact closes: the one that asks for it. */
export function ruleAsking(notice: Notice, kind: string): DutyRule | undefined {
  return notice.duties.find(
    ({ per, doneWhen }) =>
      per === 'assignment' && 'registered' in doneWhen && doneWhen.registered.includes(kind),
  );
}

/** The clause by which what is not in the prescribed form is sent back (R33). */
export function sentBackClause(notice: Notice): string {
  const rule = notice.duties.find(({ opens }) => opens.at === 'registration' && opens.kind === 'sent-back');
  return rule?.clause ?? '';
}
