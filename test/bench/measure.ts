import { performance } from 'node:perf_hooks';

/** One line of the table: what was measured, against what it must stay under, and in what it is reckoned. */
export interface Figure {
  name: string;
  value: number;
  limit: number;
  unit: 'ms' | 's' | 'MB';
  /** How many times as much as something that every machine does, where that says more than the value. */
  ratio?: { to: string; times: number };
}

/** Median duration of a piece of work in milliseconds, after some rounds that only warm it up. */
export async function median(
  rounds: number,
  work: (round: number) => unknown,
  warmUp = Math.ceil(rounds / 5),
): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const start = performance.now();
    await work(round);
    if (round >= warmUp) times.push(performance.now() - start);
  }
  return middleOf(times);
}

/** The median of what was measured. */
export function middleOf(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;
}

/** Prints the figures as a table; whether all are within their limits. */
export function printFigures(figures: readonly Figure[]): boolean {
  const rows = figures.map(({ name, value, limit, unit, ratio }) => [
    name,
    `${value.toFixed(unit === 'MB' ? 0 : 1)} ${unit}`,
    `< ${limit} ${unit}`,
    value < limit ? 'ok' : 'TOO MUCH',
    ratio ? `${ratio.times.toFixed(1)} × ${ratio.to}` : '',
  ]);
  const table = [['', 'measured', 'limit', '', 'against'], ...rows];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  return figures.every(({ value, limit }) => value < limit);
}
