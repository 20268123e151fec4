import type { ModalView } from '@slack/types';
import { DateTime } from 'luxon';
import type { FormValue, FormValues } from '../../src/chat/form.ts';

/** What could be put into each field of a form, the best first, and which of them stands in it now. */
export type Filling = ReadonlyMap<string, { tries: readonly FormValue[]; at: number }>;

interface Element {
  type: string;
  initial_value?: string;
  initial_date?: string;
  initial_option?: { value: string };
  options?: { value: string }[];
  max_length?: number;
}

/** Who fills a form in, and when. */
interface Typist {
  now: Date;
  /** What they write wherever words are free. */
  text: string;
  /** Their account. */
  user: string;
  /** Where they begin in a list of which several can be chosen, so that two people do not choose the same. */
  begins: 'first' | 'last';
}

/** A form as somebody fills it in. */
export function blankOf(view: ModalView, typist: Typist): Filling {
  const fields = view.blocks.flatMap((block) =>
    block.type === 'input' && block.block_id && 'element' in block
      ? [
          [
            block.block_id,
            {
              tries: triesFor(block.element as Element, typist, block.optional === true),
              at: 0,
            },
          ] as const,
        ]
      : [],
  );
  return new Map(fields);
}

export function fillingOf(filling: Filling): FormValues {
  return Object.fromEntries([...filling].map(([field, { tries, at }]) => [field, tries[at] ?? null]));
}

/** Something else in the fields that were refused; null when nothing else can be put there. */
export function nextTry(filling: Filling, refused: readonly string[]): Filling | null {
  const changed = new Map(
    [...filling].map(([field, one]) => [field, refused.includes(field) ? { ...one, at: one.at + 1 } : one]),
  );
  const isLeft = [...changed.values()].every(({ tries, at }) => at < Math.max(1, tries.length));
  return isLeft ? changed : null;
}

/** What the sample office's forms ask for where words are not free. */
const EXACT = ['茂南教函〔2022〕12号', '0668-0001234', 'somebody@example.com', '99'];

function triesFor(
  element: Element,
  { now, text, user, begins }: Typist,
  optional: boolean,
): readonly FormValue[] {
  const options = (element.options ?? []).map(({ value }) => value);
  const initial = element.initial_option?.value;
  switch (element.type) {
    case 'plain_text_input':
      return [text.slice(0, element.max_length ?? 3_000), ...(optional ? [null] : []), ...EXACT];
    case 'datepicker': {
      const today = DateTime.fromJSDate(now, { zone: 'Asia/Shanghai' });
      const days = [0, 1, 2, 7, 20, -1].map((plus) => today.plus({ days: plus }).toISODate());
      return [element.initial_date ?? days[0] ?? null, ...days, null];
    }
    case 'static_select':
    case 'radio_buttons':
      return [initial ?? options[0] ?? null, ...options, null];
    case 'multi_static_select':
    case 'checkboxes':
      return begins === 'first'
        ? [options.slice(0, 2), options.slice(0, 1), options.slice(-1), []]
        : [options.slice(-2), options.slice(-1), options.slice(0, 1), []];
    case 'users_select':
      return [null, user];
    case 'file_input':
      return [[`F0OF-${user}`]];
    default:
      return [null];
  }
}
