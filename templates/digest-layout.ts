/** How both digests are laid out: verdict, picture, parts under headings, buttons, small print. */

import {
  actions,
  button,
  context,
  header,
  type Message,
  type MessagePicture,
  section,
} from '../src/chat/message.ts';
import { byNumber } from '../src/domain/facts.ts';
import type { Illustration } from './charts.ts';

/** What is long is shown up to here, and leads to all of it. */
export const TOP = 10;

export interface DigestLayout {
  /** Unique within a message that carries several digests. */
  id: string;
  /** The first line, which is the push preview, too. Plain of `*`. */
  verdict: string;
  /** Parts without lines are left out. */
  parts: readonly (readonly [title: string, lines: readonly string[]])[];
  buttons: readonly (readonly [label: string, action: string, value?: string])[];
  illustrations: readonly (Illustration | null)[];
  smallPrint: readonly string[];
}

export function layOut({ id, verdict, parts, buttons, illustrations, smallPrint }: DigestLayout): Message {
  const filled = parts.filter(([, lines]) => lines.length > 0);
  return {
    text: [verdict, ...filled.flatMap(([title, lines]) => [`${title}：`, ...lines]), ...smallPrint].join(
      '\n',
    ),
    blocks: [
      section(`*${verdict}*`, { id }),
      ...filled.flatMap(([title, lines]) => [header(title), section(lines.join('\n'))]),
      ...(buttons.length > 0
        ? [actions(buttons.map(([text, action, value]) => button({ text, action, ...(value && { value }) })))]
        : []),
      context(...smallPrint),
    ],
    pictures: picturesUnder(id, illustrations),
  };
}

/** Pictures in their order below one block. */
export function picturesUnder(
  under: string,
  illustrations: readonly (Illustration | null)[],
): MessagePicture[] {
  return illustrations.flatMap((one) =>
    one ? [{ under, name: one.name, alt: `${one.title}。${one.alt}`, chart: one.chart }] : [],
  );
}

/** The first lines, and how many there are besides. */
export function topLines(lines: readonly string[], measure: string): string[] {
  return lines.length <= TOP
    ? [...lines]
    : [...lines.slice(0, TOP), `还有${lines.length - TOP}${measure}，点下方按钮查看。`];
}

/** 甲、乙等12个单位 */
export function namesText(names: readonly string[], shown: number): string {
  const first = names.slice(0, shown).join('、');
  return names.length > shown ? `${first}等${names.length}个单位` : first;
}

const NUMBERS_SHOWN = 12;

/** 21件：第4、13、15号等: what is not shown one by one. */
export function restText(numbers: readonly string[], measure: string): string {
  const distinct = [...new Set(numbers)].sort(byNumber);
  const more = distinct.length > NUMBERS_SHOWN ? '等' : '';
  return `${numbers.length}${measure}：第${distinct.slice(0, NUMBERS_SHOWN).join('、')}号${more}`;
}
