import { CsvError, parse } from 'csv-parse/sync';
import { UserError } from '../errors.ts';
import { type Grid, GridBuilder } from './grid.ts';
import { limits } from './limits.ts';

/**
 * Reads delimited text. A row's number is that of the record, blank lines counted, as Excel shows it: a line break
 * inside quotes does not start a row. Throws a UserError when quotes do not pair or the limits are passed.
 */
export function readCsv(name: string, text: string): Grid {
  const { separator, body } = separatorOf(text);
  const grid = new GridBuilder(name);
  try {
    parse(withoutBlankEnd(body), {
      delimiter: separator,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      // Nothing is kept by the parser, and blank lines at the end are gone: a row too many is one that holds something.
      on_record: (record: string[], { records }) => {
        if (records > limits.rows) throw grid.tooManyRows();
        for (const [column, cell] of record.entries()) grid.set(records - 1, column, plainCell(cell));
        return null;
      },
    });
  } catch (error) {
    if (error instanceof CsvError)
      throw new UserError(
        `“${name}”里有不成对的双引号，无法分清各列，请用 Excel 打开检查后另存为 .xlsx 再导入。`,
      );
    throw error;
  }
  if (grid.rows.length === 0) throw new UserError(`“${name}”里没有内容。`);
  return { file: name, rows: grid.rows };
}

/** ="012" is how some systems keep leading zeros in Excel. */
function plainCell(cell: string): string {
  return cell.replace(/^="([^"]*)"$/u, '$1');
}

/** Spreadsheets that were formatted down to the last line are saved with a million lines of separators. */
function withoutBlankEnd(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s,;]/u.test(text[end - 1]!)) end -= 1;
  return text.slice(0, end);
}

const separators = [',', '\t', ';'];

/** The separator named in a first line sep=; (Excel hides that line) or else the one that occurs most in the first lines. */
function separatorOf(text: string): { separator: string; body: string } {
  const declared = /^"?sep=([,;\t])"?[^\r\n]*(\r\n|\n|\r)/iu.exec(text);
  if (declared) return { separator: declared[1]!, body: text.slice(declared[0].length) };
  const sample = text.slice(0, 20_000).replace(/"[^"]*"/gu, '');
  const counts = separators.map((separator) => sample.split(separator).length);
  return { separator: separators[counts.indexOf(Math.max(...counts))]!, body: text };
}
