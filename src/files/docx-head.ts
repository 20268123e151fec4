/** What stands around the text: 草稿 at the head, 版头 in red, 版记 at the foot of the last page. */

import {
  AlignmentType,
  BorderStyle,
  type FileChild,
  Footer,
  Header,
  type IBordersOptions,
  type ITableCellBorders,
  LineRuleType,
  Paragraph,
  RelativeHorizontalPosition,
  RelativeVerticalPosition,
  Tab,
  Table,
  TableAnchorType,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  WidthType,
} from 'docx';
import { font } from './docx-fonts.ts';
import {
  DOCUMENT_NAME_TOP,
  GAP,
  HEADER,
  LETTER,
  LINE,
  nameSize,
  RED,
  SIZE,
  TEXT_WIDTH,
  TO_RED_LINE,
} from './docx-measures.ts';
import type { OfficialDocument } from './official-document.ts';
import { xmlText } from './xml-text.ts';

const MARK_LINE = 400;
const exactly = (line: number) => ({ line, lineRule: LineRuleType.EXACT });

/** 草稿, framed like a stamp, at the right of the page's head. */
export function markOf(mark: string, after = 0): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.RIGHT,
    spacing: { ...exactly(MARK_LINE), after },
    children: [
      new TextRun({
        text: ` ${xmlText(mark)} `,
        font: font('hei'),
        size: SIZE.smallFour,
        border: { style: BorderStyle.SINGLE, size: 6, color: 'auto', space: 1 },
      }),
    ],
  });
}

/** 10.1: the first page of a letter: 发文机关标志 over a red double line, the upper one thick. */
export function letterHeader(mark: string, issuer: string): Header {
  return new Header({
    children: [
      markOf(mark, LETTER.nameTop - HEADER - MARK_LINE),
      nameLine(issuer, {
        indent: LETTER.lineOutdent,
        border: { bottom: redLine(BorderStyle.THICK_THIN_SMALL_GAP) },
      }),
    ],
  });
}

/** 10.1: the red double line at the foot of a letter's first page, which shows no number. */
export function letterFooter(): Footer {
  return new Footer({
    children: [
      new Paragraph({
        spacing: exactly(20),
        indent: LETTER.lineOutdent,
        border: { bottom: { ...redLine(BorderStyle.THIN_THICK_SMALL_GAP), space: 1 } },
      }),
    ],
  });
}

/** 发文机关标志 and 发文字号 where they stand in the text: a letter has its name in the header already. */
export function headOf(head: OfficialDocument['head']): Paragraph[] {
  if (!head) return [];
  const number = (alignment: 'right' | 'center', options: object) =>
    new Paragraph({ alignment, ...options, children: [new TextRun(xmlText(head.number))] });
  if (head.form === 'letter') return [number('right', { spacing: { ...exactly(LINE), before: GAP } })];
  return [
    new Paragraph({ spacing: exactly(DOCUMENT_NAME_TOP) }),
    nameLine(`${head.issuer}文件`, {}),
    new Paragraph({}),
    new Paragraph({}),
    number('center', { border: { bottom: redLine(BorderStyle.SINGLE) } }),
  ];
}

function nameLine(name: string, options: { indent?: object; border?: IBordersOptions }): Paragraph {
  const size = nameSize(name);
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    // The line is as high as its characters, so that their upper edge is where the standard wants it.
    spacing: exactly(size * 10),
    ...options,
    children: [new TextRun({ text: xmlText(name), font: font('title'), size, color: RED })],
  });
}

function redLine(style: (typeof BorderStyle)[keyof typeof BorderStyle]) {
  return { style, size: 18, color: RED, space: TO_RED_LINE };
}

/**
 * 版记 (7.4): between lines as wide as the 版心, the outer ones thicker, at the very bottom of the last page; LibreOffice, which
 * does not move the table there, leaves it under the text.
 */
export function imprintOf(imprint: OfficialDocument['imprint']): FileChild[] {
  if (!imprint) return [];
  const row = (children: (string | Tab)[], borders: ITableCellBorders) =>
    new TableRow({
      children: [
        new TableCell({
          borders: { ...NO_SIDES, ...borders },
          width: { size: TEXT_WIDTH, type: WidthType.DXA },
          children: [
            new Paragraph({
              indent: { left: ONE_SMALL, right: ONE_SMALL },
              tabStops: [{ type: TabStopType.RIGHT, position: TEXT_WIDTH - ONE_SMALL }],
              children: [new TextRun({ children, size: SIZE.four })],
            }),
          ],
        }),
      ],
    });
  return [
    new Paragraph({}),
    new Table({
      width: { size: TEXT_WIDTH, type: WidthType.DXA },
      columnWidths: [TEXT_WIDTH],
      layout: TableLayoutType.FIXED,
      margins: { left: 0, right: 0 },
      float: {
        horizontalAnchor: TableAnchorType.MARGIN,
        verticalAnchor: TableAnchorType.MARGIN,
        relativeHorizontalPosition: RelativeHorizontalPosition.LEFT,
        relativeVerticalPosition: RelativeVerticalPosition.BOTTOM,
      },
      rows: [
        row([xmlText(imprint.copies)], { top: rule(8), bottom: rule(6) }),
        row([xmlText(imprint.issuer), new Tab(), xmlText(imprint.date)], { top: rule(6), bottom: rule(8) }),
      ],
    }),
    // Word wants a paragraph after the last table.
    new Paragraph({ spacing: exactly(20) }),
  ];
}

/** One character of 四号, which 版记 leaves free on both sides. */
const ONE_SMALL = SIZE.four * 10;
const rule = (size: number) => ({ style: BorderStyle.SINGLE, size, color: '000000' });
const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const NO_SIDES: ITableCellBorders = { left: NONE, right: NONE };
