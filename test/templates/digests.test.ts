import { describe, expect, test } from 'vitest';
import { deriveDuties } from '../../src/domain/duty.ts';
import type { Facts } from '../../src/domain/facts.ts';
import { computeFigures } from '../../src/domain/figures.ts';
import { computeMonth } from '../../src/domain/month-figures.ts';
import type { ReportLine } from '../../src/domain/monthly-report.ts';
import type { Notice } from '../../src/domain/notice.ts';
import type { MonthsChart } from '../../src/files/chart.ts';
import { chartSchema } from '../../src/files/chart.ts';
import {
  calendarCharts,
  categoriesChart,
  type Illustration,
  overdueChart,
  progressChart,
  reportsChart,
} from '../../templates/charts.ts';
import { monthDigestOf, weekDigestOf } from '../../templates/digests.ts';
import { buildFacts, fact, facts, type Given, report } from '../support/facts.ts';
import { calendar, noticeWith, notice as ours } from '../support/rules.ts';

const EDU = '区教育局';
const SENDING = { sent: 12, failed: 0 };

interface Said {
  of?: Facts;
  notice?: Notice;
  reports?: ReportLine[];
}

function givenOn(today: string, { of = buildFacts(), notice = ours, reports = [] }: Said) {
  const duties = deriveDuties(notice, of, today);
  return { notice, calendar, facts: of, duties, today, time: '09:00', sending: SENDING, reports };
}
const week = (today: string, said: Said = {}) => weekDigestOf(givenOn(today, said));
const month = (today: string, said: Said = {}) => monthDigestOf(givenOn(today, said), today.slice(0, 7));
const linesOf = (text: string, about: string) => text.split('\n').filter((line) => line.includes(about));

/** A proposal for each of some units, with more of its facts where they matter. */
const officeOf = (given: Given, units: readonly string[] = [EDU]) =>
  buildFacts({
    proposals: units.map((sole, index) => ({ number: String(index + 1), sole })),
    ...given,
  });

describe('A12 when nothing is wrong', () => {
  const done = officeOf({ registrations: facts(['signed'], '1@区教育局', '2022-04-01') });

  test('the weekly digest says so first', () => {
    expect(week('2022-04-11', { of: done }).text).toMatch(
      /^【周报】4月11日（周一）：无逾期，应办\d+项，已办\d+项（一周来(持平|增\d+)）。\n/,
    );
  });

  test('the monthly digest says so first, and gives its dates', () => {
    const of = officeOf({ reports: [report('1@区教育局', '2022-04', '2022-04-12')] });
    const { text } = month('2022-04-19', {
      of,
      reports: [{ assignmentId: '1@区教育局', period: '2022-04', problems: '无', stage: '办理中' }],
    });
    expect(text).toMatch(
      /^【月度简报】2022年4月，截至4月19日（周二）：应报月报1个单位，全部按时报送，没有填报存在问题。\n/,
    );
    expect(text).toContain('各单位月报没有填报存在问题。');
    expect(linesOf(text, '4月30日（')).toEqual(['4月30日（周六）前 改办签收（当天休息，提醒提前）']);
    expect(text).toMatch(/放假：.*4月30日至5月4日/);
    expect(text).toContain('调休上班：4月24日（周日）、5月7日（周六）');
  });
});

describe('D7 the weekly digest', () => {
  test('each figure has its change', () => {
    const units = ['区教育局', '区财政局', '区民政局'];
    const of = officeOf({ registrations: facts(['signed'], '1@区教育局', '2022-04-13') }, units);
    const { text } = week('2022-04-18', { of });
    expect(text).toMatch(
      /^【周报】4月18日（周一）：逾期5项，涉及3个单位，比一周前增2；应办\d+项，已办\d+项（一周来增1）。/,
    );
    expect(text).toContain('逾期 5项（增2）：');
    expect(text).toContain('签收率 33%（1/3，升33个百分点）');
  });

  test('many risks of one kind leave the others to be seen, each with count, change, first few and the rest', () => {
    const units = Array.from({ length: 30 }, (_, index) => `单位${index + 1}`);
    const all = officeOf({}, units);
    const of: Facts = {
      ...all,
      registrations: [
        fact('reply-delivered', '30@单位30', '2022-08-01'),
        fact('reply-uploaded', '30@单位30', '2022-08-01'),
        fact('form-back-online', '30@单位30', '2022-08-20', { details: { grade: '不满意' } }),
      ],
    };
    const message = week('2022-08-22', { of });
    expect(linesOf(message.text, '*')).toEqual([
      '*委员不满意，需要重新办理（通知未规定程序） 1件*（增1）',
      '*答复前未登记与委员沟通 1件*（持平）',
      '*临近答复未登记与委员沟通 29件*（增29）',
    ]);
    expect(linesOf(message.text, '另有')).toEqual([
      '　另有26件：第4、5、6、7、8、9、10、11、12、13、14、15号等',
    ]);
    expect(JSON.stringify(message.blocks)).toContain('全部风险');
  });
});

describe('D8 the monthly digest', () => {
  test('quotes what units wrote, inert, and shares ten quotes among the themes', () => {
    const units = Array.from({ length: 14 }, (_, index) => `单位${index + 1}`);
    const of = officeOf({}, units);
    const reports = of.assignments.map((one, index) => ({
      assignmentId: one.id,
      period: '2022-05',
      stage: null,
      problems:
        index < 10
          ? `资金不足${index + 1}`
          : index < 13
            ? '<!channel> 用地 *未批*'
            : `群众${'很'.repeat(80)}不满`,
    }));
    const { text, blocks } = month('2022-05-17', { of, reports });
    expect(text).toContain('存在问题 14条（另有0件填“无”）：');
    expect(linesOf(text, '条*')).toEqual(['*资金 10条*', '*用地和规划 3条*', '*其他 1条*']);
    expect(linesOf(text, '“')).toHaveLength(8);
    expect(text).toContain('　第1号（单位1）：“资金不足1”');
    expect(text).toContain('“&lt;!channel&gt; 用地 *未批*”');
    expect(text).toMatch(/“群众很{57}…”/);
    expect(linesOf(text, '另有7条')).toEqual(['　另有7条：第4、5、6、7、8、9、10号']);
    expect(JSON.stringify(blocks)).toContain('全部存在问题');
  });

  test('ten quotes are shared among many themes, the fullest theme first', () => {
    const words = ['人手紧张', '资金不足', '用地未批', '部门协调难', '雨季施工', '群众意见不一'];
    const units = Array.from({ length: 25 }, (_, index) => `单位${index + 1}`);
    const of = officeOf({}, units);
    const reports = of.assignments.map((one, index) => ({
      assignmentId: one.id,
      period: '2022-05',
      stage: null,
      problems: words[index % words.length] ?? '',
    }));
    const { text } = month('2022-05-17', { of, reports });
    expect(linesOf(text, '条*').map((line) => line.replaceAll('*', ''))).toEqual([
      '人手 5条',
      '资金 4条',
      '用地和规划 4条',
      '协调配合 4条',
      '工期和天气 4条',
      '其他 4条',
    ]);
    expect(linesOf(text, '：“')).toHaveLength(10);
    for (const word of words) expect(text).toContain(`“${word}”`);
  });

  test('names who reported late or not at all', () => {
    const units = ['区教育局', '区财政局', '区民政局'];
    const of = officeOf(
      {
        reports: [
          report('1@区教育局', '2022-05', '2022-05-10'),
          report('2@区财政局', '2022-05', '2022-05-16'),
        ],
      },
      units,
    );
    const { text } = month('2022-05-17', { of });
    expect(text).toContain(
      '应报 3个单位（持平）\n按时 1个（增1）\n迟报 1个（增1）：区财政局\n未报 1个（减2）：区民政局',
    );
  });

  test('plan indicators, where the rule file has values: 约束性 first, gap, 无基期, nothing reckoned from what is not there', () => {
    const notice = noticeWith((data) => {
      data.indicators = {
        plan: '茂南府办〔2022〕7号',
        baseYear: 2020,
        targetYear: 2025,
        items: [
          {
            name: '每万人口高价值发明专利拥有量',
            unit: '件',
            binding: false,
            base: null,
            target: 1,
            readings: [{ value: 0.7, on: '2022-05-31', source: '区市场监管局' }],
          },
          {
            name: '食品评价性抽检合格率',
            unit: '%',
            binding: true,
            base: 98,
            target: 98,
            readings: [
              { value: 97.1, on: '2022-03-31', source: '区市场监管局' },
              { value: 97.8, on: '2022-05-31', source: '区市场监管局' },
            ],
          },
          {
            name: '国际标准',
            unit: '项',
            binding: false,
            base: null,
            target: null,
            readings: [{ value: 2, on: '2022-12-31', source: '以后' }],
          },
        ],
      };
    });
    const { text } = month('2022-06-17', { notice });
    expect(text).toContain('规划指标（茂南府办〔2022〕7号）：');
    expect(linesOf(text, '性　')).toEqual([
      '约束性　食品评价性抽检合格率 97.8%（2022年5月31日，区市场监管局，上次97.1%）　2020年98%　2025年目标98%，还差0.2个百分点',
      '预期性　每万人口高价值发明专利拥有量 0.7件（2022年5月31日，区市场监管局）　无基期　2025年目标1件，还差0.3件',
    ]);
    expect(month('2022-06-17').text).not.toContain('规划指标');
  });
});

describe('the pictures', () => {
  const units = ['区教育局', '区财政局', '区民政局', '金塘镇人民政府'];
  const of = officeOf(
    {
      registrations: [
        ...facts(['signed'], '1@区教育局', '2022-04-02'),
        fact('reply-uploaded', '1@区教育局', '2022-05-10', { details: { category: 'A' } }),
      ],
      reports: [
        report('1@区教育局', '2022-04', '2022-04-10'),
        report('2@区财政局', '2022-04', '2022-04-20'),
        report('1@区教育局', '2022-05', '2022-05-10'),
      ],
    },
    units,
  );
  const asOf = '2022-05-17';
  const duties = deriveDuties(ours, of, asOf);
  const figures = computeFigures(ours, of, duties, calendar, asOf);
  const { replies, opinions } = computeMonth({
    notice: ours,
    calendar,
    facts: of,
    duties,
    reports: null,
    period: '2022-05',
    asOf,
  });
  const all: [string, Illustration | null][] = [
    ['办理进度', progressChart(figures)],
    ['逾期时间', overdueChart(figures)],
    ['月报报送', reportsChart(duties, asOf)],
    ['答复类别', categoriesChart(replies, opinions, asOf)],
    ...calendarCharts(ours, calendar, duties).map((one): [string, Illustration] => ['期限日历', one]),
  ];

  test.each(all)('A8 %s has its figures in words, and no unit in it', (name, one) => {
    if (!one) throw new Error(`no picture ${name}`);
    expect(one.title).toContain(name);
    expect(chartSchema.parse(JSON.parse(JSON.stringify(one.chart)))).toEqual(one.chart);
    const shown = JSON.stringify(one);
    for (const unit of units) expect(shown).not.toContain(unit);
    if (one.chart.kind === 'bars')
      for (const { label, note, values } of one.chart.rows) {
        expect(one.alt).toContain(label);
        expect(one.alt).toContain(note);
        expect(values).toHaveLength(one.chart.series.length);
      }
    if (one.chart.kind === 'columns')
      for (const { label, value } of one.chart.columns) expect(one.alt).toContain(`${label} ${value}项`);
  });

  test('progress: done, open and overdue of each duty, in the order of the notice', () => {
    const chart = progressChart(figures)?.chart;
    if (chart?.kind !== 'bars') throw new Error('no bars');
    expect(chart.rows.slice(0, 1)).toEqual([{ label: '签收', note: '1/4　逾期3', values: [1, 0, 3] }]);
    expect(chart.rows.map(({ label }) => label)).toEqual(figures.byRule.map(({ rule }) => rule.name));
    for (const [index, { owed }] of figures.byRule.entries())
      expect(chart.rows[index]?.values.reduce((sum, value) => sum + value, 0)).toBe(owed);
  });

  test('overdue by age: every overdue duty stands in one column', () => {
    const chart = overdueChart(figures)?.chart;
    if (chart?.kind !== 'columns') throw new Error('no columns');
    expect(chart.columns).toEqual([
      // 月报 of May, two days late.
      { label: '1–3天', value: 3 },
      { label: '4–7天', value: 0 },
      { label: '8–14天', value: 0 },
      { label: '15–30天', value: 0 },
      // 签收 since 04-10 and 月报 of April since 04-15.
      { label: '31天以上', value: 5 },
    ]);
    expect(overdueChart({ ...figures, overdue: [] })).toBeNull();
  });

  test('reports by month: units on time, late, silent', () => {
    const chart = reportsChart(duties, asOf)?.chart;
    if (chart?.kind !== 'bars') throw new Error('no bars');
    expect(chart.rows.map(({ label, values }) => [label, ...values])).toEqual([
      ['4月 应报4', 1, 1, 2],
      ['5月 应报4', 1, 0, 3],
    ]);
  });

  test('the year’s dates, four months a picture, days off and make-up days told apart', () => {
    const charts = calendarCharts(ours, calendar, duties).map(({ chart }) => chart as MonthsChart);
    expect(charts.map(({ months }) => months.map((one) => one.month))).toEqual([
      ['2022-04', '2022-05', '2022-06', '2022-07'],
      ['2022-08', '2022-09', '2022-10', '2022-11'],
      ['2022-12'],
    ]);
    const [april] = charts[0]?.months ?? [];
    expect(april?.marks).toMatchObject({ 3: 'rest', 10: 'marked', 24: 'work', 30: 'marked' });
    expect(april?.marks['6']).toBeUndefined();
    expect(april?.notes).toContain('15日 退办或改办申请、月报（4月）');
  });
});
