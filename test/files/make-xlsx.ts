import { strToU8, zipSync } from 'fflate';

interface Parts {
  /** The rows inside <sheetData> of each sheet, and what follows it. */
  sheets: { name?: string; state?: string; rows: string; after?: string }[];
  /** The <si> elements. */
  strings?: string;
  /** The number formats of the cell styles, by style number: an id that Excel builds in, or a code. */
  formats?: (number | string)[];
  from1904?: boolean;
  /** The prefix that all elements carry, as the Open XML SDK writes them. */
  prefix?: string;
  /** More entries of the archive, and others in place of those written here. */
  extra?: Record<string, Uint8Array>;
}

/** A workbook written part by part, for what spreadsheet writers do not write. */
export function makeXlsx({
  sheets,
  strings,
  formats = [],
  from1904 = false,
  prefix,
  extra = {},
}: Parts): Uint8Array {
  const officeType = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${officeType}/${type}" Target="${target}"/>`;
  const relations = (inner: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`;
  const part = (xml: string) =>
    strToU8(
      `<?xml version="1.0" encoding="UTF-8"?>${prefix ? xml.replace(/<(\/?)(?=\w)/gu, `<$1${prefix}:`) : xml}`,
    );
  const space = prefix ? `xmlns:${prefix}` : 'xmlns';
  const main = `${space}="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${officeType}"`;
  const custom = formats.filter((format) => typeof format === 'string');
  const formatId = (format: number | string) =>
    typeof format === 'number' ? format : 164 + custom.indexOf(format);

  const files: Record<string, Uint8Array> = {
    '_rels/.rels': strToU8(relations(relation('rId1', 'officeDocument', 'xl/workbook.xml'))),
    'xl/workbook.xml': part(
      `<workbook ${main}><workbookPr${from1904 ? ' date1904="1"' : ''}/><sheets>${sheets
        .map(
          ({ name, state }, index) =>
            `<sheet name="${name ?? `Sheet${index + 1}`}" sheetId="${index + 1}"${state ? ` state="${state}"` : ''} r:id="rId${index + 1}"/>`,
        )
        .join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      relations(
        sheets
          .map((_, index) => relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`))
          .join('') +
          relation('rIdS', 'sharedStrings', '/xl/sharedStrings.xml') +
          relation('rIdT', 'styles', 'styles.xml'),
      ),
    ),
    'xl/styles.xml': part(
      `<styleSheet ${main}><numFmts>${custom
        .map(
          (code) => `<numFmt numFmtId="${formatId(code)}" formatCode="${code.replaceAll('"', '&quot;')}"/>`,
        )
        .join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${formats
        .map((format) => `<xf numFmtId="${formatId(format)}"/>`)
        .join('')}</cellXfs></styleSheet>`,
    ),
  };
  if (strings !== undefined) files['xl/sharedStrings.xml'] = part(`<sst ${main}>${strings}</sst>`);
  for (const [index, { rows, after = '' }] of sheets.entries())
    files[`xl/worksheets/sheet${index + 1}.xml`] = part(
      `<worksheet ${main}><sheetData>${rows}</sheetData>${after}</worksheet>`,
    );
  return zipSync({ ...files, ...extra });
}

/** A row of text cells. */
export function textRow(row: number, ...texts: string[]): string {
  const cells = texts.map((text, column) =>
    text === ''
      ? ''
      : `<c r="${String.fromCharCode(65 + column)}${row}" t="inlineStr"><is><t>${text}</t></is></c>`,
  );
  return `<row r="${row}">${cells.join('')}</row>`;
}
