import { addDays, type IsoDate } from '../../../domain/calendar.ts';
import type { Chances } from '../../chances.ts';

/** Why a unit is late, and by when it will have done it. */
export function explanationWords(chances: Chances, today: IsoDate): string {
  const until = addDays(today, chances.between(2, 7));
  return chances
    .pick([
      '经办同志出差，由股室补办，{day}前办结。',
      '涉及单位较多，意见尚在汇总，预计{day}前完成。',
      '分管领导外出开会，材料待签批，{day}前办结。',
      '近期防汛值守任务重，耽误了办理，{day}前补办。',
      '联络员刚刚调整，正在交接，预计{day}前完成。',
    ])
    .replace('{day}', `${Number(until.slice(5, 7))}月${Number(until.slice(8, 10))}日`);
}
