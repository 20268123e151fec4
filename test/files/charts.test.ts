import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { Resvg } from '@resvg/resvg-js';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { BarsChart, Chart } from '../../src/files/chart.ts';
import { fontSubset } from '../../src/files/charts/font-subset.ts';
import { paint, svgOf } from '../../src/files/charts/paint.ts';
import { linesOf, widthOf } from '../../src/files/charts/style.ts';
import { createPainter, type Painter } from '../../src/files/painter.ts';

const bars = (changed: Partial<BarsChart> = {}): BarsChart => ({
  kind: 'bars',
  title: '办理进度：应办10项',
  shares: true,
  series: [
    { name: '已办', tone: 'good' },
    { name: '未办', tone: 'plain' },
    { name: '逾期', tone: 'bad' },
  ],
  rows: [{ label: '签收', note: '6/10　逾期1', values: [6, 3, 1] }],
  ...changed,
});
const CHARTS: Chart[] = [
  bars(),
  {
    kind: 'columns',
    title: '逾期时间：共3项',
    tone: 'bad',
    columns: [
      { label: '1–3天', value: 3 },
      { label: '4–7天', value: 0 },
    ],
  },
  {
    kind: 'months',
    title: '2022年期限日历',
    legend: { marked: '期限', rest: '休息' },
    months: [{ month: '2022-04', marks: { 10: 'marked', 3: 'rest' }, notes: ['10日 签收'] }],
  },
];

/** Width, height, and whether anything but one colour is in it. */
function pictureIn(png: Buffer): { width: number; height: number; colours: number } {
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return {
    width: png.readUInt32BE(16),
    height: png.readUInt32BE(20),
    colours: new Set(inflateSync(Buffer.concat(data))).size,
  };
}

describe('a picture', () => {
  test.each(CHARTS)('of $kind is 1,800 dots wide', (chart) => {
    const { width, height, colours } = pictureIn(paint(chart));
    expect(width).toBe(1_800);
    expect(height).toBeGreaterThan(300);
    expect(colours).toBeGreaterThan(20);
  });

  test('has the real signs of Chinese: another word is another picture', () => {
    const pictures = ['签收', '答复', '月报'].map((label) =>
      paint(bars({ rows: [{ label, note: '', values: [1, 0, 0] }] })).toString('base64'),
    );
    expect(new Set(pictures).size).toBe(3);
  });

  test('tells parts apart by patterns, too', () => {
    const svg = svgOf(bars());
    // 未办 and 逾期 each have one of their own; 已办 is plain.
    const patterns = [...svg.matchAll(/<pattern [^>]*id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(patterns).size).toBeGreaterThanOrEqual(2);
    for (const id of patterns) expect(svg).toContain(`url(#${id})`);
  });

  test('shows a title in as many lines as it needs', () => {
    const long = paint(bars({ title: '办理进度'.repeat(20) }));
    expect(pictureIn(long).height).toBeGreaterThan(pictureIn(paint(bars())).height);
    expect(linesOf('办'.repeat(30), 40, 800)).toEqual(['办'.repeat(20), '办'.repeat(10)]);
    expect(linesOf(`${'办'.repeat(19)}62件，共`, 40, 800)).toEqual(['办'.repeat(19), '62件，共']);
    expect(widthOf('办1', 100)).toBeCloseTo(158);
  });
});

test('a small font draws the same signs as the whole one, and nothing else', () => {
  const file = path.join(
    path.dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')),
    '../fonts/NotoSansHans-Medium.otf',
  );
  const whole = readFileSync(file);
  const small = fontSubset(whole, '督办签收12（％）');
  expect(small.length).toBeLessThan(whole.length / 8);
  const folder = mkdtempSync(path.join(tmpdir(), 'duban-font-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const drawn = (font: Buffer, text: string) => {
    const subset = path.join(folder, 'font.otf');
    writeFileSync(subset, font);
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="60"><text y="40" font-family="Noto Sans S Chinese" font-size="30">${text}</text></svg>`;
    return new Resvg(svg, {
      font: { loadSystemFonts: false, fontFiles: [subset], defaultFontFamily: 'Noto Sans S Chinese' },
    })
      .render()
      .asPng()
      .toString('base64');
  };
  expect(drawn(small, '督办签收12（％）')).toBe(drawn(whole, '督办签收12（％）'));
  expect(drawn(small, '通报')).not.toBe(drawn(whole, '通报'));
});

describe('the painter', () => {
  let painter: Painter;
  afterEach(() => painter.close());

  test('draws in another process what is drawn here, once for all who want it at the same time', async () => {
    painter = createPainter();
    const [one, other] = [painter.draw(bars()), painter.draw(bars())];
    expect(other).toBe(one);
    expect(await one).toEqual(paint(bars()));
  });

  test('one picture that cannot be drawn leaves the others be', async () => {
    painter = createPainter();
    const broken = { ...bars(), kind: 'pie' } as unknown as Chart;
    const [bad, good] = await Promise.allSettled([painter.draw(broken), painter.draw(bars())]);
    expect(bad.status).toBe('rejected');
    expect(good.status).toBe('fulfilled');
  });

  test('goes on with a new process when the old one is gone', async () => {
    painter = createPainter();
    const cut = painter.draw(bars());
    painter.close();
    await expect(cut).rejects.toThrow('the painter ended');
    expect((await painter.draw(bars())).length).toBeGreaterThan(1_000);
  });
});
