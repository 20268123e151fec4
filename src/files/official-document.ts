/** 公文 as a structure, before anything is laid out: what stands in it and in which part, not how it looks. */

export interface OfficialDocument {
  /** Stands at the head of every page, as long as nobody has signed it. */
  mark: string;
  /** 版头. A letter (信函格式) and a document (文件格式) differ in where it stands; internal papers have none. */
  head: { form: 'letter' | 'document'; issuer: string; number: string } | null;
  /** 标题, one line each: where a title breaks is the author's choice. */
  title: readonly string[];
  /** A line under the title: who wrote it, and when. */
  byline: string | null;
  /** 主送机关, with its colon. */
  recipient: string | null;
  blocks: readonly Block[];
  /** 发文机关署名 and 成文日期. A letter leaves room for a seal, which sits centred on the date. */
  signature: { issuer: string; date: string } | null;
  /** 附注, with its brackets. */
  note: string | null;
  /** 附件, each on a page of its own; their titles are listed under the text. */
  attachments: readonly Attachment[];
  /** 版记: 抄送机关, 印发机关 and 印发日期. */
  imprint: { copies: string; issuer: string; date: string } | null;
}

export type Block =
  /** 一、 · （一） · 1. */
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'text'; text: string }
  /** What somebody else wrote, word for word. */
  | { kind: 'quote'; text: string }
  /** Left to people: marked, so that it is not overlooked. */
  | { kind: 'blank'; text: string }
  | { kind: 'table'; columns: readonly Column[]; rows: readonly (readonly string[])[] };

export interface Column {
  name: string;
  /** Of the width, in any unit that the columns share. */
  width: number;
  /** Centred unless it holds sentences. */
  align?: 'left';
}

export interface Attachment {
  title: string;
  blocks: readonly Block[];
}

export function heading(level: 1 | 2 | 3, text: string): Block {
  return { kind: 'heading', level, text };
}

export function text(words: string): Block {
  return { kind: 'text', text: words };
}

export function quote(words: string): Block {
  return { kind: 'quote', text: words };
}

export function blank(words: string): Block {
  return { kind: 'blank', text: words };
}

export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): Block {
  return { kind: 'table', columns, rows };
}
