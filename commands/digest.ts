import { timeIn } from '../src/domain/calendar.ts';
import { hasReports, monthsAfter } from '../src/domain/digest-month.ts';
import { reportMonths } from '../src/domain/month-figures.ts';
import { readReportWords } from '../src/domain/monthly-report.ts';
import { UserError } from '../src/errors.ts';
import { countDeliveries, owe } from '../src/store/deliveries.ts';
import { writtenReports } from '../src/store/reports.ts';
import {
  calendarCharts,
  categoriesChart,
  overdueChart,
  progressChart,
  reportsChart,
} from '../templates/charts.ts';
import { listPage, picturesMessage } from '../templates/digest-pages.ts';
import {
  type DigestFacts,
  figuresOf,
  monthDigestOf,
  monthFiguresOf,
  weekDigestOf,
} from '../templates/digests.ts';
import { quoteText, unchangedText } from '../templates/month-digest.ts';
import { allRisks } from '../templates/risk-lines.ts';
import { periodText } from '../templates/wording.ts';
import type { Act, Call, Command, Outcome } from './call.ts';
import { status } from './status.ts';
import { officeOf } from './subject.ts';

const WEEK_MS = 7 * 86_400_000;
/** Characters of a quote where all of them are listed. */
const QUOTE_LENGTH = 300;

const VIEW_WORDS: Readonly<Record<string, string>> = {
  '': 'week',
  周: 'week',
  本周: 'week',
  图: 'pictures',
  看图: 'pictures',
  逾期: 'overdue',
  风险: 'risks',
};
const MONTH_WORDS = /^(月|月度|本月|月度简报)$/u;

/** The digests when somebody wants them: the same figures as on Mondays and after the 15th, as of now. */
export const digest: Command = {
  verb: 'digest',
  aliases: ['简报', '周报'],
  says: '周报；加月份看月度简报；加“图”“风险”“问题”看全部',
  example: '/duban 简报　/duban 简报 5月　/duban 简报 图',
  async run(call) {
    const words = call.text.trim();
    const view = Object.hasOwn(VIEW_WORDS, words) ? VIEW_WORDS[words] : undefined;
    if (view !== undefined) return show(call, view);
    const { month } = readReportWords(words);
    const list = words.includes('问题') ? 'problems' : words.includes('变化') ? 'unchanged' : 'month';
    if (month === null && list === 'month' && !MONTH_WORDS.test(words))
      throw new UserError('可以写“简报”“简报 5月”“简报 图”“简报 逾期”“简报 风险”“简报 问题”。');
    const months = monthsOf(call);
    const period = months.findLast((one) => one.endsWith(month ?? ''));
    if (period !== undefined) return show(call, `${list}/${period}`);
    throw new UserError(
      months.length === 0
        ? '还没有到报送月报的月份，暂无月度简报。'
        : `没有这个月的月度简报，现有：${months.map(periodText).join('、')}。`,
    );
  },
};

/** The buttons of a digest: what they lead to comes as a message of its own. */
export const digestMore: Act = { verb: 'digest', run: (call) => show(call, call.text) };

/** Another page in the place of this one. */
export const digestTurn: Act = {
  verb: 'digest',
  run: async (call) => ({ ...(await show(call, call.text)), replace: true }),
};

/** One view by name: week, month/2022-05, overdue, risks/0, problems/2022-05/0, unchanged/2022-05/0, pictures. */
async function show(call: Call, value: string): Promise<Outcome> {
  const [view = '', ...rest] = value.split('/');
  const period = rest.find((part) => /^\d{4}-\d{2}$/.test(part)) ?? null;
  const page = Number(rest.find((part) => /^\d{1,4}$/.test(part)) ?? 0);
  switch (view) {
    case 'week':
      return { say: weekDigestOf(await factsFor(call, null)) };
    case 'overdue':
      return status.run({ ...call, text: '单位 逾期' });
    case 'risks':
      return risksPage(call, page);
    case 'pictures':
      return sendPictures(call);
    case 'month':
      if (period !== null) return { say: monthDigestOf(await factsFor(call, period), period) };
      break;
    case 'problems':
    case 'unchanged':
      if (period !== null) return monthPage(call, view, period, page);
  }
  throw new UserError('这个按钮已失效，请重新发送“简报”。');
}

async function factsFor(call: Call, period: string | null): Promise<DigestFacts> {
  const { tx, office, now, today } = call;
  return {
    ...(await officeOf(call)),
    notice: office.notice,
    calendar: office.calendar,
    today,
    time: timeIn(office.zone, now),
    sending: await countDeliveries(tx, office.id, new Date(now.getTime() - WEEK_MS), now),
    reports: period === null ? null : await writtenReports(tx, office.id, { periods: reportMonths(period) }),
  };
}

async function risksPage(call: Call, page: number): Promise<Outcome> {
  const { risks } = figuresOf(await factsFor(call, null));
  const title = `风险${risks.length}处`;
  const { notice } = call.office;
  return { say: listPage({ notice, title, lines: allRisks(risks), value: 'risks', page, clauses: [] }) };
}

async function monthPage(
  call: Call,
  view: 'problems' | 'unchanged',
  period: string,
  page: number,
): Promise<Outcome> {
  const { notice } = call.office;
  const { problems, unchanged } = monthFiguresOf(await factsFor(call, period), period);
  const clauses = notice.duties.flatMap(({ due, clause }) => (due.at === 'month-day' ? [clause] : []));
  const shared = { notice, value: `${view}/${period}`, page, clauses };
  if (view === 'unchanged') {
    const lines = unchanged.map((one) => unchangedText(one, notice));
    const title = `${periodText(period)}：两个月没有变化${unchanged.length}件`;
    return { say: listPage({ ...shared, title, lines }) };
  }
  const lines = (problems?.themes ?? []).flatMap(({ name, quotes }) =>
    quotes.map((quote) => `〔${name ?? '其他'}〕${quoteText(quote, QUOTE_LENGTH)}`),
  );
  return { say: listPage({ ...shared, title: `${periodText(period)}存在问题${lines.length}条`, lines }) };
}

/** Pictures are drawn when their message goes out, so that it is owed like every other, to the person alone. */
async function sendPictures(call: Call): Promise<Outcome> {
  const { tx, office, member, inbound, now, today } = call;
  const { notice, calendar } = office;
  const period = today.slice(0, 7);
  const given = await factsFor(call, null);
  const figures = figuresOf(given);
  const { replies, opinions } = monthFiguresOf(given, period);
  const message = picturesMessage(notice, [
    progressChart(figures),
    overdueChart(figures),
    reportsChart(given.duties, today),
    categoriesChart(replies, opinions, today),
    ...calendarCharts(notice, calendar, given.duties),
  ]);
  if (inbound.kind === 'message') return { say: message };
  const deliver = await owe(
    tx,
    [
      {
        officeId: office.id,
        key: `answer/${inbound.id}`,
        kind: 'answer',
        memberId: member.id,
        channel: null,
        threadTs: null,
        message,
      },
    ],
    now,
  );
  return { deliver };
}

/** Months whose reports are owed by now, in order. */
function monthsOf({ office: { notice }, today }: Call): string[] {
  const months: string[] = [];
  for (let month = notice.assigned.slice(0, 7); month <= today.slice(0, 7); month = monthsAfter(month, 1))
    if (hasReports(notice, month)) months.push(month);
  return months;
}
