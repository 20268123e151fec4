import {
  AlignmentType,
  BorderStyle,
  Document,
  type FileChild,
  Footer,
  Header,
  type IParagraphOptions,
  type IRunOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
} from 'docx';
import { font, fontTable } from './docx-fonts.ts';
import { headOf, imprintOf, letterFooter, letterHeader, markOf } from './docx-head.ts';
import {
  CHARACTER,
  CHARACTER_SPACING,
  FOOTER,
  HEADER,
  LINE,
  PAGE,
  PAGE_NUMBER,
  placeSealed,
  placeUnsealed,
  SIZE,
  TITLE_LINE,
} from './docx-measures.ts';
import { tableOf } from './docx-table.ts';
import type { Block, OfficialDocument } from './official-document.ts';
import { xmlText } from './xml-text.ts';

/** Lays an official document out by GB/T 9704-2012. */
export function packDocx(paper: OfficialDocument): Promise<Buffer> {
  const isLetter = paper.head?.form === 'letter';
  const document = new Document({
    title: xmlText(paper.title.join('')),
    creator: 'Duban',
    evenAndOddHeaderAndFooters: true,
    styles: STYLES,
    sections: [
      {
        properties: {
          titlePage: isLetter,
          page: {
            size: { width: PAGE.width, height: PAGE.height },
            margin: { ...PAGE, header: HEADER, footer: FOOTER, gutter: 0 },
          },
        },
        headers: {
          default: new Header({ children: [markOf(paper.mark)] }),
          even: new Header({ children: [markOf(paper.mark)] }),
          ...(paper.head && isLetter && { first: letterHeader(paper.mark, paper.head.issuer) }),
        },
        footers: {
          default: pageNumber('right'),
          even: pageNumber('left'),
          ...(isLetter && { first: letterFooter() }),
        },
        children: [
          ...headOf(paper.head),
          ...titleOf(paper),
          ...contentOf(paper.blocks, paper.signature !== null),
          ...attachmentNote(paper),
          ...signatureOf(paper),
          ...paper.attachments.flatMap((one, index) => attachmentOf(paper, one, index)),
          ...imprintOf(paper.imprint),
        ],
      },
    ],
  });
  return Packer.toBuffer(document, undefined, [{ path: 'word/fontTable.xml', data: fontTable() }]);
}

const exactly = (line: number) => ({ line, lineRule: LineRuleType.EXACT });
const heading = (face: 'hei' | 'kai' | 'fangsong') => ({
  run: {
    font: font(face),
    size: SIZE.three,
    bold: false,
    color: '000000',
    characterSpacing: CHARACTER_SPACING,
  },
  paragraph: { spacing: { ...exactly(LINE), before: 0, after: 0 }, keepNext: true },
});

const STYLES = {
  default: {
    document: {
      run: { font: font('fangsong'), size: SIZE.three, characterSpacing: CHARACTER_SPACING },
      paragraph: { spacing: { ...exactly(LINE), before: 0, after: 0 } },
    },
    title: {
      run: { font: font('title'), size: SIZE.two },
      paragraph: { alignment: AlignmentType.CENTER, spacing: exactly(TITLE_LINE), keepNext: true },
    },
    heading1: heading('hei'),
    heading2: heading('kai'),
    heading3: heading('fangsong'),
  },
};

/** 左空二字 */
const FIRST_LINE = { firstLine: 2 * CHARACTER, firstLineChars: 200 };
const LEVELS = { 1: 'Heading1', 2: 'Heading2', 3: 'Heading3' } as const;

/** A paragraph of text; without a text, an empty line. */
function line(text = '', options: IParagraphOptions = {}, run: IRunOptions = {}): Paragraph {
  return new Paragraph({
    widowControl: false,
    ...options,
    ...(text !== '' && { children: [new TextRun({ ...run, text: xmlText(text) })] }),
  });
}

/** 标题, a line apart from what comes before and after; two where 版头 stands above it (7.3.1, 10.1). */
function titleOf(paper: OfficialDocument): Paragraph[] {
  const above = paper.head ? [line(), line()] : [];
  return [
    ...above,
    ...paper.title.map((text) => line(text, { style: 'Title' })),
    ...(paper.byline === null
      ? []
      : [line(paper.byline, { alignment: AlignmentType.CENTER }, { font: font('kai') })]),
    line(),
    ...(paper.recipient === null ? [] : [line(paper.recipient)]),
  ];
}

/** With what follows kept to it, the last paragraph takes the signature's page along: no page bears that alone (7.3.5.5). */
function contentOf(blocks: readonly Block[], keepLast = false): FileChild[] {
  return blocks.flatMap((block, index) => {
    const keepNext = keepLast && index === blocks.length - 1;
    switch (block.kind) {
      case 'heading':
        return [line(block.text, { style: LEVELS[block.level], indent: FIRST_LINE })];
      case 'table':
        return tableOf(block);
      default:
        return paragraphs(block.text).map((text) =>
          line(text, { indent: FIRST_LINE, keepNext }, RUNS[block.kind]),
        );
    }
  });
}

const RUNS: Record<'text' | 'quote' | 'blank', IRunOptions> = {
  text: {},
  quote: { font: font('kai') },
  blank: { highlight: 'yellow' },
};

/** Lines that people typed are paragraphs of their own; empty ones say nothing. */
function paragraphs(text: string): string[] {
  return xmlText(text)
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** 附件说明 (7.3.4): a line under the text, several of them numbered one under the other. */
function attachmentNote({ attachments }: OfficialDocument): Paragraph[] {
  if (attachments.length === 0) return [];
  const names = attachments.map(({ title }, index) =>
    attachments.length > 1 ? `${index + 1}. ${title}` : title,
  );
  return [
    line('', { keepNext: true }),
    ...names.map((name, index) =>
      index === 0
        ? line(`附件：${name}`, {
            indent: { left: 5 * CHARACTER, hanging: 3 * CHARACTER },
            keepNext: true,
          })
        : line(name, { indent: { left: 5 * CHARACTER }, keepNext: true }),
    ),
  ];
}

function signatureOf({ signature, head, note }: OfficialDocument): Paragraph[] {
  if (!signature) return [];
  const { issuer, date } = signature;
  const place = head ? placeSealed(issuer, date) : placeUnsealed(issuer, date);
  const room = head
    ? [line('', { keepNext: true }), line('', { keepNext: true })]
    : [line('', { keepNext: true })];
  return [
    ...room,
    line(issuer, { ...fromRight(place.issuer), keepNext: true }),
    line(date, fromRight(place.date)),
    ...(note === null ? [] : [line(note, { indent: FIRST_LINE })]),
  ];
}

function fromRight(characters: number): IParagraphOptions {
  return { alignment: AlignmentType.RIGHT, indent: { right: Math.round(characters * CHARACTER) } };
}

/** 7.3.7: on a page of its own, its number at the top left in 黑体, its title on the third line. */
function attachmentOf(
  { attachments }: OfficialDocument,
  { title, blocks }: OfficialDocument['attachments'][number],
  index: number,
): FileChild[] {
  const number = attachments.length > 1 ? `附件${index + 1}` : '附件';
  return [
    line(number, { pageBreakBefore: true }, { font: font('hei') }),
    line(),
    line(title, { style: 'Title' }),
    line(),
    ...contentOf(blocks),
  ];
}

/** 7.5: — 1 — in 四号 宋体, on the outer side. */
function pageNumber(side: 'left' | 'right'): Footer {
  return new Footer({
    children: [
      new Paragraph({
        alignment: side === 'left' ? AlignmentType.LEFT : AlignmentType.RIGHT,
        indent: { [side]: PAGE_NUMBER.indent },
        spacing: { ...exactly(PAGE_NUMBER.line), after: PAGE_NUMBER.after },
        border: NO_BORDER,
        children: [
          new TextRun({
            children: ['— ', PageNumber.CURRENT, ' —'],
            font: font('song'),
            size: SIZE.four,
          }),
        ],
      }),
    ],
  });
}

const NO_BORDER = { bottom: { style: BorderStyle.NONE, size: 0, color: 'auto' } };
