import writeXlsxFile, { type CellObject } from 'write-excel-file/node';
import type { Cell, Sheet, SheetColumn, Workbook } from './sheet.ts';
import { cellText, linesOf, looksLikeFormula, writtenText } from './xlsx-text.ts';

type Written = Parameters<typeof writeXlsxFile>;
type Feature = NonNullable<NonNullable<Written[1]>['features']>[number];

const FONT = { fontFamily: '宋体', fontSize: 10 } as const;
const BODY = { wrap: true, alignVertical: 'top' } as const;
const HEADER = {
  wrap: true,
  align: 'center',
  alignVertical: 'center',
  fontWeight: 'bold',
  backgroundColor: '#DDEBF7',
} as const;
const TONES = { warn: { backgroundColor: '#FFF2CC' }, bad: { backgroundColor: '#F8CBAD' } } as const;
const FORMATS = { date: 'yyyy-mm-dd', moment: 'yyyy-mm-dd hh:mm' } as const;

/** The widest row, in digits, that one page across still shows in a size that can be read: at 70 %. */
const PAGE_WIDTH = 215;

/**
 * Writes a workbook: frozen and repeated header, filters, A4 landscape, text cells that never become formulas. Takes
 * the thread for seconds where there are hundreds of thousands of cells; `writeXlsx` does it beside the program.
 */
export async function writeXlsxHere({ sheets, heading }: Workbook): Promise<Uint8Array> {
  const made = sheets.map((sheet): Written[0][number] => ({
    sheet: sheet.name,
    data: [
      withHeight(sheet.columns.map(headerOf), sheet.columns, FILTER_WIDTH),
      ...sheet.rows.map((row) => {
        const cells = sheet.columns.map((column, index) => cellOf(row[index] ?? null, column));
        return withHeight(cells, sheet.columns, PADDING);
      }),
    ],
    columns: sheet.columns.map(({ width }) => ({ width })),
    orientation: 'landscape',
    stickyRowsCount: 1,
    ...(sheet.frozenColumns && { stickyColumnsCount: sheet.frozenColumns }),
  }));
  return writeXlsxFile(made, { ...FONT, features: [printing(sheets, heading)] }).toBuffer();
}

function headerOf({ title }: SheetColumn): CellObject {
  return { value: writtenText(cellText(title)), type: String, ...HEADER };
}

/** An empty cell is none: the lines between cells are the program's own, on the screen and in print. */
function cellOf(cell: Cell, column: SheetColumn): CellObject | null {
  if (cell === null || cell === '') return null;
  const toned = typeof cell === 'object' ? cell : { value: cell, tone: null };
  const { value } = toned;
  const style = {
    ...BODY,
    ...(column.align && { align: column.align }),
    ...(toned.tone && TONES[toned.tone]),
  };
  if (typeof value === 'number') return { value, type: Number, ...style };
  const instant = column.kind && instantOf(value);
  if (column.kind && instant) return { value: instant, type: Date, format: FORMATS[column.kind], ...style };
  const text = cellText(value);
  const format = looksLikeFormula(text) && { format: '@' };
  return { value: writtenText(text), type: String, ...style, ...format };
}

/** What of a column's width is not for text: its margins, and in the header the filter's button. */
const PADDING = 1;
const FILTER_WIDTH = 3;
/** In points, of the font above. */
const LINE = 14;
/** The highest row that Excel draws. */
const HIGHEST = 409;

/** A row as high as its longest cell needs: not every program finds that out by itself. */
function withHeight(
  row: (CellObject | null)[],
  columns: readonly SheetColumn[],
  margin: number,
): (CellObject | null)[] {
  const lines = row.map((cell, index) =>
    typeof cell?.value === 'string'
      ? linesOf(cell.value, Math.max(2, (columns[index]?.width ?? 0) - margin))
      : 1,
  );
  const height = Math.min(HIGHEST, Math.max(...lines) * LINE + 2);
  const [first, ...rest] = row;
  return [{ ...first, height }, ...rest];
}

const WALL_CLOCK = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}))?$/u;

/** Excel's dates have no zone: the wall clock is written as it stands. */
function instantOf(text: string): Date | null {
  const [, day, time = '00:00'] = WALL_CLOCK.exec(text) ?? [];
  const instant = new Date(`${day ?? ''}T${time}:00Z`);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

/** Filters and page set-up, which the writer leaves to whoever wants them. */
function printing(sheets: readonly Sheet[], heading: string): Feature {
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          // A height that was only reckoned: the program may reckon it anew when the row is edited.
          transformElementAttributes: (element, attributes) => {
            if (element !== 'row') return attributes;
            const { customHeight: _, ...others } = attributes;
            return others;
          },
          transform: (xml, _options, { sheetIndex }) => {
            const sheet = sheets[sheetIndex];
            return sheet ? withPages(xml, sheet, heading) : xml;
          },
        },
        'xl/workbook.xml': {
          transform: (xml) => put(xml, '<definedNames/>', `<definedNames>${names(sheets)}</definedNames>`),
        },
      },
    },
  };
}

/** Elements of a sheet stand in the order that the standard sets. */
function withPages(xml: string, sheet: Sheet, heading: string): string {
  const wide = Math.ceil(sheet.columns.reduce((sum, { width }) => sum + width, 0) / PAGE_WIDTH);
  const title = `&amp;L${headerText(heading)}&amp;R${headerText(sheet.name)}`;
  const parts: [before: string, after: string][] = [
    ['<sheetViews>', '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'],
    ['</sheetData>', `</sheetData><autoFilter ref="${area(sheet, '')}"/>`],
    [
      '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>',
      '<printOptions gridLines="1"/><pageMargins left="0.4" right="0.4" top="0.7" bottom="0.6" header="0.3" footer="0.3"/>',
    ],
    [
      '<pageSetup paperSize="9" orientation="landscape"/>',
      `<pageSetup paperSize="9" orientation="landscape" fitToWidth="${wide}" fitToHeight="0"/>` +
        `<headerFooter><oddHeader>${title}</oddHeader><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter>`,
    ],
  ];
  return parts.reduce((all, [before, after]) => put(all, before, after), xml);
}

/** Each sheet's print titles, and the area of its filter, which Excel keeps under a hidden name. */
function names(sheets: readonly Sheet[]): string {
  return sheets
    .map((sheet, index) => {
      const of = `'${sheet.name.replaceAll("'", "''")}'!`;
      const columns = sheet.frozenColumns ? `${of}$A:$${columnName(sheet.frozenColumns - 1)},` : '';
      return (
        `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${markup(`${of}${area(sheet, '$')}`)}</definedName>` +
        `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${markup(`${columns}${of}$1:$1`)}</definedName>`
      );
    })
    .join('');
}

/** The header and all rows: A1:K61. */
function area({ columns, rows }: Sheet, dollar: '$' | ''): string {
  return `${dollar}A${dollar}1:${dollar}${columnName(columns.length - 1)}${dollar}${rows.length + 1}`;
}

/** 0 is A, 26 is AA. */
function columnName(index: number): string {
  return `${index >= 26 ? columnName(Math.floor(index / 26) - 1) : ''}${String.fromCharCode(65 + (index % 26))}`;
}

/** In a page's header & begins a code, and a number after a code would be a size. */
function headerText(text: string): string {
  return markup(
    cellText(text)
      .replaceAll('&', '&&')
      .replace(/^(?=\d)/u, ' '),
  );
}

function markup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** @throws when a later version of the writer no longer writes what this takes the place of */
function put(xml: string, before: string, after: string): string {
  const at = xml.indexOf(before);
  if (at < 0) throw new Error(`the writer of workbooks wrote no ${before}`);
  return `${xml.slice(0, at)}${after}${xml.slice(at + before.length)}`;
}
