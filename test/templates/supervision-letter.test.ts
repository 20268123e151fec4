import { describe, expect, test } from 'vitest';
import { buildAgenda } from '../../src/domain/agenda.ts';
import { deriveDuties } from '../../src/domain/duty.ts';
import { letterMessage, letterText } from '../../templates/supervision-letter.ts';
import { buildFacts, type Given, report } from '../support/facts.ts';
import { calendar, notice } from '../support/rules.ts';

const EDU = '区教育局';

function letterOn(today: string, rules: readonly string[], given: Partial<Given> = {}): string[] {
  const facts = buildFacts({ proposals: [{ number: '12', sole: EDU, title: '关于<路灯>的提案' }], ...given });
  const duties = deriveDuties(notice, facts, today).filter(
    (duty) => duty.state === 'open' && rules.includes(duty.rule.id),
  );
  return letterText({ notice, unit: EDU, today, lines: buildAgenda(duties, notice, calendar, today) });
}

describe('the draft of a supervision letter', () => {
  test('names unit, clause, proposals, dates, days overdue in days and working days, and what is missing', () => {
    const letter = letterOn('2022-09-07', ['reply']);
    expect(letter[0]).toBe('督办函');
    expect(letter[1]).toBe('区教育局：');
    expect(letter[2]).toContain(
      '（茂南府办〔2022〕3号），贵单位有下列事项超过规定期限，截至2022年9月7日仍未办结：',
    );
    expect(letter[3]).toBe(
      '一、答复委员（通知“二”）：应于2022年8月30日前办结，已逾期8天（6个工作日）。\n' +
        '　　第12号《关于<路灯>的提案》，缺：书面答复领衔委员、答复函同步上传办理系统',
    );
    expect(letter.at(-1)).toBe('茂名市茂南区人民政府办公室\n2022年9月7日');
  });

  test.each([
    [
      'R24',
      '2022-09-07',
      ['reply'],
      '如不按时完成办理答复工作，将根据情况进行通报批评或者扣除依法行政考评相关分数。',
    ],
    [
      'R15',
      '2022-04-20',
      ['sign'],
      '无故延误签收时限以致影响办理工作的责任自负，区政府办公室将按照有关规定予以通报批评。',
    ],
  ])('%s: quotes the clause word for word, once, and nothing beyond it', (_rule, today, rules, sentence) => {
    const letter = letterOn(today, rules);
    expect(letter.filter((line) => line.includes('通知原文'))).toEqual([`通知原文：“${sentence}”`]);
    const rest = letter.join('').replace(sentence, '');
    expect(rest).not.toMatch(/通报|扣除|批评|追究|问责/);
  });

  test('R40, R60: threatens nothing where the clause states nothing', () => {
    const letter = letterOn('2022-05-25', ['monthly'], {
      reports: [report('12@区教育局', '2022-04', '2022-04-12')],
    });
    expect(letter.join('')).toContain('5月月报（通知“三(五)”）：应于2022年5月15日前办结');
    expect(letter.join('')).not.toMatch(/通知原文|通报|扣除|批评|追究|问责/);
  });

  test('is marked as a draft that was not sent, and hostile titles stay text', () => {
    const facts = buildFacts({ proposals: [{ number: '12', sole: EDU, title: '关于<!channel>的提案' }] });
    const duties = deriveDuties(notice, facts, '2022-09-07').filter((duty) => duty.rule.id === 'reply');
    const lines = buildAgenda(duties, notice, calendar, '2022-09-07');
    const message = letterMessage({ notice, unit: EDU, today: '2022-09-07', lines }, 'U1');
    expect(JSON.stringify(message.blocks)).toContain('"value":"letter/U1"');
    expect(message.text.split('\n')[0]).toBe('【督办函草稿　未发出】');
    expect(message.text).not.toContain('<!channel>');
    const mrkdwn = message.blocks.filter((block) => JSON.stringify(block).includes('"mrkdwn"'));
    expect(JSON.stringify(mrkdwn)).not.toContain('<!channel>');
  });
});
