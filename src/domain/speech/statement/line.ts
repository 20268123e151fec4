import type { FormKind } from '../../feedback-form.ts';
import { FORM_KINDS } from '../../feedback-form.ts';
import type { Statement } from './statement.ts';

/** Words of the line after 征询表, as its reader knows them. */
const STEPS: Record<FormKind, string> = {
  'form-sent': '寄出',
  'form-received': '委员收到',
  'form-back-unit': '寄回主办单位',
  'form-back-desk': '寄回建议提案股',
  'form-back-online': '网上反馈',
};
const PHASES = { before: '办前', during: '办中', after: '办后' } as const;

/**
 * A statement as the line that its command reads: 第12号 寄出 2022-04-20. Days are written out, so that the line means
 * the same tomorrow.
 */
export function lineOf(statement: Statement): string {
  const numbers = statement.numbers.map((number) => `第${number}号`).join('、');
  const parts = (() => {
    switch (statement.verb) {
      case 'form':
        return [
          statement.unit,
          ...FORM_KINDS.filter((kind) => statement.kinds.includes(kind)).map((kind) => STEPS[kind]),
          statement.day,
          statement.grade,
        ];
      case 'contact':
        return [statement.way, statement.phase && PHASES[statement.phase], statement.day];
      case 'opinion':
        return [statement.category, statement.day];
      case 'reply':
        return [
          statement.fileNumber,
          statement.category,
          statement.day,
          ...statement.halves.map((half) => (half === 'reply-delivered' ? '书面答复委员' : '上传办理系统')),
        ];
      case 'sign':
        return [];
    }
  })();
  return [numbers, ...parts].filter(Boolean).join(' ');
}
