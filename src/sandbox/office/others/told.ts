import { byNumber } from '../../../domain/facts.ts';
import type { Errand } from './errand.ts';

/** What somebody did, in a line. */
export function whatTheyDid({ task }: Errand): string {
  switch (task.do) {
    case 'say':
      return `说：${task.text.replaceAll('\n', ' ').slice(0, 40)}`;
    case 'sign':
      return `签收第${task.numbers.join('、')}号`;
    case 'report':
      return `报送${Number(task.period.slice(5))}月月报（${task.entries.size}件）`;
    case 'register': {
      const numbers = [...new Set(task.parts.flatMap(({ duty }) => duty.proposal?.number ?? []))].sort(
        byNumber,
      );
      const rules = [...new Set(task.parts.map(({ duty }) => duty.rule.family ?? duty.rule.name))];
      return `登记${rules.join('、')}${numbers.length > 0 ? `：第${numbers.join('、')}号` : ''}`;
    }
    case 'explain':
      return `说明情况：${task.why}`;
    case 'join':
      return '加入工作群';
  }
}
