import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { init, use } from 'echarts/core';
import 'echarts/lib/chart/bar';
import 'echarts/lib/component/aria';
import 'echarts/lib/component/graphic';
import 'echarts/lib/component/gridSimple';
import 'echarts/lib/component/legendPlain';
import 'echarts/lib/component/title';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart } from '../chart.ts';
import { fontSubset } from './font-subset.ts';
import { monthsDrawing } from './months.ts';
import { barsDrawing, columnsDrawing } from './options.ts';
import { FONT, WIDTH } from './style.ts';

// Each of the parts above has registered itself: all charts and components together take twice as long to load.
use(SVGRenderer);

/** Screens of telephones have at least two dots where a page has one. */
const ZOOM = 2;
export const FONT_FILE = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')),
  '../fonts/NotoSansHans-Medium.otf',
);

/**
 * A picture as PNG, 1,800 dots wide. It needs some 40 MB and a sixth of a second of the processor: the painter does it in
 * a process of its own.
 */
export function paint(chart: Chart): Buffer {
  const svg = svgOf(chart);
  const folder = mkdtempSync(path.join(tmpdir(), 'duban-font-'));
  try {
    const file = path.join(folder, 'font.otf');
    font ??= readFileSync(FONT_FILE);
    writeFileSync(file, fontSubset(font, svg));
    return new Resvg(svg, {
      fitTo: { mode: 'zoom', value: ZOOM },
      font: { loadSystemFonts: false, fontFiles: [file], defaultFontFamily: FONT },
    })
      .render()
      .asPng();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

let font: Buffer | undefined;

export function svgOf(chart: Chart): string {
  const { option, height } = drawingOf(chart);
  const drawn = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    drawn.setOption(option);
    return drawn.renderToSVGString();
  } finally {
    drawn.dispose();
  }
}

function drawingOf(chart: Chart) {
  switch (chart.kind) {
    case 'bars':
      return barsDrawing(chart);
    case 'columns':
      return columnsDrawing(chart);
    case 'months':
      return monthsDrawing(chart);
  }
}
