/** 规划指标: each with its value, its change, its base and the gap to its target; 约束性 ones first. */

import { escapeMrkdwn } from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { Indicator, Notice } from '../src/domain/notice.ts';
import { shortDate } from './wording.ts';

type Indicators = NonNullable<Notice['indicators']>;

/** Those that have a value by a date. Nothing is reckoned from a base or a target that the plan does not give. */
export function indicatorLines({ items, baseYear, targetYear }: Indicators, asOf: IsoDate): string[] {
  return [...items]
    .sort((one, other) => Number(other.binding) - Number(one.binding))
    .flatMap((item) => {
      const [last, before] = [...item.readings]
        .filter(({ on }) => on <= asOf)
        .sort((one, other) => other.on.localeCompare(one.on));
      if (!last) return [];
      const { name, unit, binding, base, target } = item;
      const values = [
        `${escapeMrkdwn(name)} ${last.value}${unit}（${last.on.slice(0, 4)}年${shortDate(last.on)}，${escapeMrkdwn(last.source)}${before ? `，上次${before.value}${unit}` : ''}）`,
        base === null ? '无基期' : `${baseYear}年${base}${unit}`,
        gapText(target, last.value, unit, targetYear),
      ];
      return [`${binding ? '约束性' : '预期性'}　${values.join('　')}`];
    });
}

function gapText(target: Indicator['target'], value: number, unit: string, year: number): string {
  if (target === null) return '无目标值';
  // Both are decimals of a few places: what floating point adds behind them is none of the gap.
  const gap = Number((target - value).toFixed(6));
  return `${year}年目标${target}${unit}，${gap > 0 ? `还差${gap}${unit === '%' ? '个百分点' : unit}` : '已达到'}`;
}
