/** What the papers share: marks, titles, chapters, sentences about cases and figures. Plain text, nothing escaped. */

import type { IsoDate } from '../../src/domain/calendar.ts';
import type { ComingDates } from '../../src/domain/coming-dates.ts';
import type { Rate } from '../../src/domain/figures.ts';
import type { Notice } from '../../src/domain/notice.ts';
import { type Block, heading, text } from '../../src/files/official-document.ts';
import { dateText, ordinal, percent, shortDate } from '../wording.ts';

export const MARK = '草稿　未经审定不得印发';

/** 发文字号, left to people. */
export function numberBlank(date: IsoDate): string {
  return `〔${date.slice(0, 4)}〕　　号`;
}

/** Characters of 二号 in a line of the page, with some air. */
const TITLE_WIDTH = 19;

/** Lines of a title that break only between its pieces: as few as can be, and as even as can be. */
export function titleLines(pieces: readonly string[]): string[] {
  for (let lines = 1; lines < pieces.length; lines += 1) {
    const best = evenest(pieces, lines);
    if (widest(best) <= TITLE_WIDTH) return best;
  }
  return [...pieces];
}

function evenest(pieces: readonly string[], lines: number): string[] {
  if (lines === 1) return [pieces.join('')];
  const cuts = pieces.slice(0, pieces.length - lines + 1).map((_, index) => index + 1);
  const ways = cuts.map((cut) => [pieces.slice(0, cut).join(''), ...evenest(pieces.slice(cut), lines - 1)]);
  return ways.reduce((best, way) => (widest(way) < widest(best) ? way : best));
}

function widest(lines: readonly string[]): number {
  return Math.max(...lines.map(widthOf));
}

/** Two ASCII characters are as wide as one 汉字. */
function widthOf(line: string): number {
  return [...line].reduce((sum, one) => sum + (one <= '\u007f' ? 0.5 : 1), 0);
}

/** What the notice covers, in pieces that a title may break between: 区政协六届一次、 二次会议提案 */
export function coversPieces({ covers }: Notice): string[] {
  return covers.split(/(?<=、)/u);
}

/** 一、 二、 …: chapters that have something to say. */
export function chapters(parts: readonly { title: string; blocks: readonly Block[] }[]): Block[] {
  return parts
    .filter(({ blocks }) => blocks.length > 0)
    .flatMap(({ title, blocks }, index) => [heading(1, `${ordinal(index)}、${title}`), ...blocks]);
}

/** 第12号《关于路灯的提案》 */
export function caseText({ number, title }: { number: string; title: string }): string {
  return `第${number}号《${title}》`;
}

/** 签收率100%（134/134）、答复率… ; what nothing is owed of is left out. */
export function ratesText(rates: readonly Rate[]): string {
  return rates
    .filter(({ owed }) => owed > 0)
    .map(({ name, done, owed }) => `${name}${percent(done, owed)}（${done}/${owed}）`)
    .join('，');
}

/** A类 已解决或基本解决3件、B类 …; nothing where all are 0. */
export function countsText(counts: readonly { name: string; count: number }[]): string {
  return counts
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${name}${count}件`)
    .join('、');
}

export function names(units: readonly { name: string }[]): string {
  return units.map(({ name }) => name).join('、');
}

/** What comes next: one paragraph a date, then the days off. */
export function comingBlocks(coming: ComingDates | null): Block[] {
  if (!coming) return [];
  const days = [
    ...coming.holidays.map(({ name, from, to }) =>
      from === to ? `${name}${shortDate(from)}放假` : `${name}${shortDate(from)}至${shortDate(to)}放假`,
    ),
    ...coming.makeUpDays.map((date) => `${dateText(date)}上班`),
  ];
  return [
    ...coming.dates.map(({ date, titles, restDay }) =>
      text(`${dateText(date)}前：${titles.join('、')}${restDay ? '（当天不是工作日，请提前办理）' : ''}。`),
    ),
    ...(days.length > 0 ? [text(`${days.join('，')}。`)] : []),
    ...(coming.unknownYear === null ? [] : [text(`${coming.unknownYear}年放假安排尚未公布。`)]),
  ];
}
