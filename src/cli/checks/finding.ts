/** One line of the doctor's report: fine, worth knowing, or in the way of the bot's work. In Chinese, without secrets. */
export interface Finding {
  mark: '✓' | '！' | '✗';
  text: string;
  /** What to do about it. */
  advice?: string;
}

export const fine = (text: string): Finding => ({ mark: '✓', text });
export const note = (text: string, advice?: string): Finding => ({
  mark: '！',
  text,
  ...(advice && { advice }),
});
export const fault = (text: string, advice?: string): Finding => ({
  mark: '✗',
  text,
  ...(advice && { advice }),
});

/** The first names of many, and how many there are. */
export function someNames(names: readonly string[], shown = 20): string {
  return names.length > shown ? `${names.slice(0, shown).join('、')}等${names.length}个` : names.join('、');
}
