import type { Reader } from './clause.ts';
import { readClauses } from './clause.ts';
import { isCourtesy } from './courtesy.ts';
import { namedPeriodOf, periodOf } from './date-token.ts';
import { doubtOf } from './doubt.ts';
import {
  type ReportIntent,
  type SpeechContext,
  type SpokenEntry,
  type UnsureIntent,
  type UnsureReason,
  unsure,
} from './intent.ts';
import { numberTokens } from './number-token.ts';
import type { PlainText } from './plain-text.ts';
import { byLabel, isByLabel } from './report-by-label.ts';
import { type ReportPart, reportParts } from './report-part.ts';
import { joined, missingFrom, NOTHING_SAID, readPart, type SpokenReport } from './report-text.ts';

/**
 * Reads a monthly report typed as free text; null when the text is none. Labels in any order, on one line or many, for
 * one proposal or several (12号：… 15号：…, or one text for 12、15号). A part that is missing is a gap, not a doubt.
 */
export function readReport(
  plain: PlainText,
  context: SpeechContext,
  reader: Reader,
): ReportIntent | UnsureIntent | null {
  const { kept, folded } = withoutFarewell(plain, reader);
  const parts = reportParts(folded, numberTokens(folded, reader.cases), reader);
  if (parts === null) return null;

  const { reports, doubt } = readParts(parts, kept, folded, reader);
  const { entries, unknown, clash, unnamed } = assigned(reports, context, reader);
  const doubtful = (reason: UnsureReason) =>
    unsure(
      'report',
      reason,
      entries.flatMap(({ number }) => number ?? []),
      entries,
    );
  const said = entries.some((entry) => missingFrom(entry).length < 3);
  if (!said && unknown.length === 0)
    return doubtful(doubtOf(folded) === 'question' ? 'question' : 'unreadable');
  if (doubt !== null) return doubtful(doubt);
  if (clash) return doubtful('unreadable');
  if (isOnlyOneLabel(parts) && !entries.some(({ progress }) => progress !== ''))
    return doubtful('unreadable');
  if (unnamed) return doubtful('which-proposal');

  const named = entries.flatMap((entry) =>
    entry.number === null ? [] : [{ ...entry, number: entry.number }],
  );
  const gaps = named.flatMap((entry) => {
    const missing = missingFrom(entry);
    return missing.length > 0 ? [{ number: entry.number, missing }] : [];
  });
  return { kind: 'report', entries: named, gaps, unknown, period: namedPeriod(parts, folded, context) };
}

function readParts(
  parts: readonly ReportPart[],
  kept: string,
  folded: string,
  reader: Reader,
): { reports: SpokenReport[]; doubt: UnsureReason | null } {
  const address = folded.slice(0, parts[0]?.labels[0]?.start ?? parts[0]?.end);
  const doubts: (UnsureReason | null)[] = [
    doubtOfAddress(address),
    /(?:[?]|吗)[\s。!]{0,9}$/u.test(folded) ? 'question' : null,
  ];
  if (isByLabel(parts, folded)) return { reports: byLabel(parts, kept), doubt: firstOf(doubts) };

  const reports: SpokenReport[] = [];
  parts.forEach((part, index) => {
    if (part.heading === null && part.labels.length === 0) return;
    const { entry, signs, twice } = readPart(part, kept, reader);
    const subject = part.heading
      ? { numbers: part.heading.numbers, unclear: false }
      : subjectOf(address, reader);
    reports.push({ numbers: subject.numbers, entry });
    if (
      twice ||
      subject.unclear ||
      part.heading?.disputed ||
      (part.heading === null && subject.numbers === null && parts.length > 1 && index === 0)
    )
      doubts.push('which-proposal');
    if (signs) doubts.push('unreadable');
  });
  return { reports, doubt: firstOf(doubts) };
}

function firstOf(doubts: readonly (UnsureReason | null)[]): UnsureReason | null {
  return doubts.find((doubt) => doubt !== null) ?? null;
}

/** 以下是草稿，先别提交 and 这样写可以吗 stand before a report that is not meant to be sent. */
function doubtOfAddress(address: string): UnsureReason | null {
  if (/[?]|吗|怎么|如何|帮.{0,6}看/u.test(address)) return 'question';
  if (/草稿|初稿|先别|先不|别提交|不要|暂不|模板|样例|示例|例如|格式/u.test(address)) return 'future';
  return /签/u.test(address) ? 'unreadable' : null;
}

/** The proposals named before the labels: 现将第12号提案办理情况报告如下 */
function subjectOf(address: string, reader: Reader): { numbers: string[] | null; unclear: boolean } {
  const numbers: string[] = [];
  let unclear = false;
  for (const { tokens } of readClauses(address.slice(0, 2_000), reader)) {
    const plain = tokens.every((token) => token.kind !== 'unknown');
    for (const token of tokens) {
      if (token.kind === 'title') {
        if (token.title.numbers.length === 1) numbers.push(...token.title.numbers);
        else if (token.title.quoted === null || /关于|提案$|建议$/u.test(token.title.quoted)) unclear = true;
      }
      if (token.kind !== 'number') continue;
      // A bare 1 before the first label is the number of a paragraph.
      if (token.number.kind === 'case' && (token.number.marked || (plain && token.number.numbers[0] !== '1')))
        numbers.push(...token.number.numbers);
      if (token.number.kind === 'unclear' && token.number.numbers.some(reader.cases.isKnown)) unclear = true;
    }
  }
  return {
    numbers: numbers.length > 0 ? [...new Set(numbers)] : null,
    unclear: unclear && numbers.length === 0,
  };
}

interface Assigned {
  entries: (SpokenEntry & { number: string | null })[];
  unknown: string[];
  /** Two texts for one part of one proposal. */
  clash: boolean;
  /** A report for which no proposal is certain. */
  unnamed: boolean;
}

function assigned(reports: readonly SpokenReport[], context: SpeechContext, { cases }: Reader): Assigned {
  const entries: Assigned['entries'] = [];
  const unknown = new Set<string>();
  let clash = false;
  for (const { numbers, entry } of reports) {
    const targets = numbers ?? [onlyReporting(context)];
    for (const number of targets) {
      if (number !== null && !cases.isKnown(number)) {
        unknown.add(number);
        continue;
      }
      const same = entries.find((one) => one.number === number);
      if (!same || number === null) entries.push({ ...NOTHING_SAID, ...entry, number });
      else {
        clash ||= (['progress', 'problems', 'plan'] as const).some(
          (field) => same[field] !== '' && entry[field] !== '',
        );
        for (const field of ['progress', 'problems', 'plan'] as const)
          same[field] = joined(same[field], entry[field]);
      }
    }
  }
  return { entries, unknown: [...unknown], clash, unnamed: entries.some(({ number }) => number === null) };
}

/** The one proposal that a report without a number can be about: the thread's, or the unit's only one. */
function onlyReporting({ proposals, threadProposals = [] }: SpeechContext): string | null {
  const reporting = proposals.filter((proposal) => proposal.reporting).map((proposal) => proposal.number);
  const inThread = reporting.filter((number) => threadProposals.includes(number));
  if (inThread.length === 1) return inThread[0] ?? null;
  return reporting.length === 1 ? (reporting[0] ?? null) : null;
}

/** 问题：登录不了 alone is a cry for help as often as a part of a report. */
function isOnlyOneLabel(parts: readonly ReportPart[]): boolean {
  return parts.every((part) => part.heading === null) && parts.flatMap((part) => part.labels).length === 1;
}

function namedPeriod(parts: readonly ReportPart[], folded: string, { today }: SpeechContext): string | null {
  const first = parts.flatMap((part) => part.labels)[0];
  return (
    periodOf(folded.slice(0, Math.min(first?.start ?? 0, 300)), today) ??
    namedPeriodOf(folded.slice(0, Math.min(first?.end ?? 0, 300)), today)
  );
}

/** A last line of thanks is no part of the plan. */
function withoutFarewell(plain: PlainText, reader: Reader): PlainText {
  const lastBreak = plain.folded.lastIndexOf('\n');
  if (
    lastBreak < 0 ||
    plain.folded.length - lastBreak > 40 ||
    !isCourtesy(plain.folded.slice(lastBreak), reader)
  )
    return plain;
  return { ...plain, kept: plain.kept.slice(0, lastBreak), folded: plain.folded.slice(0, lastBreak) };
}
