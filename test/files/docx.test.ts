import { describe, expect, test } from 'vitest';
import { writeDocx } from '../../src/files/docx.ts';
import { charactersOf, nameSize, placeSealed, placeUnsealed } from '../../src/files/docx-measures.ts';
import { packDocx } from '../../src/files/docx-writer.ts';
import {
  blank,
  heading,
  type OfficialDocument,
  quote,
  table,
  text,
} from '../../src/files/official-document.ts';
import { readDocx } from '../support/docx.ts';

const PLAIN: OfficialDocument = {
  mark: '草稿',
  head: null,
  title: ['关于提案办理情况的', '汇总'],
  byline: null,
  recipient: null,
  blocks: [],
  signature: null,
  note: null,
  attachments: [],
  imprint: null,
};
const write = async (changed: Partial<OfficialDocument> = {}) =>
  readDocx(await packDocx({ ...PLAIN, ...changed }));
const ISSUER = '茂名市茂南区人民政府办公室';

describe('GB/T 9704-2012 on the page', () => {
  test('5.1, 5.2: A4, 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm', async () => {
    const xml = (await write()).part('word/document.xml');
    const [, width, height] = /<w:pgSz w:w="(\d+)" w:h="(\d+)"/.exec(xml) ?? [];
    const margin = (side: string) => Number(new RegExp(`<w:pgMar[^>]* w:${side}="(\\d+)"`).exec(xml)?.[1]);
    const mm = (twips: number) => Math.round((twips / 1440) * 25.4 * 10) / 10;
    expect([mm(Number(width)), mm(Number(height))]).toEqual([210, 297]);
    expect([mm(margin('top')), mm(margin('left'))]).toEqual([37, 28]);
    expect(mm(Number(width) - margin('left') - margin('right'))).toBe(156);
    expect(mm(Number(height) - margin('top') - margin('bottom'))).toBe(225);
  });

  test('5.2.3: 三号 仿宋, 22 lines of 28 characters fit the 版心', async () => {
    const styles = (await write()).part('word/styles.xml');
    const defaults = /<w:docDefaults>.*<\/w:docDefaults>/su.exec(styles)?.[0] ?? '';
    expect(defaults).toContain('w:eastAsia="仿宋_GB2312"');
    expect(defaults).toContain('<w:sz w:val="32"/>');
    const line = Number(/w:line="(\d+)" w:lineRule="exact"/.exec(defaults)?.[1]);
    const spacing = Number(/<w:spacing w:val="(-?\d+)"\/>/.exec(defaults)?.[1]);
    expect(line * 22).toBeLessThanOrEqual((225 / 25.4) * 1440);
    expect(line * 22).toBeGreaterThan((225 / 25.4) * 1440 - line);
    expect((16 * 20 + spacing) * 28).toBeLessThanOrEqual((156 / 25.4) * 1440);
    expect((16 * 20 + spacing) * 29).toBeGreaterThan((156 / 25.4) * 1440);
  });

  test('7.3.1, 7.3.3: 二号 小标宋 centred; 一、黑体 （一）楷体 1. 仿宋; two characters before the first line', async () => {
    const docx = await write({
      blocks: [heading(1, '一、甲'), heading(2, '（一）乙'), heading(3, '1. 丙'), text('正文')],
    });
    const styles = docx.part('word/styles.xml');
    const style = (id: string) =>
      new RegExp(`<w:style [^>]*w:styleId="${id}".*?</w:style>`, 'su').exec(styles)?.[0] ?? '';
    expect(style('Title')).toMatch(
      /<w:jc w:val="center"\/>.*w:eastAsia="方正小标宋简体".*<w:sz w:val="44"\/>/su,
    );
    expect(style('Heading1')).toContain('w:eastAsia="黑体"');
    expect(style('Heading2')).toContain('w:eastAsia="楷体_GB2312"');
    expect(style('Heading3')).toContain('w:eastAsia="仿宋_GB2312"');
    expect(docx.paragraph('一、甲')).toContain('<w:pStyle w:val="Heading1"/>');
    for (const words of ['一、甲', '（一）乙', '1. 丙', '正文'])
      expect(docx.paragraph(words)).toMatch(/<w:ind [^>]*w:firstLineChars="200"/);
    expect(docx.paragraphs.slice(0, 3)).toEqual(['关于提案办理情况的', '汇总', '']);
  });

  test('faces have others to fall back on, by the file’s own font table', async () => {
    const fonts = (await write()).part('word/fontTable.xml');
    expect(fonts).toContain('<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong,');
    expect(fonts).toMatch(/<w:font w:name="方正小标宋简体"><w:altName w:val="[^"]*宋体,SimSun"/);
  });

  test('7.5: — 1 — in 四号 宋体, to the right on odd pages and to the left on even ones', async () => {
    const docx = await write();
    expect(docx.part('word/settings.xml')).toContain('<w:evenAndOddHeaders/>');
    const footers = docx.parts
      .filter((name) => /^word\/footer\d+\.xml$/.test(name))
      .map((name) => docx.part(name));
    expect(footers).toHaveLength(2);
    for (const footer of footers) {
      expect(footer).toMatch(/— .*PAGE.* —/su);
      expect(footer).toContain('w:eastAsia="宋体"');
      expect(footer).toContain('<w:sz w:val="28"/>');
    }
    expect(
      footers.filter((footer) => /<w:ind w:right="280"\/><w:jc w:val="right"\/>/.test(footer)),
    ).toHaveLength(1);
    expect(
      footers.filter((footer) => /<w:ind w:left="280"\/><w:jc w:val="left"\/>/.test(footer)),
    ).toHaveLength(1);
  });

  test('the mark stands at the head of every page, the first of a letter too', async () => {
    const docx = await write({
      mark: '草稿<1>',
      head: { form: 'letter', issuer: ISSUER, number: '〔2022〕　号' },
    });
    const headers = docx.parts.filter((name) => /^word\/header\d+\.xml$/.test(name));
    expect(headers).toHaveLength(3);
    for (const name of headers) expect(docx.part(name)).toContain('草稿&lt;1&gt;');
  });
});

describe('版头 and 版记', () => {
  test('10.1: a letter has its name in red over a double line on the first page, the number at the right, no page number', async () => {
    const docx = await write({ head: { form: 'letter', issuer: ISSUER, number: '〔2022〕　号' } });
    const first = docx.parts
      .filter((name) => /^word\/(header|footer)\d+\.xml$/.test(name))
      .map((name) => docx.part(name))
      .filter((xml) => xml.includes('w:color="FF0000"'));
    const [foot = '', head = ''] = first.sort((one, other) => one.length - other.length);
    expect(head).toContain(ISSUER);
    expect(head).toMatch(/<w:bottom w:val="thickThinSmallGap" w:color="FF0000"/);
    expect(foot).toMatch(/<w:bottom w:val="thinThickSmallGap" w:color="FF0000"/);
    expect(foot).not.toContain('PAGE');
    expect(docx.part('word/document.xml')).toContain('<w:titlePg/>');
    expect(docx.paragraph('〔2022〕')).toContain('<w:jc w:val="right"/>');
    // 170 mm: the 版心 and 8 mm to the left, 6 mm to the right.
    expect(head).toMatch(/<w:ind w:left="-453" w:right="-340"\/>/);
  });

  test('7.2: a document has its name 35 mm down, the number centred over a red line', async () => {
    const docx = await write({
      head: { form: 'document', issuer: ISSUER, number: '〔2022〕　号' },
      imprint: { copies: '抄送：', issuer: ISSUER, date: '2022年　月　日印发' },
    });
    expect(docx.paragraphs.slice(0, 7)).toEqual(['', `${ISSUER}文件`, '', '', '〔2022〕　号', '', '']);
    expect(docx.paragraph('文件')).toContain('<w:color w:val="FF0000"/>');
    expect(docx.paragraph('〔2022〕')).toMatch(
      /<w:bottom w:val="single" w:color="FF0000".*<w:jc w:val="center"\/>/su,
    );
    expect(docx.paragraphs.slice(-3)).toEqual(['抄送：', `${ISSUER}\t2022年　月　日印发`, '']);
    expect(docx.part('word/document.xml')).not.toContain('<w:titlePg/>');
  });

  test('the name is as large as one line of the 版心 allows', () => {
    expect(nameSize('区政府')).toBe(72);
    const size = nameSize(`${ISSUER}文件`);
    expect((size / 2) * 15).toBeLessThanOrEqual(442);
    expect((size / 2) * 15).toBeGreaterThan(400);
    expect(nameSize('长'.repeat(60))).toBe(32);
  });
});

describe('落款', () => {
  test.each([
    // The date leaves four characters, the issuer is centred on it.
    ['sealed', '区政府办公室', '2022年9月17日', { issuer: 4 + (6.5 - 6) / 2, date: 4 }],
    ['a long issuer moves the date', ISSUER, '2022年9月7日', { issuer: 0.5, date: 4 }],
    ['a longer one even further', `${ISSUER}督查室股`, '2022年9月7日', { issuer: 0, date: 5.5 }],
  ])('7.3.5.1: %s', (_name, issuer, date, place) => {
    expect(placeSealed(issuer, date)).toEqual(place);
  });

  test.each([
    [
      'the date begins two characters after the issuer',
      '区政府办公室建议提案股',
      '2022年9月7日',
      { issuer: 2, date: 5 },
    ],
    ['a longer date has the two characters', '建议提案股', '2022年10月17日', { issuer: 6, date: 2 }],
  ])('7.3.5.2: %s', (_name, issuer, date, place) => {
    expect(placeUnsealed(issuer, date)).toEqual(place);
    const left = (words: string, right: number) => 28 - right - charactersOf(words);
    expect(left(date, place.date) - left(issuer, place.issuer)).toBe(2);
  });
});

describe('what stands in it', () => {
  test('附件 are listed under the text and stand on pages of their own', async () => {
    const { paragraphs, paragraph } = await write({
      blocks: [text('正文')],
      attachments: [
        { title: '甲表', blocks: [text('甲')] },
        { title: '乙表', blocks: [table([{ name: '单位', width: 1 }], [['区教育局']])] },
      ],
    });
    expect(paragraphs.slice(3)).toEqual([
      ...['正文', '', '附件：1. 甲表', '2. 乙表'],
      ...['附件1', '', '甲表', '', '甲'],
      ...['附件2', '', '乙表', '', '', '单位', '区教育局', ''],
    ]);
    expect(paragraph('附件1')).toContain('<w:pageBreakBefore/>');
  });

  test('quotes are in 楷体, what is left to people is marked, lines that people typed are paragraphs', async () => {
    const docx = await write({ blocks: [quote('“甲”\r\n\n 乙 '), blank('（请补充）')] });
    expect(docx.paragraphs.slice(3)).toEqual(['“甲”', '乙', '（请补充）']);
    expect(docx.paragraph('“甲”')).toContain('w:eastAsia="楷体_GB2312"');
    expect(docx.paragraph('（请补充）')).toContain('<w:highlight w:val="yellow"/>');
  });

  test.each([
    ['control characters', '甲\u0000\u0008\u000b\u001b乙', '甲乙'],
    ['half a character', '甲\ud83d乙', '甲\ufffd乙'],
    ['what is no character', '甲\ufffe\uffff乙', '甲乙'],
    ['a turn of direction', '甲\u202e乙', '甲乙'],
    ['XML', ']]><w:p>&amp;&#0;"\'', ']]><w:p>&amp;&#0;"\''],
    ['an emoji', '甲😀', '甲😀'],
  ])('%s breaks nothing, wherever it stands', async (_name, typed, read) => {
    const docx = await write({
      mark: typed,
      head: { form: 'document', issuer: typed, number: typed },
      title: [typed],
      byline: typed,
      recipient: typed,
      blocks: [
        heading(1, typed),
        text(typed),
        quote(typed),
        blank(typed),
        table([{ name: typed, width: 1 }], [[typed]]),
      ],
      signature: { issuer: typed, date: typed },
      note: typed,
      attachments: [{ title: typed, blocks: [] }],
      imprint: { copies: typed, issuer: typed, date: typed },
    });
    const said = docx.paragraphs.filter((one) => !['', '附件'].includes(one));
    expect(said).toHaveLength(18);
    for (const one of said) expect(one).toContain(read);
  });

  test('nothing at all is a document still', async () => {
    expect((await write({ title: [] })).paragraphs).toEqual(['']);
  });

  test('it is written in a process of its own, half characters and all', async () => {
    const docx = readDocx(await writeDocx({ ...PLAIN, blocks: [text('甲\ud83d')] }));
    expect(docx.paragraphs).toEqual(['关于提案办理情况的', '汇总', '', '甲\ufffd']);
    const broken = { ...PLAIN, blocks: null } as unknown as OfficialDocument;
    await expect(writeDocx(broken)).rejects.toThrow(/^the writer of documents ended with 1: TypeError/);
  });
});
