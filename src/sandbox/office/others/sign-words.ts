import type { Chances } from '../../chances.ts';

/** What somebody writes who has signed for some proposals; `all` says that these are all there were left. */
export function signWords(chances: Chances, unit: string, numbers: readonly string[], all: boolean): string {
  const ways = all && numbers.length > 1 && chances.happens(0.4) ? SAYING_ALL : SAYING_WHICH;
  return chances
    .pick(ways)
    .replace('{numbers}', numbers.join('、'))
    .replace('{each}', numbers.map((number) => `${number}号`).join('、'))
    .replace('{we}', weOf(unit));
}

const SAYING_WHICH = [
  '签收 {numbers}',
  '签收{numbers}',
  '{each}已签收',
  '第{numbers}号提案已签收',
  '已签收{each}',
  '{each}签收了，谢谢',
  '收到，{each}已签收',
  '您好，{each}已在系统签收完毕，请知悉。',
  '{we}{each}提案已在办理系统签收',
  '{we}已按要求签收{each}提案',
  '经核对无误，{each}已签收',
];

const SAYING_ALL = [
  '全部签收',
  '全部已签收，谢谢',
  '都签收了',
  '{we}均已签收',
  '已全部签收完毕',
  '{we}承办的提案已全部签收',
];

/** 我局, 我镇, 我街道 …, as people of the unit say it. */
export function weOf(unit: string): string {
  const [last] = /局|镇|街道/u.exec(unit.replace(/^.*分局$/u, '局')) ?? [];
  return `我${last ?? '单位'}`;
}
