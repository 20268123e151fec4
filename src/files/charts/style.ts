import type { Tone } from '../chart.ts';

/**
 * How pictures look. They are 900 units wide and drawn at twice that; a telephone shows them at about 340, so that
 * letters of 34 units are as large as those of a message.
 */
export const WIDTH = 900;
export const MARGIN = 32;
export const FONT = 'Noto Sans S Chinese';
export const TITLE_SIZE = 40;
export const TEXT_SIZE = 34;
export const INK = '#1d1c1d';
export const FAINT = '#8a8a8a';

const stripes = (rotation: number, gap: number) => ({
  symbol: 'rect',
  color: 'rgba(255,255,255,0.75)',
  dashArrayX: [1, 0],
  dashArrayY: [5, gap],
  rotation,
});

/** Dark and plain, light and dotted, striped across, striped aslant: told apart in grey, too. */
export const TONE_STYLES: Record<Tone, { color: string; decal?: object }> = {
  good: { color: '#1f5f9e' },
  plain: {
    color: '#d5dde6',
    decal: { symbol: 'circle', color: '#7d8a99', symbolSize: 0.6, dashArrayX: 14, dashArrayY: 14 },
  },
  warn: { color: '#c77700', decal: stripes(0, 9) },
  bad: { color: '#b3261e', decal: stripes(-Math.PI / 4, 9) },
};

/** About how wide a text is: an ideograph is as wide as high, a digit a little more than half of that. */
export function widthOf(text: string, size: number): number {
  return [...text].reduce((sum, sign) => sum + (sign > '\u2e7f' ? size : size * 0.58), 0);
}

/** Lines of at most a width, broken anywhere as Chinese is, but not within a number or before a closing sign. */
export function linesOf(text: string, size: number, width = WIDTH - 2 * MARGIN): string[] {
  const lines: string[] = [];
  let line = '';
  for (const [part] of text.matchAll(/(?:[\w.,%/–-]+|.)[，。、；：）]*/gu)) {
    if (line !== '' && widthOf(line + part, size) > width) {
      lines.push(line);
      line = '';
    }
    line += part;
  }
  return [...lines, line];
}
