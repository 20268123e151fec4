import { REPORT_FIELDS, type ReportField } from '../monthly-report.ts';
import { type Reader, readClauses } from './clause.ts';
import type { SpokenEntry } from './intent.ts';
import { fold } from './plain-text.ts';
import type { ReportPart } from './report-part.ts';

export const NOTHING_SAID: SpokenEntry = { progress: '', problems: '', plan: '' };

/** A report on some proposals; `numbers` is null where none was named. */
export interface SpokenReport {
  numbers: string[] | null;
  entry: SpokenEntry;
}

/** The texts under the labels of a part. What stands before them and is neither greeting nor title begins 进展. */
export interface PartText {
  entry: SpokenEntry;
  /** The text before the labels speaks of signing: two things in one message. */
  signs: boolean;
  /** 进展 came again after the other parts: two reports with no heading between them. */
  twice: boolean;
}

export function readPart({ start, end, labels }: ReportPart, kept: string, reader: Reader): PartText {
  const first = labels[0]?.start ?? end;
  const before = kept.slice(start, Math.max(start, first));
  const entry = { ...NOTHING_SAID };
  let twice = false;
  labels.forEach((label, index) => {
    const text = body(kept.slice(label.end, labels[index + 1]?.start ?? end));
    twice ||=
      label.field === 'progress' &&
      index > 0 &&
      labels.slice(0, index).some((one) => one.field === 'progress');
    entry[label.field] = joined(entry[label.field], text);
  });
  entry.progress = joined(leadOf(before, reader), entry.progress);
  return { entry: finished(entry), signs: before.includes('签'), twice };
}

/** 无 in any of its wordings is an answer to 存在问题 and is kept as 无. */
export function finished(entry: SpokenEntry): SpokenEntry {
  return { ...entry, problems: isNone(entry.problems) ? '无' : entry.problems };
}

export function missingFrom(entry: SpokenEntry): ReportField[] {
  return REPORT_FIELDS.filter((field) => entry[field] === '');
}

export function joined(first: string, second: string): string {
  return first === '' || second === '' ? first + second : `${first}\n${second}`;
}

/** The text as typed, without what separated it from its label and from the next one. */
export function body(text: string): string {
  return text
    .replace(/^[\s:：,，、;；]+/u, '')
    .trimEnd()
    .replace(/[\s;；,，、*]{1,20}$/u, '');
}

function isNone(text: string): boolean {
  return text.length <= 20 && NONE.test(fold(text));
}

const NONE =
  /^(?:目前|本月|现阶段|当前)?[暂现均尚]?(?:时)?(?:无|没有|没|未发现|未遇到|不存在|nil|none|\/|-{1,4})(?:存在|明显|突出|其他)?的?(?:问题|困难)?(?:[和与及、](?:问题|困难))?[。.!;,]?$/u;

/** Sentences before the first label that are part of the report; greetings, titles and 报送如下 are not. */
function leadOf(text: string, reader: Reader): string {
  const sentences = text.slice(0, 4_000).split(/(?<=[。；;！!\n])/u);
  return (
    body(sentences.filter((sentence) => !isAddress(fold(sentence), reader)).join('')) +
    (text.length > 4_000 ? text.slice(4_000) : '')
  );
}

const ADDRESS =
  /月报|如下|案由|案号|承办单位|填报|报送单位|联系人|联系电话|联络员|日期|标题|题目|提案名称|[您你]好|各位|领导|报告$/u;

function isAddress(folded: string, reader: Reader): boolean {
  if (!/[\p{L}\p{N}]/u.test(folded)) return true;
  if (folded.length <= 100 && ADDRESS.test(folded.trim())) return true;
  return (
    folded.length <= 200 &&
    readClauses(folded, reader).every(({ tokens }) => tokens.every((token) => token.kind !== 'unknown'))
  );
}
