/**
 * D8: the monthly digest for managers and the desk, on the second working day after the date of the monthly report, also
 * when nothing is wrong (A12). It alone names who reported late or not at all, and quotes what units wrote.
 */

import { bold, escapeMrkdwn, type Message } from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { ComingDates } from '../src/domain/coming-dates.ts';
import type { Duty } from '../src/domain/duty.ts';
import type { Unit } from '../src/domain/facts.ts';
import type { Count, MonthFigures, Unchanged } from '../src/domain/month-figures.ts';
import { type Notice, ruleAsking } from '../src/domain/notice.ts';
import type { Quote } from '../src/domain/problem-themes.ts';
import { ACTIONS } from './actions.ts';
import { changeNote } from './change.ts';
import { categoriesChart, reportsChart } from './charts.ts';
import { layOut, namesText, restText, TOP, topLines } from './digest-layout.ts';
import { indicatorLines } from './indicator-lines.ts';
import {
  clauseLine,
  dateText,
  numbersText,
  periodText,
  proposalText,
  shortDate,
  shorten,
} from './wording.ts';

export interface MonthDigestProps {
  notice: Notice;
  month: MonthFigures;
  duties: readonly Duty[];
  today: IsoDate;
  /** When the figures were taken, 'HH:mm'. */
  time: string;
}

const NAMES_SHOWN = 20;
const QUOTES_OF_THEME = 3;
const QUOTE_LENGTH = 60;

export function monthDigest(props: MonthDigestProps): Message {
  const { notice, month, duties, today, time } = props;
  const { period, since, problems, unchanged, coming, replies, opinions } = month;
  const report = notice.duties.find(({ due }) => due.at === 'month-day');
  return layOut({
    id: 'digest-month',
    verdict: verdictText(props),
    parts: [
      ['月报报送', reportLines(month)],
      [
        problems ? `存在问题 ${problems.total}条（另有${problems.none}件填“无”）` : '存在问题',
        problemLines(month),
      ],
      ['答复类别', [...countLines('答复', replies), ...countLines('会办意见', opinions)]],
      [`办理阶段（按${monthName(period)}月报）`, countLines('', month.stages ?? [])],
      [
        `两个月没有变化 ${unchanged.length}件`,
        topLines(
          unchanged.map((one) => unchangedText(one, notice)),
          '件',
        ),
      ],
      [coming ? `接下来（到${shortDate(coming.until)}）` : '', coming ? comingLines(coming) : []],
      ...indicatorParts(notice, today),
    ],
    buttons: [
      ...(hasMoreProblems(month)
        ? [['全部存在问题', ACTIONS.digestMore, `problems/${period}`] as const]
        : []),
      ...(unchanged.length > TOP
        ? [['全部没有变化的', ACTIONS.digestMore, `unchanged/${period}`] as const]
        : []),
      ['看图', ACTIONS.digestMore, 'pictures'],
    ],
    illustrations: [reportsChart(duties, today), categoriesChart(replies, opinions, today)],
    smallPrint: [
      `数据截至${shortDate(today)}${time}${since ? `，增减与${shortDate(since)}比` : ''}。存在问题为单位原文，按其中的词归类；没有变化指两个月内没有新登记、月报阶段也未变。`,
      clauseLine(notice, report ? [report.clause] : []),
    ],
  });
}

/** What the desk reads of it where its own news leave no room for more. */
export function monthDigestBrief(props: MonthDigestProps): Message {
  return layOut({
    id: 'digest-month',
    verdict: verdictText(props),
    parts: [],
    buttons: [['月度简报全文', ACTIONS.digestMore, `month/${props.month.period}`]],
    illustrations: [],
    smallPrint: [`数据截至${shortDate(props.today)}${props.time}`],
  });
}

function verdictText({ month: { period, tally, problems, unchanged }, today }: MonthDigestProps): string {
  const reports = !tally
    ? '没有应报的月报'
    : tally.missing + tally.late === 0
      ? `应报月报${tally.owed}个单位，全部按时报送`
      : `应报月报${tally.owed}个单位，按时${tally.onTime}、迟报${tally.late}、未报${tally.missing}`;
  const found = problems ? (problems.total > 0 ? `，存在问题${problems.total}条` : '，没有填报存在问题') : '';
  const still = unchanged.length > 0 ? `，${unchanged.length}件两个月没有变化` : '';
  return `【月度简报】${periodText(period)}，截至${dateText(today)}：${reports}${found}${still}。`;
}

function reportLines({ tally, before, late, missing }: MonthFigures): string[] {
  if (!tally) return [];
  return [
    `应报 ${tally.owed}个单位${changeNote(tally.owed, before?.owed)}`,
    `按时 ${tally.onTime}个${changeNote(tally.onTime, before?.onTime)}`,
    `迟报 ${tally.late}个${changeNote(tally.late, before?.late)}${unitsText(late)}`,
    `未报 ${tally.missing}个${changeNote(tally.missing, before?.missing)}${unitsText(missing)}`,
  ];
}

function unitsText(units: readonly Unit[]): string {
  const names = units.map(({ name }) => name);
  return names.length === 0 ? '' : `：${escapeMrkdwn(namesText(names, NAMES_SHOWN))}`;
}

/** Each theme with its count, its first few in the units' own words, and the numbers of the rest. */
function problemLines({ problems }: MonthFigures): string[] {
  if (!problems) return [];
  if (problems.total === 0) return ['各单位月报没有填报存在问题。'];
  const shares = sharesOf(problems.themes.map(({ quotes }) => quotes.length));
  return problems.themes.flatMap(({ name, quotes }, theme) => {
    const shown = quotes.slice(0, shares[theme]);
    const rest = quotes.slice(shown.length).map(({ proposal }) => proposal.number);
    return [
      bold(`${name ?? '其他'} ${quotes.length}条`),
      ...shown.map((quote) => `　${quoteText(quote, QUOTE_LENGTH)}`),
      ...(rest.length > 0 ? [`　${shown.length > 0 ? '另有' : ''}${restText(rest, '条')}`] : []),
    ];
  });
}

/** How many quotes each theme shows: one in turn, up to a few each and ten in all. */
function sharesOf(sizes: readonly number[]): number[] {
  const shares = sizes.map(() => 0);
  for (let round = 1; round <= QUOTES_OF_THEME; round += 1)
    sizes.forEach((size, theme) => {
      const taken = shares.reduce((sum, share) => sum + share, 0);
      if (size >= round && taken < TOP) shares[theme] = round;
    });
  return shares;
}

function hasMoreProblems({ problems }: MonthFigures): boolean {
  if (!problems) return false;
  return (
    problems.total > TOP ||
    problems.themes.some(
      ({ quotes }) =>
        quotes.length > QUOTES_OF_THEME || quotes.some(({ text }) => [...text].length > QUOTE_LENGTH),
    )
  );
}

/** 第12号（区教育局）：“资金缺口较大” */
export function quoteText({ proposal, unit, text }: Quote, length: number): string {
  const words = escapeMrkdwn(shorten(text.replace(/\s*\n\s*/gu, ' '), length));
  return `${numbersText([proposal.number])}（${escapeMrkdwn(unit)}）：“${words}”`;
}

/** One line each; nothing of what is 0 and was. */
function countLines(what: string, counts: readonly Count[]): string[] {
  return counts
    .filter(({ count, before }) => count > 0 || (before ?? 0) > 0)
    .map(
      ({ name, count, before }) =>
        `${what ? `${what} ` : ''}${escapeMrkdwn(name)} ${count}件${changeNote(count, before)}`,
    );
}

/** 第3号《…》 区教育局　办理中，4月8日签收后没有登记 */
export function unchangedText({ proposal, unit, stage, last }: Unchanged, notice: Notice): string {
  const name = last && (ruleAsking(notice, last.kind)?.name ?? notice.registrations[last.kind] ?? last.kind);
  const fact = last ? `${shortDate(last.on)}${name}后没有登记` : '没有任何登记';
  return `${proposalText(proposal, 16)} ${escapeMrkdwn(unit)}　${stage ? `${escapeMrkdwn(stage)}，` : ''}${fact}`;
}

function comingLines({ dates, holidays, makeUpDays, unknownYear }: ComingDates): string[] {
  const due = topLines(
    dates.map(
      ({ date, titles, restDay }) =>
        `${dateText(date)}前 ${escapeMrkdwn(titles.join('、'))}${restDay ? '（当天休息，提醒提前）' : ''}`,
    ),
    '个日期',
  );
  const off = holidays.map(({ name, from, to }) =>
    from === to ? `${name} ${dateText(from)}` : `${name} ${shortDate(from)}至${shortDate(to)}`,
  );
  return [
    ...(due.length > 0 ? due : ['没有期限。']),
    ...(off.length > 0 ? [`放假：${off.join('；')}`] : []),
    ...(makeUpDays.length > 0 ? [`调休上班：${makeUpDays.map(dateText).join('、')}`] : []),
    ...(unknownYear === null ? [] : [`${unknownYear}年的放假安排尚未收录。`]),
  ];
}

function indicatorParts({ indicators }: Notice, today: IsoDate) {
  if (!indicators) return [];
  const lines = topLines(indicatorLines(indicators, today), '项');
  return [[`规划指标（${indicators.plan}）`, lines] as const];
}

function monthName(period: string): string {
  return `${Number(period.slice(5))}月`;
}
