import { Resvg } from '@resvg/resvg-js';
import { deriveDuties } from '../../src/domain/duty.ts';
import { computeFigures } from '../../src/domain/figures.ts';
import type { Chart } from '../../src/files/chart.ts';
import { FONT_FILE, svgOf } from '../../src/files/charts/paint.ts';
import { FONT } from '../../src/files/charts/style.ts';
import { createPainter } from '../../src/files/painter.ts';
import {
  calendarCharts,
  categoriesChart,
  overdueChart,
  progressChart,
  reportsChart,
} from '../../templates/charts.ts';
import { calendar, notice } from '../support/rules.ts';
import { BUSY_DAY, largeOffice } from './large-office.ts';
import { median } from './measure.ts';

const ROUNDS = 9;

export interface PictureFigure {
  name: string;
  /** Milliseconds from asking the painter to having the PNG, when it has drawn before. */
  drawn: number;
  /** The same picture by resvg alone, in this process, with the font as it comes. */
  bare: number;
}

/** Each of the digests' pictures, of an office of 1,000 proposals. */
export async function measurePictures(): Promise<PictureFigure[]> {
  const painter = createPainter();
  try {
    const figures: PictureFigure[] = [];
    for (const [name, chart] of charts()) {
      // A painter remembers what it has just drawn: each round asks for another title.
      const drawn = await median(ROUNDS, (round) =>
        painter.draw({ ...chart, title: `${chart.title}${round}` }),
      );
      const bare = await median(ROUNDS, () => bareDrawing(chart));
      figures.push({ name, drawn, bare });
    }
    return figures;
  } finally {
    painter.close();
  }
}

function charts(): [string, Chart][] {
  const facts = largeOffice();
  const duties = deriveDuties(notice, facts, BUSY_DAY);
  const figures = computeFigures(notice, facts, duties, calendar, BUSY_DAY);
  const counts = notice.settings.replyCategories.map(({ name }, index) => ({
    name,
    count: 100 + index,
    before: null,
  }));
  const [dates] = calendarCharts(notice, calendar, duties);
  const all = {
    'progress by duty': progressChart(figures),
    'overdue by age': overdueChart(figures),
    'monthly reports': reportsChart(duties, BUSY_DAY),
    'replies by category': categoriesChart(counts, counts, BUSY_DAY),
    'four months of dates': dates,
  };
  return Object.entries(all).flatMap(([name, one]): [string, Chart][] => (one ? [[name, one.chart]] : []));
}

function bareDrawing(chart: Chart): Buffer {
  return new Resvg(svgOf(chart), {
    fitTo: { mode: 'zoom', value: 2 },
    font: { loadSystemFonts: false, fontFiles: [FONT_FILE], defaultFontFamily: FONT },
  })
    .render()
    .asPng();
}
