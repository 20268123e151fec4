/** The pictures of the digests, described: the same figures as in the words, never a ranking of units (A8). */

import { addDays, type Calendar, daysBetween, type IsoDate, yearOf } from '../src/domain/calendar.ts';
import type { Duty } from '../src/domain/duty.ts';
import type { Figures } from '../src/domain/figures.ts';
import { groupBy } from '../src/domain/group-by.ts';
import type { Count } from '../src/domain/month-figures.ts';
import { type ReportTally, reportTally } from '../src/domain/monthly-report.ts';
import type { Notice } from '../src/domain/notice.ts';
import { allDates } from '../src/domain/notice-dates.ts';
import type { Chart, MonthsChart } from '../src/files/chart.ts';
import { dateText, shortDate } from './wording.ts';

/** A chart with its figures in words, and the name of its file. */
export interface Illustration {
  name: string;
  title: string;
  /** What the picture shows, in words: below the title for whoever does not see it. */
  alt: string;
  chart: Chart;
}

/** 办理进度: of each duty what is done, open and overdue, in the order of the notice. */
export function progressChart({ asOf, total, byRule }: Figures): Illustration | null {
  if (byRule.length === 0) return null;
  const title = `办理进度（${shortDate(asOf)}）：应办${total.owed}项，已办${total.done}项，逾期${total.overdue}项`;
  const rows = byRule.map(({ rule, owed, done, open, overdue }) => ({
    label: rule.name,
    note: `${done}/${owed}${overdue > 0 ? `　逾期${overdue}` : ''}`,
    values: [done, open - overdue, overdue],
  }));
  return {
    name: '办理进度.png',
    title,
    alt: rows.map(({ label, note }) => `${label} ${note}`).join('；'),
    chart: {
      kind: 'bars',
      title,
      shares: true,
      series: [
        { name: '已办', tone: 'good' },
        { name: '未办', tone: 'plain' },
        { name: '逾期', tone: 'bad' },
      ],
      rows,
    },
  };
}

const AGES: readonly (readonly [name: string, upTo: number])[] = [
  ['1–3天', 3],
  ['4–7天', 7],
  ['8–14天', 14],
  ['15–30天', 30],
  ['31天以上', Number.POSITIVE_INFINITY],
];

/** 逾期时间: how long what is overdue has been so; nothing when nothing is. */
export function overdueChart({ asOf, overdue }: Figures): Illustration | null {
  if (overdue.length === 0) return null;
  const days = overdue.map((duty) => daysBetween(duty.latest ?? duty.due ?? asOf, asOf));
  const columns = AGES.map(([label, upTo], index) => {
    const from = AGES[index - 1]?.[1] ?? Number.NEGATIVE_INFINITY;
    return { label, value: days.filter((one) => one > from && one <= upTo).length };
  });
  const title = `逾期时间（${shortDate(asOf)}）：共${overdue.length}项`;
  return {
    name: '逾期时间.png',
    title,
    alt: columns.map(({ label, value }) => `${label} ${value}项`).join('；'),
    chart: { kind: 'columns', title, tone: 'bad', columns },
  };
}

/** 月报报送: of each month up to now the units that were on time, late, and silent. */
export function reportsChart(duties: readonly Duty[], asOf: IsoDate): Illustration | null {
  const periods = new Set(duties.flatMap(({ period }) => (period === null ? [] : [period])));
  const tallies = [...periods].sort().flatMap((period): ReportTally[] => {
    const tally = reportTally(duties, period, asOf);
    return tally ? [tally] : [];
  });
  if (tallies.length === 0) return null;
  const title = `月报报送（${shortDate(asOf)}，按单位计）`;
  const rows = tallies.map(({ period, owed, onTime, late, missing }) => ({
    label: `${Number(period.slice(5))}月 应报${owed}`,
    note: [`按时${onTime}`, late > 0 ? `迟报${late}` : '', missing > 0 ? `未报${missing}` : '']
      .filter(Boolean)
      .join('　'),
    values: [onTime, late, missing],
  }));
  return {
    name: '月报报送.png',
    title,
    alt: rows.map(({ label, note }) => `${label}：${note}`).join('；'),
    chart: {
      kind: 'bars',
      title,
      shares: true,
      series: [
        { name: '按时', tone: 'good' },
        { name: '迟报', tone: 'warn' },
        { name: '未报', tone: 'bad' },
      ],
      rows,
    },
  };
}

/** 答复类别: replies and joint opinions by the notice's categories; nothing before the first. */
export function categoriesChart(
  replies: readonly Count[],
  opinions: readonly Count[],
  asOf: IsoDate,
): Illustration | null {
  const total = (counts: readonly Count[]) => counts.reduce((sum, { count }) => sum + count, 0);
  if (total(replies) + total(opinions) === 0) return null;
  const title = `答复类别（${shortDate(asOf)}）：答复${total(replies)}件，会办意见${total(opinions)}件`;
  const rows = replies.map(({ name, count }, index) => {
    const joint = opinions[index]?.count ?? 0;
    return { label: name, note: `答复${count}　会办${joint}`, values: [count, joint] };
  });
  return {
    name: '答复类别.png',
    title,
    alt: rows.map(({ label, note }) => `${label}：${note}`).join('；'),
    chart: {
      kind: 'bars',
      title,
      shares: false,
      series: [
        { name: '答复', tone: 'good' },
        { name: '会办意见', tone: 'plain' },
      ],
      rows,
    },
  };
}

/** What one picture holds without being taller than a telephone. */
const MONTHS_OF_PICTURE = 4;

/** 期限日历: every month of the notice with a date in it; years without a published list show no days off. */
export function calendarCharts(notice: Notice, calendar: Calendar, duties: readonly Duty[]): Illustration[] {
  const dates = allDates(notice, duties).filter(({ date }) => date >= notice.assigned);
  const months = [...groupBy(dates, ({ date }) => date.slice(0, 7))];
  const pictures: (typeof months)[] = [];
  for (let from = 0; from < months.length; from += MONTHS_OF_PICTURE)
    pictures.push(months.slice(from, from + MONTHS_OF_PICTURE));
  return pictures.map((own, index) => {
    const title = `${notice.year}年期限日历${pictures.length > 1 ? `（${index + 1}/${pictures.length}）` : ''}`;
    return {
      name: `期限日历${index + 1}.png`,
      title,
      alt: own
        .flatMap(([, inMonth]) => inMonth)
        .map(({ date, title: what }) => `${dateText(date)} ${what}`)
        .join('；'),
      chart: {
        kind: 'months',
        title,
        legend: { marked: '期限', rest: '休息', work: '调休上班' },
        months: own.map(([month, inMonth]) => {
          const days = groupBy(inMonth, ({ date }) => date);
          return {
            month,
            marks: marksOf(month, new Set(days.keys()), calendar),
            notes: [...days].map(
              ([day, same]) => `${Number(day.slice(8))}日 ${same.map((one) => one.title).join('、')}`,
            ),
          };
        }),
      },
    };
  });
}

function marksOf(month: string, due: ReadonlySet<IsoDate>, calendar: Calendar) {
  const marks: MonthsChart['months'][number]['marks'] = {};
  for (let date = `${month}-01`; date.startsWith(month); date = addDays(date, 1)) {
    const known = calendar.knows(yearOf(date)) ? calendar.day(date) : null;
    const day = String(Number(date.slice(8)));
    if (due.has(date)) marks[day] = 'marked';
    else if (known && known.kind !== 'working') marks[day] = 'rest';
    else if (known && known.name !== '') marks[day] = 'work';
  }
  return marks;
}
