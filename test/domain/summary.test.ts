import { describe, expect, test } from 'vitest';
import { deriveDuties } from '../../src/domain/duty.ts';
import {
  composeSummary,
  readSummary,
  SUMMARY_POINTS,
  summariesReceived,
  summaryTerms,
} from '../../src/domain/summary.ts';
import { buildFacts, fact } from '../support/facts.ts';
import { notice, noticeWith } from '../support/rules.ts';

describe('R61 what a summary may cover', () => {
  const points = SUMMARY_POINTS.filter(({ id }) => id !== 'whole');

  test('is asked for point by point, as the notice names them', () => {
    expect(points.map(({ name }) => name)).toEqual([
      '听取委员意见',
      '开展调查研究',
      '集成提案办理',
      '采纳政协提案',
      '解决委员所提问题的做法和情况',
      '促进“内容高质量、办理高质量”的经验和体会',
      '多年反复提出但办理不落实的提案',
    ]);
  });

  test.each([
    [{ whole: '全年办理12件。\n\n全部办结。' }],
    [{ heard: '面商12次', unsolved: '一、缺资金\n二、缺用地' }],
    [Object.fromEntries(SUMMARY_POINTS.map(({ id }, index) => [id, `第${index}段\n两行`]))],
    [{}],
  ])('comes back as it was typed: %o', (texts) => {
    expect(readSummary(composeSummary(texts))).toEqual(texts);
  });

  test('a typed line that looks like a heading stays where it was typed', () => {
    const texts = readSummary(composeSummary({ heard: '甲\n【采纳政协提案】\n乙' }));
    expect(Object.keys(texts)).toEqual(['heard']);
    expect(texts.heard).toContain('采纳政协提案');
  });

  test('blank points are none', () => {
    expect(composeSummary({ whole: ' \n', heard: '　' })).toBe('');
  });
});

test('R60 the dates are those of the rule file; a notice may ask for none', () => {
  expect(summaryTerms(notice)).toMatchObject({ opens: '2022-10-15', due: '2022-11-15' });
  const silent = noticeWith((data) => {
    data.duties = data.duties.filter(({ id }) => id !== 'yearly');
  });
  expect(summaryTerms(silent)).toBeNull();
});

test('R60 what came in on some days is what the desk hears of', () => {
  const office = buildFacts({
    proposals: [{ number: '1', split: ['甲局', '乙局', '丙局'] }],
    registrations: [
      fact('summary-received', '甲局', '2022-11-03'),
      fact('summary-received', '乙局', '2022-11-04'),
    ],
  });
  const duties = deriveDuties(notice, office, '2022-11-07');
  const names = (from: string, to: string) => summariesReceived(duties, from, to).map(({ unitId }) => unitId);
  expect(names('2022-11-04', '2022-11-06')).toEqual(['乙局']);
  expect(names('2022-11-03', '2022-11-04')).toEqual(['甲局', '乙局']);
  expect(names('2022-11-05', '2022-11-06')).toEqual([]);
});
