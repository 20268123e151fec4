import { emojiNamed } from './emoji.ts';
import { BARE_URL, joined, type Span, safeUrl } from './spans.ts';

/** mrkdwn, part after part. Line breaks inside `lines` and `quote` are those of the text. */
export interface Part {
  kind: 'lines' | 'quote' | 'preformatted';
  spans: Span[];
}

/** What may stand beside a mark for it to count: Slack sees none inside a run of letters, and Chinese characters are letters. */
const EDGE = /[\s\p{P}\p{S}\u200b]/u;
const MARKS: { [mark: string]: 'bold' | 'italic' | 'strike' } = { '*': 'bold', _: 'italic', '~': 'strike' };

export interface MrkdwnOptions {
  /** Leaves bare addresses, as Slack does for `verbatim`. */
  verbatim?: boolean;
}

/** Reads Slack's mrkdwn. Entities are decoded exactly once, and everything that is no markup stays as it was typed. */
export function parseMrkdwn(text: string, options: MrkdwnOptions = {}): Part[] {
  const parts: Part[] = [];
  for (const piece of text.split(/(```[\s\S]+?```)/)) {
    const inside = /^```([\s\S]+?)```$/.exec(piece)?.[1];
    if (inside !== undefined)
      parts.push({ kind: 'preformatted', spans: tokens(inside.replace(/^\n|\n$/g, '')) });
    else parts.push(...lines(trimBesideBlock(piece, parts.length > 0), options));
  }
  return parts;
}

/** `&lt;`, `&gt;` and `&amp;` as the characters they stand for. */
export function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Plain text with its emoji, as `plain_text` shows it. */
export function parsePlain(text: string): Span[] {
  return joined(withEmoji(text));
}

/** The break after a block of code belongs to it. */
function trimBesideBlock(piece: string, afterBlock: boolean): string {
  return afterBlock ? piece.replace(/^\n/, '') : piece;
}

function lines(text: string, options: MrkdwnOptions): Part[] {
  return runs(text)
    .filter((run) => run.lines.join('\n') !== '')
    .map((run) => ({
      kind: run.kind,
      spans: joined(
        run.lines.flatMap((line, index): Span[] => [
          ...(index > 0 ? [{ kind: 'text' as const, text: '\n' }] : []),
          ...inline(line, options),
        ]),
      ),
    }));
}

/** Lines that are quoted and lines that are not, each run together; `>>>` quotes all that follows. */
function runs(text: string): { kind: 'lines' | 'quote'; lines: string[] }[] {
  const found: { kind: 'lines' | 'quote'; lines: string[] }[] = [];
  const add = (kind: 'lines' | 'quote', line: string) => {
    const last = found.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else found.push({ kind, lines: [line] });
  };
  const all = text.split('\n');
  for (const [index, line] of all.entries()) {
    const [, marks, quoted] = /^((?:&gt;|>){3}|&gt;|>) ?(.*)$/.exec(line) ?? [];
    if (marks === undefined) add('lines', line);
    else if (quoted !== undefined) add('quote', quoted);
    if (marks && marks.replaceAll('&gt;', '>').length === 3) {
      for (const rest of all.slice(index + 1)) add('quote', rest);
      break;
    }
  }
  return found;
}

/** One line: code first, in which nothing but links counts, then tokens and addresses, then marks. */
function inline(line: string, options: MrkdwnOptions): Span[] {
  const atoms = line.split(/(`[^`\n]+`|<[^<>\n]+>)/).flatMap((piece): Atom[] => {
    const code = /^`([^`]+)`$/.exec(piece)?.[1];
    if (code !== undefined) return [{ kind: 'code', spans: tokens(code) }];
    const span = token(piece);
    if (span) return [span];
    return options.verbatim ? [piece] : withAddresses(piece);
  });
  return marked(atoms.filter((atom) => atom !== ''));
}

/** What stands in code: nothing but tokens counts there. */
function tokens(text: string): Span[] {
  return joined(text.split(/(<[^<>\n]+>)/).map((bit) => token(bit) ?? { kind: 'text', text: decode(bit) }));
}

/** Text with links of the bare addresses in it. */
function withAddresses(text: string): Atom[] {
  const atoms: Atom[] = [];
  let from = 0;
  for (const match of text.matchAll(BARE_URL)) {
    const url = decode(match[0]);
    atoms.push(text.slice(from, match.index), { kind: 'link', url, spans: [{ kind: 'text', text: url }] });
    from = match.index + match[0].length;
  }
  return [...atoms, text.slice(from)];
}

/** Text whose marks are not read yet, or something that is finished. */
type Atom = string | Span;

/** Reads the marks; a pair of them may hold links, mentions and code. */
function marked(atoms: Atom[]): Span[] {
  const result: Span[] = [];
  for (const [at, atom] of atoms.entries()) {
    const pair = typeof atom === 'string' ? firstPair(atoms, at) : null;
    if (typeof atom !== 'string') result.push(atom);
    else if (!pair) result.push(...withEmoji(decode(atom)));
    else {
      const { kind, start, endAtom, end } = pair;
      const last = atoms[endAtom] as string;
      const inside: Atom[] =
        endAtom === at
          ? [atom.slice(start + 1, end)]
          : [atom.slice(start + 1), ...atoms.slice(at + 1, endAtom), last.slice(0, end)];
      const rest: Atom[] = [last.slice(end + 1), ...atoms.slice(endAtom + 1)];
      result.push(
        ...withEmoji(decode(atom.slice(0, start))),
        { kind, spans: marked(inside.filter((one) => one !== '')) },
        ...marked(rest.filter((one) => one !== '')),
      );
      return joined(result);
    }
  }
  return joined(result);
}

interface Pair {
  kind: 'bold' | 'italic' | 'strike';
  start: number;
  endAtom: number;
  end: number;
}

/** The first mark of a text that opens and is closed again, there or in a later text. */
function firstPair(atoms: Atom[], at: number): Pair | null {
  const text = atoms[at] as string;
  for (let start = 0; start < text.length; start += 1) {
    const mark = text[start] as string;
    const kind = MARKS[mark];
    if (!kind || !isEdge(before(atoms, at, start)) || isBlank(after(atoms, at, start))) continue;
    if (after(atoms, at, start) === mark) continue;
    const end = closing(atoms, at, start + 1, mark);
    if (end) return { kind, start, ...end };
  }
  return null;
}

function closing(
  atoms: Atom[],
  from: number,
  offset: number,
  mark: string,
): { endAtom: number; end: number } | null {
  for (let endAtom = from; endAtom < atoms.length; endAtom += 1) {
    const text = atoms[endAtom];
    if (typeof text !== 'string') continue;
    const first = endAtom === from ? offset : 0;
    for (let end = text.indexOf(mark, first); end >= 0; end = text.indexOf(mark, end + 1)) {
      const isEmpty = endAtom === from && end === offset;
      if (!isEmpty && !isBlank(before(atoms, endAtom, end)) && isEdge(after(atoms, endAtom, end)))
        return { endAtom, end };
    }
  }
  return null;
}

/** The character before a place; a finished span beside it counts as a letter would not: marks may touch it. */
function before(atoms: Atom[], at: number, offset: number): string | null {
  if (offset > 0) return (atoms[at] as string)[offset - 1] as string;
  return at === 0 ? null : '|';
}

function after(atoms: Atom[], at: number, offset: number): string | null {
  const text = atoms[at] as string;
  if (offset + 1 < text.length) return text[offset + 1] as string;
  return at + 1 === atoms.length ? null : '|';
}

function isEdge(character: string | null): boolean {
  return character === null || EDGE.test(character);
}

function isBlank(character: string | null): boolean {
  return character === null || /\s/.test(character);
}

/** `:white_check_mark:` and `:+1::skin-tone-3:`; names that are not known stay as typed. */
function withEmoji(text: string): Span[] {
  const result: Span[] = [];
  let from = 0;
  for (const match of text.matchAll(/:([a-z0-9_+-]+):(?::skin-tone-([2-6]):)?/g)) {
    const name = match[1] as string;
    const character = emojiNamed(name, match[2] ? Number(match[2]) : undefined);
    if (!character || match.index < from) continue;
    result.push({ kind: 'text', text: text.slice(from, match.index) }, { kind: 'emoji', character, name });
    from = match.index + match[0].length;
  }
  return joined([...result, { kind: 'text', text: text.slice(from) }]);
}

/** What `<…>` stands for, or null when it is no token and stays as typed. */
function token(text: string): Span | null {
  const inside = /^<([^<>\n]+)>$/.exec(text)?.[1];
  if (inside === undefined) return null;
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? null : decode(inside.slice(bar + 1)) || null;
  const [, kind, id] = /^([@#])([A-Z0-9]+)$/.exec(target) ?? [];
  if (kind && id) return { kind: kind === '@' ? 'user' : 'channel', id, label };
  if (target.startsWith('!')) return special(target.slice(1), label);
  const url = safeUrl(decode(target));
  if (!url) return null;
  const spans = label === null ? [] : inline(inside.slice(bar + 1), { verbatim: true });
  return { kind: 'link', url, spans: spans.length > 0 ? spans : [{ kind: 'text', text: bare(url) }] };
}

function bare(url: string): string {
  return url.replace(/^mailto:/i, '');
}

function special(target: string, label: string | null): Span | null {
  const group = /^subteam\^([A-Z0-9]+)$/.exec(target)?.[1];
  if (group) return { kind: 'group', id: group, label };
  if (/^(?:here|channel|everyone)$/.test(target)) return { kind: 'broadcast', label: label ?? target };
  const [, seconds, format, url] = /^date\^(-?\d+)\^([^^]+)(?:\^(.+))?$/.exec(target) ?? [];
  if (seconds === undefined || format === undefined) return null;
  return {
    kind: 'date',
    seconds: Number(seconds),
    format: decode(format),
    fallback: label ?? '',
    url: url === undefined ? null : safeUrl(decode(url)),
  };
}
