import { describe, expect, test } from 'vitest';
import { buildAgenda } from '../../src/domain/agenda.ts';
import { comingDates } from '../../src/domain/coming-dates.ts';
import { deriveDuties } from '../../src/domain/duty.ts';
import { computeFigures } from '../../src/domain/figures.ts';
import { computeMonth } from '../../src/domain/month-figures.ts';
import { caseloadOf, computeYear, type WrittenReport } from '../../src/domain/year-figures.ts';
import type { Block, OfficialDocument } from '../../src/files/official-document.ts';
import { draftComment, draftName } from '../../templates/draft.ts';
import { circularPaper } from '../../templates/papers/circular.ts';
import { deskSummaryPaper } from '../../templates/papers/desk-summary.ts';
import { titleLines } from '../../templates/papers/parts.ts';
import { roundUpPaper } from '../../templates/papers/round-up.ts';
import { letterPaper } from '../../templates/papers/supervision-letter.ts';
import { unitSummaryPaper } from '../../templates/papers/unit-summary.ts';
import { buildFacts, explanation, fact, facts, type Given, report } from '../support/facts.ts';
import { calendar, notice } from '../support/rules.ts';

const EDU = '区教育局';
const WATER = '区水务局';
const R24 = '如不按时完成办理答复工作，将根据情况进行通报批评或者扣除依法行政考评相关分数。';
const R15 = '无故延误签收时限以致影响办理工作的责任自负，区政府办公室将按照有关规定予以通报批评。';

function scene(given: Given, today: string) {
  const all = buildFacts(given);
  const duties = deriveDuties(notice, all, today);
  return { all, duties, figures: computeFigures(notice, all, duties, calendar, today), today };
}

/** Everything a paper says, a line each. */
function wordsOf({ blocks, attachments }: Pick<OfficialDocument, 'blocks' | 'attachments'>): string[] {
  return [...blocks, ...attachments.flatMap((one) => one.blocks)].flatMap(linesOf);
}

function linesOf(block: Block): string[] {
  return block.kind === 'table' ? block.rows.map((row) => row.join('｜')) : [block.text];
}

const headings = ({ blocks }: OfficialDocument) =>
  blocks.flatMap((block) => (block.kind === 'heading' && block.level === 1 ? [block.text] : []));

describe('titles', () => {
  test.each([
    [['甲', '乙'], ['甲乙']],
    [
      ['关于抓紧办理', '区政协六届一次、', '二次会议提案', '的函'],
      ['关于抓紧办理区政协六届一次、', '二次会议提案的函'],
    ],
    [
      ['长'.repeat(30), '短'],
      ['长'.repeat(30), '短'],
    ],
    [[''], ['']],
  ])('%j breaks as %j', (pieces, lines) => {
    expect(titleLines(pieces)).toEqual(lines);
  });
});

describe('督办函', () => {
  const letter = (given: Given, today: string) => {
    const { figures } = scene(given, today);
    const lines = buildAgenda(figures.forSupervision, notice, calendar, today);
    return letterPaper({ notice, unit: EDU, today, lines });
  };
  const paper = letter({ proposals: [{ number: '12', sole: EDU, title: '关于路灯的提案' }] }, '2022-09-07');

  test('has its parts in their places', () => {
    expect(paper.head).toEqual({
      form: 'letter',
      issuer: '茂名市茂南区人民政府办公室',
      number: '〔2022〕　　号',
    });
    expect(paper.title.join('')).toBe('关于抓紧办理区政协六届一次、二次会议提案的函');
    expect(paper.recipient).toBe('区教育局：');
    expect(paper.signature).toEqual({ issuer: '茂名市茂南区人民政府办公室', date: '2022年9月7日' });
    expect(paper.note).toBe('（联系：区政府办公室建议提案股　0668-2887782）');
    expect(paper.mark).toMatch(/^草稿/);
  });

  test('names matter, date, days overdue and what is missing; R15, R24: the clause word for word and nothing beyond', () => {
    const words = wordsOf(paper);
    const at = words.findIndex((line) => line.includes('答复委员（通知“二”）'));
    expect(words[at + 1]).toBe('应于2022年8月30日前办结，已逾期8天（6个工作日）。');
    expect(words[at + 2]).toBe('第12号《关于路灯的提案》，缺：书面答复领衔委员、答复函同步上传办理系统。');
    expect(words.at(-1)).toBe(`通知原文：“${R15}”“${R24}”`);
    expect(words.join('').replace(R15, '').replace(R24, '')).not.toMatch(/通报|扣除|批评|追究|问责/);
  });

  test('many cases stand in an attachment', () => {
    const many = letter(
      { proposals: Array.from({ length: 7 }, (_, index) => ({ number: String(index + 1), sole: EDU })) },
      '2022-04-18',
    );
    expect(many.attachments).toHaveLength(1);
    const [said] = wordsOf({ ...many, attachments: [] }).filter((line) => line.includes('见附件'));
    expect(said).toBe(
      '应于2022年4月10日前办结，已逾期8天（6个工作日）。共7件，案由见附件：第1号、第2号、第3号、第4号、第5号、第6号、第7号。',
    );
    expect(wordsOf({ blocks: [], attachments: many.attachments })[6]).toBe('签收｜7｜关于第7件事的提案');
  });
});

describe('通报', () => {
  const circular = (given: Given, today: string) => {
    const { all, duties, figures } = scene(given, today);
    const paper = circularPaper({
      notice,
      period: today.slice(0, 7),
      asOf: today,
      today,
      figures,
      caseload: caseloadOf(all),
      coming: comingDates(notice, calendar, duties, today),
      unitName: (id) => id ?? '',
    });
    return { paper, figures };
  };
  const GIVEN: Given = {
    proposals: [
      { number: '1', sole: WATER },
      { number: '2', sole: EDU },
      { number: '3', sole: EDU },
      { number: '4', sole: EDU },
    ],
    registrations: [
      ...facts(['signed', 'contacted', 'reply-delivered', 'reply-uploaded'], '3@区教育局', '2022-04-08'),
      explanation('reply/1@区水务局', '2022-09-01'),
    ],
  };
  const { paper, figures } = circular(GIVEN, '2022-09-05');

  test('is a document of the office, with room for number, copies and date of print', () => {
    expect(paper.head?.form).toBe('document');
    expect(paper.title.join('')).toBe(
      '茂名市茂南区人民政府办公室关于2022年9月区政协六届一次、二次会议提案办理情况的通报',
    );
    expect(paper.imprint).toEqual({
      copies: '抄送：',
      issuer: '茂名市茂南区人民政府办公室',
      date: '2022年　月　日印发',
    });
    expect(headings(paper)).toEqual(['一、总体情况', '二、月报报送情况', '三、逾期情况', '四、下一步工作']);
  });

  test('has the figures of every other picture', () => {
    const words = wordsOf(paper);
    const { owed, done, open, overdue } = figures.total;
    expect(words[2]).toContain(`应办事项${owed}项，已办${done}项，未办${open}项，其中逾期${overdue}项`);
    for (const one of figures.byRule)
      expect(words).toContain([one.rule.name, one.owed, one.done, one.open, one.overdue].join('｜'));
  });

  test('A8: names units in the order of their names, only where the clause speaks of 通报, explained ones as such', () => {
    const [list] = paper.attachments;
    const rows = list?.blocks.flatMap((block) => (block.kind === 'table' ? block.rows : [])) ?? [];
    expect(rows.map((row) => row.slice(0, 5))).toEqual([
      [EDU, '签收', '2、4', '4月10日', '148'],
      [EDU, '答复委员', '2、4', '8月30日', '6'],
      [WATER, '签收', '1', '4月10日', '148'],
      [WATER, '答复委员', '1', '8月30日', '6'],
    ]);
    expect(rows.map((row) => row[5]?.includes('已说明情况'))).toEqual([false, false, false, true]);
    const text = wordsOf({ ...paper, attachments: [] }).join('\n');
    expect(text).not.toContain(EDU);
    expect(text).toContain('月报逾期');
    expect(text).not.toMatch(/第一名|排名|最差|末位/);
  });

  test('R15, R24: quotes each clause once and threatens nothing else', () => {
    const text = wordsOf(paper).join('');
    expect(text.split(R15)).toHaveLength(2);
    expect(text.split(R24)).toHaveLength(2);
    expect(text.replace(R15, '').replace(R24, '')).not.toMatch(/批评|扣除|追究|问责/);
  });

  test('A12: nothing overdue is said, and nothing is attached', () => {
    const early = circular({ proposals: [{ number: '1', sole: EDU }] }, '2022-04-06').paper;
    expect(wordsOf(early)).toContain('没有逾期未办结的事项。');
    expect(early.attachments).toEqual([]);
    expect(wordsOf(early).join('')).not.toMatch(/批评|扣除/);
  });
});

const written = (assignmentId: string, period: string, more: Partial<WrittenReport> = {}): WrittenReport => ({
  assignmentId,
  period,
  progress: '已开展调研',
  problems: '无',
  plan: '与委员面商',
  stage: '办理中',
  ...more,
});

describe('情况汇总', () => {
  const roundUp = (reports: WrittenReport[], given: Given, today = '2022-05-17') => {
    const { all, duties, figures } = scene(given, today);
    const month = computeMonth({
      notice,
      calendar,
      facts: all,
      duties,
      reports,
      period: '2022-05',
      asOf: today,
    });
    return roundUpPaper({ notice, figures, month, asOf: today });
  };
  const GIVEN: Given = {
    proposals: [
      { number: '1', sole: EDU, title: '路灯' },
      { number: '2', sole: WATER },
      { number: '3', sole: '区财政局' },
    ],
    reports: [report('1@区教育局', '2022-05', '2022-05-12'), report('2@区水务局', '2022-05', '2022-05-16')],
    registrations: [
      fact('reply-uploaded', '1@区教育局', '2022-05-10', { details: { category: 'B' } }),
      fact('reply-delivered', '1@区教育局', '2022-05-10'),
    ],
  };
  const words = wordsOf(
    roundUp(
      [
        written('1@区教育局', '2022-05', { problems: '缺经费\n<b>已申请</b>' }),
        written('2@区水务局', '2022-05', { problems: '暂无' }),
      ],
      GIVEN,
    ),
  );

  test('who was late, and who is missing, by name', () => {
    expect(words).toContain('应报3个单位，按时1个，迟报1个，未报1个（5月15日前报送）。');
    expect(words).toContain('迟报：区水务局。');
    expect(words).toContain('未报：区财政局。');
  });

  test('problems in the units’ own words, under their theme, with the number', () => {
    expect(words).toContain('月报反映问题1条，1件填报“无”。以下为原文。');
    expect(words).toContain('（一）资金（1条）');
    expect(words).toContain('第1号《路灯》（区教育局）：“缺经费\n<b>已申请</b>”');
  });

  test('categories, and the dates that come next, with days off', () => {
    expect(words.find((line) => line.startsWith('B '))).toMatch(/^B 正在解决或列入计划逐步解决｜1｜/);
    expect(words).toContain('6月15日（周三）前：月报（6月）。');
    expect(words.some((line) => line.includes('端午节6月3日至6月5日放假'))).toBe(true);
  });

  test('more quotes of a theme than a page bears stand in an attachment, all of them', () => {
    const proposals = Array.from({ length: 8 }, (_, index) => ({ number: String(index + 1), sole: EDU }));
    const paper = roundUp(
      proposals.map(({ number }) =>
        written(`${number}@区教育局`, '2022-05', { problems: `缺经费${number}` }),
      ),
      { proposals },
    );
    expect(wordsOf({ ...paper, attachments: [] })).toContain('其余3条见附件。');
    expect(wordsOf({ blocks: [], attachments: paper.attachments })).toHaveLength(8);
  });
});

describe('工作总结 of the desk', () => {
  test('has the year’s figures and marks what people have to add', () => {
    const given: Given = {
      proposals: [
        { number: '1', lead: EDU, joint: [WATER] },
        { number: '2', sole: WATER, kind: 'letter' },
      ],
      registrations: facts(['signed', 'contacted'], '1@区教育局', '2022-04-08'),
    };
    const { all, duties, figures, today } = scene(given, '2022-11-20');
    const year = computeYear(notice, all, duties, today);
    const { replies, opinions } = computeMonth({
      ...{ notice, calendar, facts: all, duties, reports: null },
      ...{ period: '2022-11', asOf: today },
    });
    const paper = deskSummaryPaper({
      ...{ notice, figures, year, replies, opinions, sent: 321, today },
      summaries: {
        received: 1,
        missing: [{ name: WATER }],
        unsolved: [{ unit: EDU, text: '多年反复提出：路灯' }],
      },
      unitName: (id) => id ?? '',
    });
    const words = wordsOf(paper);
    expect(words.some((line) => line.includes('共办理政协提案2件（其中信函1件），承办单位2个'))).toBe(true);
    expect(words.some((line) => line.includes('主办1件、独办1件、会办1件'))).toBe(true);
    for (const { rule, owed, onTime, late, open } of year.pace)
      expect(words).toContain([rule.name, owed, onTime, late, open].join('｜'));
    expect(words.some((line) => line.includes('全年发出提醒321条'))).toBe(true);
    expect(words).toContain('应报2个单位，已报1个，未报1个：区水务局。');
    expect(words).toContain('多年反复提出：路灯');
    expect(paper.blocks.filter((block) => block.kind === 'blank')).toHaveLength(3);
    expect(paper.signature?.issuer).toBe('区政府办公室建议提案股');
    expect(paper.head).toBeNull();
  });
});

describe('工作总结 of a unit', () => {
  const given: Given = {
    proposals: [
      { number: '1', lead: EDU },
      { number: '2', sole: EDU },
    ],
    units: [{ name: EDU }],
    registrations: [
      fact('contacted', '1@区教育局', '2022-04-20', { details: { way: '面商', phase: 'before' } }),
      fact('contacted', '1@区教育局', '2022-05-20', { details: { way: '电话', phase: 'during' } }),
      fact('reply-delivered', '1@区教育局', '2022-08-20', { details: { category: 'A' } }),
    ],
  };
  const make = (texts: Parameters<typeof unitSummaryPaper>[0]['written'] = {}) => {
    const { all, duties, figures, today } = scene(given, '2022-11-01');
    const partners = [
      ...all.assignments.map(({ proposalId, unitId, role }) => ({ proposalId, unitId, unit: unitId, role })),
      { proposalId: '1', unitId: WATER, unit: WATER, role: 'joint' as const },
    ].map((one) => ({ ...one, number: one.proposalId, recorded: [] }));
    const { replies, opinions } = computeMonth({
      ...{ notice, calendar, facts: all, duties, reports: null },
      ...{ period: '2022-11', asOf: today },
    });
    const unit = all.units[0];
    if (!unit) throw new Error('no unit');
    return unitSummaryPaper({
      ...{ notice, unit, figures, replies, opinions, today, written: texts },
      facts: { ...all, partners },
      year: computeYear(notice, all, duties, today),
      reports: [
        written('1@区教育局', '2022-09'),
        written('1@区教育局', '2022-10', { progress: '已安装路灯', problems: '缺经费' }),
        written('2@区教育局', '2022-10', { problems: '没有' }),
      ],
    });
  };

  test('R61: the points of the notice in its order, each with what is on record and room for the rest', () => {
    const paper = make();
    expect(headings(paper)).toEqual([
      '一、总体情况',
      '二、听取委员意见',
      '三、开展调查研究',
      '四、集成提案办理',
      '五、采纳政协提案',
      '六、解决委员所提问题的做法和情况',
      '七、促进“内容高质量、办理高质量”的经验和体会',
      '八、多年反复提出但办理不落实的提案',
    ]);
    const words = wordsOf(paper);
    expect(words).toContain('办理前与委员沟通1次：第1号（4月20日面商）。');
    expect(words).toContain('办理中邀请委员参与调研座谈1次：第1号（5月20日电话）。');
    expect(words).toContain('第1号《关于第1件事的提案》由本单位主办，一同承办的有区水务局（会办）。');
    expect(words).toContain('A类（已解决或基本解决）1件：第1号。');
    expect(words).toContain('2022年10月月报进展情况：已安装路灯');
    expect(words).toContain('2022年10月月报存在问题：缺经费');
    expect(words.join('')).not.toContain('月报存在问题：没有');
    expect(paper.blocks.filter((block) => block.kind === 'blank')).toHaveLength(8);
    expect(paper.recipient).toBe('区政府办公室建议提案股：');
    expect(paper.signature).toEqual({ issuer: EDU, date: '2022年11月1日' });
  });

  test('what the unit has written already takes the place of the room for it', () => {
    const paper = make({ lessons: '把沟通放在前面' });
    expect(wordsOf(paper)).toContain('把沟通放在前面');
    expect(paper.blocks.filter((block) => block.kind === 'blank')).toHaveLength(7);
  });
});

describe('the file', () => {
  test('has a name that every system takes', () => {
    const name = draftName({ of: 'letter', unitId: 'x' }, 'a/b\\c:*?"<>|\u202e\u0000', '2022-09-07');
    expect(name).toBe('草稿-督办函（abc）-20220907.docx');
  });

  test.each(['letter', 'circular'] as const)('%s: says that people decide', (of) => {
    const draft = of === 'letter' ? { of, unitId: 'x' } : { of, period: '2022-05' };
    expect(draftComment(notice, draft, EDU)).toContain('是否发出、是否通报由领导决定');
  });
});
