import { z } from 'zod';
import { ROLES } from './facts.ts';
import { normalNumber } from './proposal-list.ts';
import { type ShapeProblem, shapeProblems } from './shape-problem.ts';
import { nearest } from './spelling.ts';

/**
 * Dated acts, as a file tells them: what people did, for a rehearsal. A list, each entry with `date` and `act`, and
 * `time` where noon will not do. `templates/sample-office/acts.yaml` is a commented example.
 *
 * | act              | besides `date`, `time`, `act`                              | what happens                                     |
 * |------------------|------------------------------------------------------------|--------------------------------------------------|
 * | `sign`           | `unit`, `proposals`                                        | 签收                                             |
 * | `report`         | `unit`, `proposals`, `period` (the month of the date)      | 月报                                             |
 * | `register`       | `unit`, `kind`, `proposals`, `on`, `promised`, `text`      | any 登记 that the notice names                   |
 * | `explain`        | `unit`, `duty`, `proposals`, `text`                        | 说明情况: the ladder of open duties stands still |
 * | `join-group`     | `unit`, `member` (all people of the unit)                  | 入群                                             |
 * | `profile`        | `unit`, `functions`, `address`, `phone`                    | 单位资料                                         |
 * | `liaison`        | `unit`, `name`, `role` (`liaison`, or `deputy`), `bound`   | somebody else takes over                         |
 * | `hard`           | `proposals`, `hard` (true)                                 | 复杂件                                           |
 * | `return-request` | `unit`, `proposals`                                        | 退办 or 改办 is asked for                        |
 * | `return-closed`  | `unit`, `proposals`                                        | the desk has answered; the unit keeps the proposal |
 * | `reassign`       | `proposal`, `from`, `to`, `role` (as before)               | 改办: second round, and the request is closed    |
 * | `end`            | `unit`, `proposals`                                        | the unit no longer holds it (退办, 撤案)         |
 *
 * `proposals` is a list of numbers, one number, or `all` (every one the unit holds that the act applies to), which
 * is meant where it is left out, except for `hard`, `return-request`, `return-closed` and `end`: those want numbers.
 */
export type Act = Shape & {
  /** Where it stands in the file, from 0. */
  index: number;
};
export type ActName = keyof typeof SHAPES;
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
    if ('act' in read) acts.push({ ...read.act, index });
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
    kind: text,
    proposals: someOrAll,
    on: date.optional(),
    promised: date.optional(),
    text: text.optional(),
  }),
  explain: z.strictObject({
    ...ofUnit,
    act: z.literal('explain'),
    duty: text,
    proposals: someOrAll,
    text,
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
  hard: z.strictObject({
    ...when,
    act: z.literal('hard'),
    proposals: numbers,
    hard: z.boolean().default(true),
  }),
  'return-request': z.strictObject({ ...ofUnit, act: z.literal('return-request'), proposals: numbers }),
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

function readAct(entry: unknown): { act: Shape } | { problems: ShapeProblem[] } {
  const named = z.looseObject({ act: z.unknown() }).safeParse(entry);
  if (!named.success)
    return { problems: [{ path: [], found: entry, expected: '应为一组键值，如 act: sign' }] };
  const name = named.data.act;
  if (typeof name !== 'string' || !isActName(name)) {
    const near = typeof name === 'string' ? nearest(name, Object.keys(SHAPES)) : null;
    const expected = `应为 ${Object.keys(SHAPES).join('、')} 之一${near ? `；您是不是要写：${near}` : ''}`;
    return { problems: [{ path: ['act'], found: name, expected }] };
  }
  const parsed = SHAPES[name].safeParse(entry, { reportInput: true });
  return parsed.success ? { act: parsed.data } : { problems: shapeProblems(parsed.error) };
}

function isActName(name: string): name is ActName {
  return Object.hasOwn(SHAPES, name);
}
