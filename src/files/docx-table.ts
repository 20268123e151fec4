import {
  AlignmentType,
  type FileChild,
  LineRuleType,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import { font } from './docx-fonts.ts';
import { SIZE, TEXT_WIDTH } from './docx-measures.ts';
import type { Block, Column } from './official-document.ts';
import { xmlText } from './xml-text.ts';

const CELL_LINE = 400;

/** A table as wide as the text; its head is repeated on every page, no row is torn, half a line is free on both sides. */
export function tableOf({ columns, rows }: Extract<Block, { kind: 'table' }>): FileChild[] {
  const all = columns.reduce((sum, { width }) => sum + width, 0);
  const columnWidths = columns.map(({ width }) => Math.floor((width / all) * TEXT_WIDTH));
  const row = (texts: readonly string[], isHead: boolean) =>
    new TableRow({
      tableHeader: isHead,
      cantSplit: true,
      children: columns.map(
        (column, index) =>
          new TableCell({
            width: { size: columnWidths[index] ?? 0, type: WidthType.DXA },
            verticalAlign: VerticalAlignTable.CENTER,
            children: cellOf(texts[index] ?? '', column, isHead),
          }),
      ),
    });
  const gap = () => new Paragraph({ spacing: { line: CELL_LINE / 2, lineRule: LineRuleType.EXACT } });
  return [
    gap(),
    new Table({
      width: { size: TEXT_WIDTH, type: WidthType.DXA },
      columnWidths,
      layout: TableLayoutType.FIXED,
      margins: { top: 40, bottom: 40, left: 80, right: 80 },
      rows: [
        row(
          columns.map(({ name }) => name),
          true,
        ),
        ...rows.map((texts) => row(texts, false)),
      ],
    }),
    gap(),
  ];
}

function cellOf(text: string, { align }: Column, isHead: boolean): Paragraph[] {
  return xmlText(text)
    .split('\n')
    .map(
      (line) =>
        new Paragraph({
          alignment: align === 'left' && !isHead ? AlignmentType.LEFT : AlignmentType.CENTER,
          spacing: { line: CELL_LINE, lineRule: LineRuleType.EXACT },
          keepNext: isHead,
          children: [
            new TextRun({
              text: line,
              size: SIZE.smallFour,
              ...(isHead && { font: font('hei') }),
            }),
          ],
        }),
    );
}
