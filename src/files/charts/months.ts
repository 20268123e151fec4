import type { GraphicComponentOption } from 'echarts/components';
import { MARKS, type MonthsChart } from '../chart.ts';
import { heading } from './options.ts';
import { FAINT, FONT, INK, linesOf, MARGIN, TEXT_SIZE, WIDTH } from './style.ts';

type Mark = (typeof MARKS)[number];
type Shape = Extract<GraphicComponentOption, { type?: string }>;

const GAP = 36;
const MONTH_WIDTH = (WIDTH - 2 * MARGIN - GAP) / 2;
const CELL = MONTH_WIDTH / 7;
const DAY_SIZE = 30;
const NOTE_LINE = TEXT_SIZE * 0.88 * 1.4;
const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'];

/** Months two abreast, weeks from Monday on. A marked day is filled, a make-up working day framed, a day off faint. */
export function monthsDrawing({ title, legend, months }: MonthsChart) {
  const head = heading(title);
  const shapes: Shape[] = [...legendShapes(legend, head.height + 10)];
  let top = head.height + 90;
  for (let first = 0; first < months.length; first += 2) {
    const pair = months.slice(first, first + 2);
    const drawn = pair.map((month, column) => monthShapes(month, MARGIN + column * (MONTH_WIDTH + GAP), top));
    shapes.push(...drawn.flatMap((one) => one.shapes));
    top += Math.max(...drawn.map((one) => one.height)) + 40;
  }
  return {
    height: top,
    option: {
      animation: false,
      backgroundColor: '#ffffff',
      textStyle: { fontFamily: FONT, color: INK },
      title: head.option,
      graphic: { elements: shapes },
    },
  };
}

function monthShapes(
  { month, marks, notes }: MonthsChart['months'][number],
  left: number,
  top: number,
): { shapes: Shape[]; height: number } {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const before = (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + 6) % 7;
  const shapes: Shape[] = [text(`${number}月`, left, top, TEXT_SIZE * 1.1, INK)];
  WEEKDAYS.forEach((name, column) => {
    shapes.push(centred(name, left + (column + 0.5) * CELL, top + 66, DAY_SIZE * 0.8, FAINT));
  });
  for (let day = 1; day <= days; day += 1) {
    const place = before + day - 1;
    const x = left + (place % 7) * CELL;
    const y = top + 88 + Math.floor(place / 7) * CELL;
    shapes.push(...dayShapes(String(day), marks[String(day)] ?? null, x, y));
  }
  let end = top + 88 + Math.ceil((before + days) / 7) * CELL + 10;
  for (const note of notes)
    for (const line of linesOf(note, TEXT_SIZE * 0.88, MONTH_WIDTH)) {
      shapes.push(text(line, left, end, TEXT_SIZE * 0.88, INK));
      end += NOTE_LINE;
    }
  return { shapes, height: end - top };
}

function dayShapes(day: string, mark: Mark | null, x: number, y: number): Shape[] {
  const number = centred(
    day,
    x + CELL / 2,
    y + CELL / 2,
    DAY_SIZE,
    mark === 'marked' ? '#ffffff' : mark === 'rest' ? FAINT : INK,
  );
  return mark === null || mark === 'rest' ? [number] : [box(mark, x, y), number];
}

function box(mark: Mark, x: number, y: number): Shape {
  return {
    type: 'rect',
    shape: { x: x + 4, y: y + 4, width: CELL - 8, height: CELL - 8, r: 10 },
    style: mark === 'marked' ? { fill: '#b3261e' } : { fill: 'none', stroke: INK, lineWidth: 3 },
    silent: true,
  };
}

function legendShapes(legend: MonthsChart['legend'], top: number): Shape[] {
  let x = MARGIN;
  return MARKS.flatMap((mark) => {
    const means = legend[mark];
    if (means === undefined) return [];
    const shapes = dayShapes('8', mark, x, top);
    shapes.push(text(means, x + CELL + 8, top + 12, TEXT_SIZE, INK));
    x += CELL + 28 + [...means].length * TEXT_SIZE;
    return shapes;
  });
}

function text(
  words: string,
  x: number,
  y: number,
  size: number,
  fill: string,
  placed: { align?: 'center'; verticalAlign?: 'middle' } = {},
): Shape {
  const style = { text: words, fill, fontSize: size, fontFamily: FONT, ...placed };
  return { type: 'text', x, y, silent: true, style };
}

function centred(words: string, x: number, y: number, size: number, fill: string): Shape {
  return text(words, x, y, size, fill, { align: 'center', verticalAlign: 'middle' });
}
