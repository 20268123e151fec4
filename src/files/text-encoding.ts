import { UserError } from '../errors.ts';

/**
 * Decodes a text file by its byte order mark; without one as UTF-8 when it is valid UTF-8, else as GB18030,
 * which Chinese Excel and WPS write (it includes GBK and GB2312). Throws a UserError when it is none of these.
 */
export function decodeText(name: string, bytes: Uint8Array): string {
  for (const encoding of encodingsFor(bytes)) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!text.includes('\0')) return text;
    } catch {
      // Not in this encoding: the next one is tried.
    }
  }
  throw new UserError(
    `“${name}”不是表格文件，或者编码认不出来，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。`,
  );
}

function encodingsFor([first, second]: Uint8Array): string[] {
  if (first === 0xff && second === 0xfe) return ['utf-16le'];
  if (first === 0xfe && second === 0xff) return ['utf-16be'];
  return ['utf-8', 'gb18030'];
}
