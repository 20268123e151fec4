/** R37: who is missing what among the units of a proposal, for all of them to see. The names are not escaped yet. */

import type { Coordinated } from '../src/domain/coordination.ts';
import { ROLE_TEXT } from './wording.ts';

/** What the others wait for, by registration name. */
const WAITED_FOR: Record<string, string> = {
  signed: '未签收',
  'opinion-uploaded': '会办意见未到',
  'reply-delivered': '未书面答复',
  'reply-uploaded': '答复未上传',
};

/** Plain text: 第12号：主办 区教育局（未书面答复、答复未上传）；会办 区财政局（会办意见未到） */
export function coordinationText(units: readonly Coordinated[]): string {
  const parts = units.map(({ role, unit, lacks }) => {
    const missing = lacks.map((kind) => WAITED_FOR[kind] ?? kind).join('、') || '已办';
    return `${ROLE_TEXT[role]} ${unit}（${missing}）`;
  });
  return `第${units[0]?.number ?? ''}号：${parts.join('；')}`;
}

/** The units whose joint opinion has not come. */
export function withoutOpinion(units: readonly Coordinated[]): string[] {
  return units.filter(({ lacks }) => lacks.includes('opinion-uploaded')).map(({ unit }) => unit);
}
