import { expect, test } from 'vitest';
import { deriveDuties } from '../../src/domain/duty.ts';
import { computeFigures } from '../../src/domain/figures.ts';
import { dutiesText } from '../../templates/desk-note.ts';
import { digestMessage } from '../../templates/digest.ts';
import { buildFacts, facts } from '../support/facts.ts';
import { calendar, notice } from '../support/rules.ts';

/** Two forms that went out in August; the member of the first has answered online. */
const office = buildFacts({
  proposals: [
    { number: '3', sole: '区教育局' },
    { number: '12', sole: '区教育局' },
  ],
  registrations: [
    ...facts(['reply-delivered', 'reply-uploaded', 'form-sent'], '3@区教育局', '2022-08-19'),
    ...facts(['reply-delivered', 'reply-uploaded', 'form-sent'], '12@区教育局', '2022-08-19'),
    ...facts(['form-back-online'], '3@区教育局', '2022-09-02'),
  ],
});

function linesOn(today: string, about: string): string[] {
  const duties = deriveDuties(notice, office, today).filter(({ rule }) => rule.family !== undefined);
  const { text } = digestMessage({
    notice,
    figures: computeFigures(notice, office, duties, calendar, today),
    before: computeFigures(notice, office, duties, calendar, today),
    today,
    toSign: [],
    unitName: (id) => id ?? '',
    contactOf: () => '',
    sending: { sent: 0, failed: 0 },
    time: '09:00',
  });
  return text.split('\n').filter((line) => line.includes(about));
}

test('R52 the three returns of a form fall due as one matter, counted by proposal', () => {
  expect(linesOn('2022-09-26', '9月30日（')).toEqual(['9月30日（周五）前 收回征询意见表：还有2项']);
});

test('R53 the three returns are overdue in one line for each that lacks something else', () => {
  expect(linesOn('2022-10-31', '收回征询意见表')).toEqual([
    expect.stringMatching(
      /第3号《.*》 收回征询意见表　应于10月30日前，逾期1天　缺：征询意见表寄回主办单位、征询意见表寄回建议提案股$/,
    ),
    expect.stringMatching(/第12号《.*》 收回征询意见表　.*　缺：.*、委员在办理系统网上反馈$/),
  ]);
});

test('R53 the desk telephones about a form once, not about each of its returns', () => {
  const duties = deriveDuties(notice, office, '2022-10-31').filter(
    ({ rule, state }) => rule.family === '收回征询意见表' && state === 'open',
  );
  expect(dutiesText(duties, '2022-10-31')).toBe('收回征询意见表 第3、12号（10月30日到期，逾期1天）');
});
