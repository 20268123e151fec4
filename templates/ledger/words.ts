/** What is said about the ledger as it is asked for, and as it comes. */

import type { Notice } from '../../src/domain/notice.ts';
import { periodText } from '../wording.ts';

/** One sentence at once; the file follows. */
export function ledgerComes(month: string | null): string {
  const only = month === null ? '' : `（月报内容只含${periodText(month)}）`;
  return `正在导出台账${only}，完成后以文件发到我们的私信里，一般不到一分钟。`;
}

/** The words that the file stands under. */
export function ledgerComment(
  { covers }: Pick<Notice, 'covers'>,
  at: string,
  { month, contacts }: { month: string | null; contacts: boolean },
): string {
  const only = month === null ? '' : `，月报内容只含${periodText(month)}`;
  const phones = contacts ? '含联系方式，请勿转发到工作群' : '不含联系方式';
  return `${covers}办理台账（数据截至${at}${only}；${phones}）`;
}
