import { isDateFormat, unescapeXlsx } from './xlsx-value.ts';
import { parseXml } from './xml.ts';
import type { Zip } from './zip.ts';

export interface Workbook {
  /** In the order of the tabs; chart and macro sheets are left out. */
  sheets: { name: string; hidden: boolean; path: string }[];
  stringsPath: string | null;
  stylesPath: string | null;
  /** Day counts start in 1904, as old Excel for Mac did. */
  from1904: boolean;
}

/** Finds the sheets of a workbook and the files that go with them. Throws when the workbook's own files are missing. */
export function readWorkbook(zip: Zip): Workbook {
  const path =
    readRelations(zip, '').find(({ type }) => type === 'officeDocument')?.path ?? 'xl/workbook.xml';
  const relations = readRelations(zip, path);
  const sheets: Workbook['sheets'] = [];
  let from1904 = false;
  parseXml(required(zip, path), {
    open(element, attributes) {
      if (element === 'workbookPr') from1904 = ['1', 'true'].includes(attributes().date1904 ?? '');
      if (element !== 'sheet') return;
      const { name = '', state = 'visible', id } = attributes();
      const relation = relations.find((candidate) => candidate.id === id);
      if (relation?.type === 'worksheet')
        sheets.push({ name, hidden: state !== 'visible', path: relation.path });
    },
  });
  return {
    sheets,
    stringsPath: relations.find(({ type }) => type === 'sharedStrings')?.path ?? null,
    stylesPath: relations.find(({ type }) => type === 'styles')?.path ?? null,
    from1904,
  };
}

/** The strings that cells refer to by number, without phonetic guides. */
export function readSharedStrings(zip: Zip, path: string | null): string[] {
  const strings: string[] = [];
  const xml = path === null ? null : zip.read(path);
  if (xml === null) return strings;
  let current = '';
  let inText = false;
  let inPhonetic = false;
  parseXml(xml, {
    open(element) {
      if (element === 'si') current = '';
      if (element === 'rPh') inPhonetic = true;
      inText = element === 't' && !inPhonetic;
    },
    text(text) {
      if (inText) current += text;
    },
    close(element) {
      inText = false;
      if (element === 'rPh') inPhonetic = false;
      if (element === 'si') strings.push(unescapeXlsx(current));
    },
  });
  return strings;
}

/** The numbers of the cell styles that show a number as a date or a time. */
export function readDateStyles(zip: Zip, path: string | null): Set<number> {
  const styles = new Set<number>();
  const xml = path === null ? null : zip.read(path);
  if (xml === null) return styles;
  const formats = new Map<number, string>();
  let inCellStyles = false;
  let index = 0;
  parseXml(xml, {
    open(element, attributes) {
      if (element === 'numFmt') formats.set(Number(attributes().numFmtId), attributes().formatCode ?? '');
      if (element === 'cellXfs') inCellStyles = true;
      if (element !== 'xf' || !inCellStyles) return;
      const id = Number(attributes().numFmtId ?? 0);
      if (isDateFormat(id, formats.get(id))) styles.add(index);
      index += 1;
    },
    close(element) {
      if (element === 'cellXfs') inCellStyles = false;
    },
  });
  return styles;
}

interface Relation {
  id: string;
  /** The last word of the relation's type, which is the same in both editions of the standard. */
  type: string;
  path: string;
}

/** What a file of the workbook refers to; '' stands for the archive itself. */
function readRelations(zip: Zip, path: string): Relation[] {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const xml = zip.read(`${folder}_rels/${path.slice(folder.length)}.rels`);
  const relations: Relation[] = [];
  if (xml === null) return relations;
  parseXml(xml, {
    open(element, attributes) {
      if (element !== 'Relationship') return;
      const { Id = '', Type = '', Target = '' } = attributes();
      const target = new URL(Target.replaceAll('\\', '/'), `file:///${folder}`).pathname.slice(1);
      relations.push({
        id: Id,
        type: Type.slice(Type.lastIndexOf('/') + 1),
        path: decodeURIComponent(target),
      });
    },
  });
  return relations;
}

function required(zip: Zip, path: string): Uint8Array {
  const xml = zip.read(path);
  if (xml === null) throw new Error(`${path} is missing`);
  return xml;
}
