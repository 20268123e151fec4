import type { BarSeriesOption } from 'echarts/charts';
import type { GridComponentOption, LegendComponentOption, TitleComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import type { BarsChart, ColumnsChart } from '../chart.ts';
import { FAINT, FONT, INK, linesOf, MARGIN, TEXT_SIZE, TITLE_SIZE, TONE_STYLES } from './style.ts';

type Option = ComposeOption<
  BarSeriesOption | GridComponentOption | LegendComponentOption | TitleComponentOption
>;

/** What ECharts draws, and how high it is; every picture is as wide. */
export interface Drawing {
  option: Option;
  height: number;
}

const ROW = 104;
const BAR = 40;
const LEGEND = 70;
const COLUMNS = 460;

/** Bars under each other; what each is about stands above it, so that long names have room. */
export function barsDrawing({ title, series, rows, shares }: BarsChart): Drawing {
  const head = heading(title);
  const top = head.height + LEGEND;
  const totals = rows.map(({ values }) => sum(values));
  const label = (align: 'left' | 'right', texts: string[]) => ({
    type: 'category' as const,
    inverse: true,
    data: texts,
    position: align,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      inside: true,
      align,
      interval: 0,
      margin: 0,
      verticalAlign: 'bottom' as const,
      padding: [0, 0, BAR / 2 + 4, 0],
      fontSize: TEXT_SIZE,
      color: INK,
    },
  });
  return {
    height: top + rows.length * ROW + MARGIN,
    option: {
      ...shared(head.option),
      legend: legend(
        series.map(({ name }) => name),
        head.height,
      ),
      grid: { left: MARGIN, right: MARGIN, top: top + 16, height: rows.length * ROW },
      xAxis: { type: 'value', show: false, max: shares ? 1 : Math.max(1, ...totals) },
      yAxis: [
        label(
          'left',
          rows.map((row) => row.label),
        ),
        label(
          'right',
          rows.map((row) => row.note),
        ),
      ],
      series: series.map(({ name, tone }, index) => ({
        type: 'bar',
        name,
        stack: 'all',
        barWidth: BAR,
        itemStyle: TONE_STYLES[tone],
        showBackground: index === 0,
        backgroundStyle: { color: '#f0f0f0' },
        data: rows.map(({ values }, row) => {
          const value = values[index] ?? 0;
          return shares ? value / Math.max(1, totals[row] ?? 0) : value;
        }),
      })),
    },
  };
}

export function columnsDrawing({ title, tone, columns }: ColumnsChart): Drawing {
  const head = heading(title);
  return {
    height: head.height + COLUMNS + 150,
    option: {
      ...shared(head.option),
      grid: { left: MARGIN, right: MARGIN, top: head.height + 70, height: COLUMNS },
      xAxis: {
        type: 'category',
        data: columns.map(({ label }) => label),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: FAINT, width: 2 } },
        axisLabel: { interval: 0, fontSize: TEXT_SIZE, color: INK, margin: 16 },
      },
      yAxis: { type: 'value', show: false, max: Math.max(1, ...columns.map(({ value }) => value)) },
      series: [
        {
          type: 'bar',
          barWidth: '62%',
          itemStyle: TONE_STYLES[tone],
          data: columns.map(({ value }) => value),
          label: { show: true, position: 'top', fontSize: TEXT_SIZE * 1.2, color: INK },
        },
      ],
    },
  };
}

/** The title in lines, and how much room it takes. */
export function heading(title: string): { option: TitleComponentOption; height: number } {
  const lines = linesOf(title, TITLE_SIZE);
  return {
    height: MARGIN + lines.length * TITLE_SIZE * 1.35,
    option: {
      text: lines.join('\n'),
      left: MARGIN,
      top: MARGIN - 6,
      padding: 0,
      textStyle: { fontSize: TITLE_SIZE, lineHeight: TITLE_SIZE * 1.35, color: INK },
    },
  };
}

function shared(title: TitleComponentOption): Option {
  return {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: FONT, color: INK },
    aria: { enabled: true, decal: { show: false } },
    title,
  };
}

function legend(names: string[], top: number): LegendComponentOption {
  return {
    left: MARGIN,
    top: top + 8,
    padding: 0,
    itemWidth: 52,
    itemHeight: 34,
    itemGap: 36,
    textStyle: { fontSize: TEXT_SIZE, color: INK },
    data: names,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
