const DIGITS: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const SCALES: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };

/** The characters of Chinese numerals, for use inside a character class. */
export const NUMERAL = '零〇一二两三四五六七八九十百千';

/** The value of a number below 10,000 in digits or Chinese numerals (十二, 一百零五, 一百二, 一二), or null. */
export function readNumeral(text: string): number | null {
  if (/^\d{1,9}$/u.test(text)) return Number(text);
  const characters = [...text];
  if (characters.length === 0 || characters.length > 8) return null;
  if (characters.every((one) => one in DIGITS)) {
    return Number(characters.map((one) => DIGITS[one]).join(''));
  }
  return readScaled(characters);
}

function readScaled(characters: readonly string[]): number | null {
  let total = 0;
  let digit: number | null = null;
  let scale = 10_000;
  for (const character of characters) {
    const nextScale = SCALES[character];
    if (nextScale !== undefined) {
      // 百百, 十百 and 一十二百 are no numbers.
      if (nextScale >= scale || digit === 0) return null;
      total += (digit ?? 1) * nextScale;
      scale = nextScale;
      digit = null;
    } else {
      const value = DIGITS[character];
      if (value === undefined || (digit !== null && digit !== 0)) return null;
      digit = value;
      if (value === 0) scale = Math.min(scale, 100);
    }
  }
  if (digit === null) return total;
  // 一百二 is 120, 一百零二 is 102.
  const short = characters.length >= 2 && SCALES[characters.at(-2) ?? ''] === scale && scale > 10;
  return total + (short ? (digit * scale) / 10 : digit);
}
