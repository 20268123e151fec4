import { UserError } from '../errors.ts';

/** Throws a UserError saying what to do when a file that is no zip archive is known to be no table that can be read. */
export function refuseUnreadable(name: string, bytes: Uint8Array): void {
  const kind =
    oleKind(bytes) ?? signatures.find(({ start }) => startsWith(bytes, start))?.kind ?? markupKind(bytes);
  if (kind !== undefined) throw unreadable(name, kind);
}

/** The error for a file of a kind that cannot be read. */
export function unreadable(name: string, kind: string): UserError {
  return new UserError(
    `“${name}”是${kind}，不能直接读取，请用 Excel 或 WPS 打开后另存为 .xlsx 或 .csv 再导入。`,
  );
}

const signatures: { start: string; kind: string }[] = [
  { start: '%PDF', kind: ' PDF 文档' },
  { start: '{\\rtf', kind: ' RTF 文档' },
  { start: '\x89PNG', kind: '图片' },
  { start: '\xff\xd8\xff', kind: '图片' },
  { start: 'GIF8', kind: '图片' },
  { start: 'Rar!', kind: '压缩包' },
  { start: '7z\xbc\xaf', kind: '压缩包' },
  { start: '\x1f\x8b', kind: '压缩包' },
  { start: 'MIME-Version:', kind: '网页格式的表格（.mht）' },
];

const oleStart = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';

/** Old Office files and encrypted new ones share one container; the names of its streams, in UTF-16, tell them apart. */
function oleKind(bytes: Uint8Array): string | undefined {
  if (!startsWith(bytes, oleStart)) return undefined;
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const has = (stream: string) => content.includes(Buffer.from(stream, 'utf16le'));
  if (has('EncryptedPackage')) return '设了打开密码的文件（请先取消密码）';
  if (has('WordDocument')) return ' Word 文档（.doc）';
  if (has('PowerPoint Document')) return '演示文稿（.ppt）';
  return '旧版表格（.xls 或 .et）';
}

/** Many systems export web pages or XML under the name of .xls. */
function markupKind(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 2048))
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/u, '')
    .trimStart();
  if (/^<(!doctype html|html|head|body|table|meta|style)\b/iu.test(head)) return '网页格式的表格（.html）';
  if (/^<\?xml/u.test(head)) return ' XML 格式的文件';
  return undefined;
}

function startsWith(bytes: Uint8Array, start: string): boolean {
  return Buffer.from(bytes.subarray(0, start.length)).toString('latin1') === start;
}
