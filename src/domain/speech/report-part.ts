import type { ReportField } from '../monthly-report.ts';
import { REPORT_FIELDS } from '../monthly-report.ts';
import type { Reader } from './clause.ts';
import { type Heading, headingsOf } from './heading.ts';
import { type Label, labelsOf } from './label.ts';
import type { NumberToken } from './number-token.ts';

/** A stretch of a message about the same proposals: [start, end) of the folded text, its heading, and its labels. */
export interface ReportPart {
  heading: Heading | null;
  start: number;
  end: number;
  labels: Label[];
}

/**
 * Cuts a folded text into the parts of a report: what stands before the first heading, then one part per heading.
 * Null when the text holds too few labels to be a report.
 */
export function reportParts(
  folded: string,
  tokens: readonly NumberToken[],
  reader: Reader,
): ReportPart[] | null {
  const candidates = headingsOf(folded, tokens, reader.titles);
  const labels = labelsOf(folded, new Set(candidates.map((heading) => heading.end)));
  if (!looksLikeReport(labels, candidates)) return null;
  const parts = cut(folded.length, acceptedHeadings(candidates, labels, folded, reader), labels);
  return parts.map((part) => ({ ...part, labels: chooseLabels(part.labels, folded) }));
}

function looksLikeReport(labels: readonly Label[], headings: readonly Heading[]): boolean {
  const plain = new Set(labels.filter((label) => label.strength === 'plain').map((label) => label.field));
  if (plain.size >= 2 || plain.has('progress')) return true;
  if (plain.size === 1 && headings.length > 0) return true;
  return (
    REPORT_FIELDS.every((field) =>
      labels.some((label) => label.field === field && label.strength !== 'inline'),
    ) || plain.size === 1
  );
}

function acceptedHeadings(
  candidates: readonly Heading[],
  labels: readonly Label[],
  folded: string,
  { cases }: Reader,
): Heading[] {
  const accepted: Heading[] = [];
  const firstPlain = labels.find((label) => label.strength === 'plain')?.start ?? folded.length;
  candidates.forEach((heading, index) => {
    const inside = between(labels, heading.end, candidates[index + 1]?.start ?? folded.length);
    const plain = inside.filter((label) => label.strength === 'plain');
    const known = heading.numbers.some(cases.isKnown);
    const [first] = plain;
    const followed =
      first !== undefined &&
      first.start >= heading.end &&
      folded.slice(heading.end, first.start).trim() === '';
    const opens = heading.closed || followed || (heading.start === 0 && !heading.bare);
    const believed = known
      ? inside.length > 0 || (heading.closed && firstPlain < heading.start)
      : !heading.bare && followed;
    // 15号召开会议 inside the text about another proposal opens nothing, unless that text had all its parts.
    const before = new Set(
      between(labels, accepted.at(-1)?.end ?? 0, heading.start).map((label) => label.field),
    );
    const restarts =
      known && !heading.bare && before.size === 3 && new Set(plain.map((label) => label.field)).size >= 2;
    if ((opens && believed) || restarts) accepted.push(heading);
  });
  return accepted;
}

function cut(length: number, headings: readonly Heading[], labels: readonly Label[]): ReportPart[] {
  const parts = headings.map((heading, index): ReportPart => {
    const end = headings[index + 1]?.start ?? length;
    return { heading, start: heading.end, end, labels: between(labels, heading.end, end) };
  });
  const first = headings[0]?.start ?? length;
  return [{ heading: null, start: 0, end: first, labels: between(labels, 0, first) }, ...parts];
}

/** The labels whose word begins in [start, end); found by halving, because a long text may hold thousands. */
function between(labels: readonly Label[], start: number, end: number): Label[] {
  let low = 0;
  for (let high = labels.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((labels[middle]?.word ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while (last < labels.length && (labels[last]?.word ?? end) < end) last += 1;
  return labels.slice(low, last);
}

/** The labels to believe: plain ones, and for what is missing the first of the weaker ones. */
function chooseLabels(candidates: readonly Label[], folded: string): Label[] {
  const chosen = withoutNested(
    candidates.filter((label) => label.strength === 'plain'),
    folded,
  );
  const missing = () => REPORT_FIELDS.filter((field) => !chosen.some((label) => label.field === field));
  const add = (label: Label | undefined) => {
    if (label && !chosen.some((one) => label.word < one.end && one.word <= label.word)) chosen.push(label);
  };
  if (chosen.length > 0 || missing().every((field) => candidates.some((label) => label.field === field))) {
    for (const field of missing())
      add(firstOf(candidates, field, ['loose']) ?? firstOf(candidates, field, ['inline']));
    const rest = missing().map((field) => firstOf(candidates, field, ['bare']));
    if (rest.every((label) => label !== undefined)) for (const label of rest) add(label);
  }
  return chosen.sort((one, other) => one.start - other.start);
}

function firstOf(
  labels: readonly Label[],
  field: ReportField,
  strengths: readonly Label['strength'][],
): Label | undefined {
  return labels.find((label) => label.field === field && strengths.includes(label.strength));
}

/** A label inside the part it names (主要问题： under 存在问题) is text; right under it, it takes its place. */
function withoutNested(labels: readonly Label[], folded: string): Label[] {
  const outer: Label[] = [];
  for (const label of labels) {
    const last = outer.at(-1);
    if (last?.field !== label.field) outer.push(label);
    else if (folded.slice(last.end, label.start).trim() === '')
      outer[outer.length - 1] = { ...label, start: last.start };
  }
  return outer;
}
