import { z } from 'zod';

/**
 * A picture of figures, described: what it shows, not how it is drawn. It knows no word of the office, and holds no more
 * than what stands in its alternative text.
 */

/** What a colour means; each has a pattern of its own, so that nothing hangs on colour alone. */
export const TONES = ['good', 'plain', 'warn', 'bad'] as const;
export type Tone = (typeof TONES)[number];

const bars = z.object({
  kind: z.literal('bars'),
  title: z.string(),
  series: z.array(z.object({ name: z.string(), tone: z.enum(TONES) })).min(1),
  /** One bar under the other, `note` above its right end. One value for each of the series. */
  rows: z.array(z.object({ label: z.string(), note: z.string(), values: z.array(z.number().min(0)) })).min(1),
  /** Every bar is as wide as the picture and shows shares; else all have one scale. */
  shares: z.boolean(),
});

const columns = z.object({
  kind: z.literal('columns'),
  title: z.string(),
  tone: z.enum(TONES),
  /** Beside each other on one scale, each with its value above it. */
  columns: z.array(z.object({ label: z.string(), value: z.number().min(0) })).min(1),
});

export const MARKS = ['marked', 'rest', 'work'] as const;

const months = z.object({
  kind: z.literal('months'),
  title: z.string(),
  /** What the marks mean. */
  legend: z.partialRecord(z.enum(MARKS), z.string()),
  months: z
    .array(
      z.object({
        /** 'YYYY-MM' */
        month: z.string().regex(/^\d{4}-\d{2}$/),
        /** By day of the month; a day without a mark is an ordinary one. */
        marks: z.record(z.string(), z.enum(MARKS)),
        /** Below the month. */
        notes: z.array(z.string()),
      }),
    )
    .min(1),
});

export const chartSchema = z.discriminatedUnion('kind', [bars, columns, months]);
export type Chart = z.infer<typeof chartSchema>;
export type BarsChart = z.infer<typeof bars>;
export type ColumnsChart = z.infer<typeof columns>;
export type MonthsChart = z.infer<typeof months>;
