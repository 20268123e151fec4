import type { ReportField } from '../monthly-report.ts';
import type { ReportPart } from './report-part.ts';
import { body, finished, joined, NOTHING_SAID, type SpokenReport } from './report-text.ts';

/** Whether the report goes label by label, with the proposals under each: 进展情况： 12号：… 15号：… 存在问题： 12号：… */
export function isByLabel(parts: readonly ReportPart[], folded: string): boolean {
  const [first, second] = parts;
  const label = first?.labels.at(-1);
  return (
    label !== undefined &&
    second !== undefined &&
    folded.slice(label.end, second.heading?.start).trim() === ''
  );
}

/** Reads such a report. A text under a label and no proposal is meant for all of them. */
export function byLabel(parts: readonly ReportPart[], kept: string): SpokenReport[] {
  const all = [...new Set(parts.flatMap((part) => part.heading?.numbers ?? []))];
  const entries = new Map(all.map((number) => [number, { ...NOTHING_SAID }]));
  let field: ReportField | null = null;
  const add = (numbers: readonly string[], text: string) => {
    for (const number of numbers) {
      const entry = entries.get(number);
      if (entry && field) entry[field] = joined(entry[field], body(text));
    }
  };
  for (const { heading, start, end, labels } of parts) {
    add(heading?.numbers ?? [], kept.slice(start, labels[0]?.start ?? end));
    labels.forEach((label, index) => {
      field = label.field;
      add(all, kept.slice(label.end, labels[index + 1]?.start ?? end));
    });
  }
  return [...entries].map(([number, entry]) => ({ numbers: [number], entry: finished(entry) }));
}
