import { z } from 'zod';
import { CONTACT_PHASES, ROLES } from './facts.ts';
import { normalNumber } from './proposal-list.ts';
import { RETURNABLE } from './send-back.ts';
import { type ShapeProblem, shapeProblems } from './shape-problem.ts';
import { nearest } from './spelling.ts';

/**
 * Dated acts, as a file tells them: what people did, for a rehearsal. A list, each entry with `date` and `act`, and
 * `time` where noon will not do. `templates/sample-office/acts.yaml` is a commented example,
 * `test/golden/year-2022.yaml` a whole year.
 *
 * | act              | besides `date`, `time`, `act`                              | what happens                                     |
 * |------------------|------------------------------------------------------------|--------------------------------------------------|
 * | `sign`           | `unit`, `proposals`                                        | 签收                                             |
 * | `report`         | `unit`, `proposals`, `period` (the month of the date)      | 月报                                             |
 * | `register`       | `unit`, `kind` (one or several), `proposals`, `on`, `promised`, `text`, `way`, `phase`, `category`, `number`, `grade` | any 登记 that the notice names |
 * | `send-back`      | `unit`, `kind` (one or several), `proposals`, `until`, `text` | 退回: asked for anew by `until`               |
 * | `explain`        | `unit`, `duty`, `proposals`, `text`                        | 说明情况: the ladder of open duties stands still |
 * | `snooze`         | `unit`, `member` (its liaisons), `duty`, `proposals`, `until` | 稍后提醒                                      |
 * | `urge`           | `unit`, `duty`, `proposals`, `way` (`message`, or `phone`), `text` | 催办                                     |
 * | `join-group`     | `unit`, `member` (all people of the unit)                  | 入群                                             |
 * | `profile`        | `unit`, `functions`, `address`, `phone`                    | 单位资料                                         |
 * | `liaison`        | `unit`, `name`, `role` (`liaison`, or `deputy`), `bound`   | somebody else takes over                         |
 * | `leave`          | `unit`, `member` (its liaison), `from` (the date), `until`, `deputy` | 请假                                   |
 * | `hard`           | `proposals`, `hard` (true)                                 | 复杂件                                           |
 * | `return-request` | `unit`, `proposals`                                        | 退办 or 改办 is asked for                        |
 * | `consent`        | `unit`, `proposals`                                        | the lead unit agrees to what 会办 units asked    |
 * | `submit`         | `proposals`                                                | the desk hands the requests to the manager       |
 * | `approve`        | `proposals`                                                | the manager signs them                           |
 * | `return-closed`  | `unit`, `proposals`                                        | refused; the unit keeps the proposal             |
 * | `reassign`       | `proposal`, `from`, `to`, `role` (as before)               | 改办: second round, and the request is closed    |
 * | `end`            | `unit`, `proposals`                                        | the unit no longer holds it (退办, 撤案)         |
 *
 * `unit` is a name or short name, or a list of them: each does the same. `proposals` is a list of numbers, one number,
 * or `all` (every one the unit holds that the act applies to), which is meant where it is left out, except for `hard`
 * and all about returns: those want numbers.
 */
export type Act = Shape & {
  /** Where it stands in the file, from 0. */
  index: number;
};
export type ActName = keyof typeof SHAPES;
export type ActOf<Name extends ActName> = Extract<Act, { act: Name }>;
type Shape = { [Name in ActName]: z.infer<(typeof SHAPES)[Name]> }[ActName];

/**
 * The acts of a file's parsed content, in order of time, or every fault in it. A fault's path begins with the
 * entry's index, from 0.
 */
export function readActs(data: unknown): { acts: Act[] } | { problems: ShapeProblem[] } {
  if (!Array.isArray(data))
    return { problems: [{ path: [], found: data, expected: '应为列表，每项以 - 开头' }] };
  const acts: Act[] = [];
  const problems: ShapeProblem[] = [];
  data.forEach((entry: unknown, index) => {
    const read = readAct(entry);
    if ('acts' in read) acts.push(...read.acts.map((act) => ({ ...act, index })));
    else problems.push(...read.problems.map((problem) => ({ ...problem, path: [index, ...problem.path] })));
  });
  if (problems.length > 0) return { problems };
  return { acts: acts.sort((one, other) => moment(one).localeCompare(moment(other))) };
}

/** 'YYYY-MM-DDTHH:mm', on the office's wall clock. */
export function moment({ date, time }: Pick<Act, 'date' | 'time'>): string {
  return `${date}T${time}`;
}

const text = z.string('应为文字').trim().min(1, '不能为空').max(500, '不能超过500字');
const date = z.iso.date('应为 YYYY-MM-DD 形式、确实存在的日期');
const number = z
  .union([z.string(), z.int()], '应为案号')
  .transform((value) => normalNumber(String(value)))
  .pipe(z.string().min(1, '应为案号'));
const numbers = z.union(
  [number.transform((one) => [one]), z.array(number).min(1)],
  '应为案号，或案号的列表，如 [12, 15]',
);
const when = {
  date,
  time: z
    .string('应为 HH:mm 形式的时刻，加引号')
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '应为 HH:mm 形式的时刻，如 "09:30"')
    .default('12:00'),
};
const someOrAll = z.union([z.literal('all'), numbers], '应为案号、案号的列表，或 all').default('all');
const ofUnit = { ...when, unit: text };
const kind = z.union([text.transform((one) => [one]), z.array(text).min(1)], '应为登记的名称，或它们的列表');
const returnable = z.enum(RETURNABLE);

const SHAPES = {
  sign: z.strictObject({ ...ofUnit, act: z.literal('sign'), proposals: someOrAll }),
  report: z.strictObject({
    ...ofUnit,
    act: z.literal('report'),
    proposals: someOrAll,
    period: z
      .string('应为 YYYY-MM 形式的月份')
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/, '应为 YYYY-MM 形式的月份')
      .optional(),
  }),
  register: z.strictObject({
    ...ofUnit,
    act: z.literal('register'),
    kind,
    proposals: someOrAll,
    on: date.optional(),
    promised: date.optional(),
    text: text.optional(),
    way: text.optional(),
    phase: z.enum(CONTACT_PHASES).optional(),
    category: text.optional(),
    number: text.optional(),
    grade: text.optional(),
  }),
  'send-back': z.strictObject({
    ...ofUnit,
    act: z.literal('send-back'),
    kind: z.union([returnable.transform((one) => [one]), z.array(returnable).min(1)]),
    proposals: someOrAll,
    until: date,
    text,
  }),
  explain: z.strictObject({
    ...ofUnit,
    act: z.literal('explain'),
    duty: text,
    proposals: someOrAll,
    text,
  }),
  snooze: z.strictObject({
    ...ofUnit,
    act: z.literal('snooze'),
    member: text.optional(),
    duty: text,
    proposals: someOrAll,
    until: date,
  }),
  urge: z.strictObject({
    ...ofUnit,
    act: z.literal('urge'),
    duty: text,
    proposals: someOrAll,
    way: z.enum(['message', 'phone']).default('message'),
    text: text.optional(),
  }),
  'join-group': z.strictObject({ ...ofUnit, act: z.literal('join-group'), member: text.optional() }),
  profile: z.strictObject({
    ...ofUnit,
    act: z.literal('profile'),
    functions: text.optional(),
    address: text.optional(),
    phone: text.optional(),
  }),
  liaison: z.strictObject({
    ...ofUnit,
    act: z.literal('liaison'),
    name: text,
    role: z.enum(['liaison', 'deputy']).default('liaison'),
    bound: z.boolean().default(true),
  }),
  leave: z.strictObject({
    ...ofUnit,
    act: z.literal('leave'),
    member: text.optional(),
    from: date.optional(),
    until: date,
    deputy: text.optional(),
  }),
  hard: z.strictObject({
    ...when,
    act: z.literal('hard'),
    proposals: numbers,
    hard: z.boolean().default(true),
  }),
  'return-request': z.strictObject({ ...ofUnit, act: z.literal('return-request'), proposals: numbers }),
  consent: z.strictObject({ ...ofUnit, act: z.literal('consent'), proposals: numbers }),
  submit: z.strictObject({ ...when, act: z.literal('submit'), proposals: numbers }),
  approve: z.strictObject({ ...when, act: z.literal('approve'), proposals: numbers }),
  'return-closed': z.strictObject({ ...ofUnit, act: z.literal('return-closed'), proposals: numbers }),
  reassign: z.strictObject({
    ...when,
    act: z.literal('reassign'),
    proposal: number,
    from: text,
    to: text,
    role: z.enum(ROLES).optional(),
  }),
  end: z.strictObject({ ...ofUnit, act: z.literal('end'), proposals: numbers }),
};

/** An entry of several units is one act of each. */
function readAct(entry: unknown): { acts: Shape[] } | { problems: ShapeProblem[] } {
  const named = z.looseObject({ act: z.unknown(), unit: z.unknown().optional() }).safeParse(entry);
  if (!named.success)
    return { problems: [{ path: [], found: entry, expected: '应为一组键值，如 act: sign' }] };
  const { act: name, unit } = named.data;
  if (typeof name !== 'string' || !isActName(name)) {
    const near = typeof name === 'string' ? nearest(name, Object.keys(SHAPES)) : null;
    const expected = `应为 ${Object.keys(SHAPES).join('、')} 之一${near ? `；您是不是要写：${near}` : ''}`;
    return { problems: [{ path: ['act'], found: name, expected }] };
  }
  const single =
    Array.isArray(unit) && unit.length > 0 ? unit.map((one) => ({ ...named.data, unit: one })) : [entry];
  const acts: Shape[] = [];
  for (const one of single) {
    const parsed = SHAPES[name].safeParse(one, { reportInput: true });
    if (!parsed.success) return { problems: shapeProblems(parsed.error) };
    acts.push(parsed.data);
  }
  return { acts };
}

function isActName(name: string): name is ActName {
  return Object.hasOwn(SHAPES, name);
}
