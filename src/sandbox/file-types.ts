/** What a file's ending says about it, in Slack's words. */
export interface FileType {
  mimetype: string;
  filetype: string;
  pretty: string;
  /** Text that Slack keeps as a snippet and lets people edit. */
  isText: boolean;
}

const LONGEST_NAME = 255;

const TYPES: { [ending: string]: [mimetype: string, pretty: string] } = {
  png: ['image/png', 'PNG'],
  jpg: ['image/jpeg', 'JPEG'],
  gif: ['image/gif', 'GIF'],
  webp: ['image/webp', 'WebP'],
  svg: ['image/svg+xml', 'SVG'],
  pdf: ['application/pdf', 'PDF'],
  xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'Excel Spreadsheet'],
  xls: ['application/vnd.ms-excel', 'Excel Spreadsheet'],
  docx: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'Word Document'],
  doc: ['application/msword', 'Word Document'],
  pptx: [
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    'PowerPoint Presentation',
  ],
  zip: ['application/zip', 'Zip'],
  html: ['text/html', 'HTML'],
  txt: ['text/plain', 'Plain Text'],
  csv: ['text/csv', 'CSV'],
};

/** Endings that mean the same, and the name Slack uses. */
const SAME: { [ending: string]: string } = { jpeg: 'jpg', htm: 'html' };

/** Pictures a browser may show from this address; an SVG or a page could run scripts. */
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** By the ending of the name; whatever is not known is `binary`. */
export function fileTypeOf(name: string): FileType {
  const filetype = endingOf(name);
  const [mimetype, pretty] = TYPES[filetype] ?? ['application/octet-stream', 'Binary'];
  const known = Object.hasOwn(TYPES, filetype);
  return {
    mimetype,
    pretty,
    filetype: filetype === 'txt' ? 'text' : known ? filetype : 'binary',
    isText: mimetype.startsWith('text/'),
  };
}

/** The ending in Slack's spelling, without its dot; '' when there is none. */
export function endingOf(name: string): string {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return SAME[ending] ?? ending;
}

/** Whether a browser may show the file itself instead of saving it. */
export function isImage(name: string): boolean {
  return SHOWN.has(fileTypeOf(name).mimetype);
}

/** A name without folders, control characters and signs that turn writing around, so that it can be shown and saved. */
export function cleanName(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .slice(-LONGEST_NAME)
    .toWellFormed();
  return /^\.*$/.test(clean) ? 'file' : clean;
}
