import { type DutyRule, type Notice, noticeSchema } from './notice.ts';
import { type ShapeProblem, shapeProblems } from './shape-problem.ts';

/**
 * Reads a rule file's parsed YAML. Either the notice or every problem in it: wrong shapes first, then, in a
 * file of the right shape, references and orders that do not hold.
 */
export function parseNotice(data: unknown): { notice: Notice } | { problems: ShapeProblem[] } {
  const parsed = noticeSchema.safeParse(data, { reportInput: true });
  const problems = parsed.success ? contradictions(parsed.data) : shapeProblems(parsed.error);
  return parsed.success && problems.length === 0 ? { notice: parsed.data } : { problems };
}

type Report = (path: (string | number)[], found: unknown, expected: string) => void;

function contradictions(notice: Notice): ShapeProblem[] {
  const problems: ShapeProblem[] = [];
  const report: Report = (path, found, expected) => {
    problems.push({ path, found, expected });
  };
  checkSending(notice, report);
  checkFileNumber(notice, report);
  if (notice.closes < notice.assigned) report(['closes'], notice.closes, `应晚于交办日期 ${notice.assigned}`);
  notice.holidays.work.forEach((date, index) => {
    if (notice.holidays.rest.includes(date))
      report(['holidays', 'work', index], date, '同一天不能既放假又上班，请核对 rest');
  });

  const ids = notice.duties.map((rule) => rule.id);
  notice.rates.forEach((rate, index) => {
    rate.duties.forEach((id, n) => {
      if (!ids.includes(id)) report(['rates', index, 'duties', n], id, '应为 duties 中某一项的 id');
    });
  });
  notice.duties.forEach((rule, index) => {
    const ofRule: Report = (path, ...rest) => report(['duties', index, ...path], ...rest);
    if (ids.indexOf(rule.id) !== index) ofRule(['id'], rule.id, '每项的 id 只能用一次');
    checkNames(notice, rule, ofRule);
    checkDates(rule, ofRule);
    checkKind(rule, ofRule);
  });
  return problems;
}

function checkSending({ sending }: Notice, report: Report): void {
  sending.windows.forEach(([from, to], index) => {
    const previous = sending.windows[index - 1];
    if (from >= to) report(['sending', 'windows', index], `${from}–${to}`, '结束时刻应晚于开始时刻');
    if (previous && previous[1] > from)
      report(['sending', 'windows', index], `${from}–${to}`, '各时段应按先后排列且不重叠');
  });
  const first = sending.windows[0];
  if (first && sending.planAt > first[0])
    report(['sending', 'planAt'], sending.planAt, `应不晚于第一个发送时段的开始 ${first[0]}`);
}

function checkFileNumber({ settings }: Notice, report: Report): void {
  const { pattern, example } = settings.fileNumber;
  const at = (key: string) => ['settings', 'fileNumber', key];
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, 'u');
  } catch {
    report(at('pattern'), pattern, '应为正确的正则表达式');
    return;
  }
  if (!expression.test(example)) report(at('example'), example, `应符合 pattern ${pattern}`);
}

/** Facts and duties that a rule names must be there. */
function checkNames({ registrations, duties }: Notice, rule: DutyRule, report: Report): void {
  const known = (kind: string, ...where: (string | number)[]) => {
    if (!Object.hasOwn(registrations, kind)) report(where, kind, '应为 registrations 中列出的登记名称');
  };
  const all = (kinds: readonly string[], ...where: string[]) => {
    for (const [n, kind] of kinds.entries()) known(kind, ...where, n);
  };
  if ('registered' in rule.doneWhen) all(rule.doneWhen.registered, 'doneWhen', 'registered');
  all(rule.pausedBy, 'pausedBy');
  all(rule.waivedBy, 'waivedBy');
  if (rule.endsWhen) {
    all(rule.endsWhen.proposal, 'endsWhen', 'proposal');
    all(rule.endsWhen.letter, 'endsWhen', 'letter');
  }
  if (rule.opens.at === 'registration') {
    known(rule.opens.kind, 'opens', 'kind');
    if (rule.opens.orAfter) known(rule.opens.orAfter.kind, 'opens', 'orAfter', 'kind');
  }
  if (rule.due.at === 'promise') known(rule.due.kind, 'due', 'kind');
  if (rule.due.at === 'duty') {
    const { duty } = rule.due;
    if (duties.find((one) => one.id === duty)?.due.at !== 'date')
      report(['due', 'duty'], duty, '应为另一项按日期到期的事项的 id');
  }
}

function checkDates({ opens, due, ladder }: DutyRule, report: Report): void {
  if (due.at === 'date') {
    const { date, latest, hardDate, hardTarget } = due;
    if (opens.at === 'date' && opens.date > date)
      report(['due', 'date'], date, `应不早于开始日期 ${opens.date}`);
    if (latest && latest < date) report(['due', 'latest'], latest, `最迟日期应不早于 ${date}`);
    if (hardDate && hardDate < date) report(['due', 'hardDate'], hardDate, `复杂件的日期应不早于 ${date}`);
    if (hardTarget && (!hardDate || hardTarget > hardDate))
      report(['due', 'hardTarget'], hardTarget, '应不晚于 hardDate');
  }
  ladder.stages.forEach((stage, n) => {
    const previous = ladder.stages[n - 1];
    if (previous !== undefined && previous >= stage)
      report(['ladder', 'stages', n], stage, '各阶段应从小到大排列且不重复');
  });
}

/** What can open, date and close a duty, by whom it is counted for; another mixture would never come up or never end. */
const MIXTURES: Record<DutyRule['per'], { opens: string[]; due: string[]; doneWhen: string[] }> = {
  assignment: {
    opens: ['assignment', 'date', 'registration', 'period'],
    due: ['date', 'month-day', 'opening', 'promise', 'duty', 'none'],
    doneWhen: ['registered', 'reported', 'requestClosed', 'never'],
  },
  unit: { opens: ['date'], due: ['date', 'none'], doneWhen: ['registered', 'profileComplete', 'never'] },
  member: { opens: ['date'], due: ['date'], doneWhen: ['joinedGroup'] },
  request: { opens: ['date'], due: ['date'], doneWhen: ['requestClosed'] },
};

function checkKind({ per, opens, due, doneWhen }: DutyRule, report: Report): void {
  const allowed = MIXTURES[per];
  const check = (path: string, found: string, expected: string[]) => {
    if (!expected.includes(found)) report([path], found, `per 为 ${per} 时应为 ${expected.join('、')} 之一`);
  };
  check('opens', opens.at, allowed.opens);
  check('due', due.at, allowed.due);
  check('doneWhen', Object.keys(doneWhen)[0] ?? '', allowed.doneWhen);
  const monthly = [opens.at === 'period', due.at === 'month-day', 'reported' in doneWhen];
  if (new Set(monthly).size > 1)
    report(['due'], due.at, 'opens 为 period、due 为 month-day、doneWhen 为 reported，三者应同时出现');
}
