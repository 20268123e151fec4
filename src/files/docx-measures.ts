/**
 * The measures of GB/T 9704-2012 党政机关公文格式, in Word's units. Its clause is named where a figure is the standard's.
 * A twip is a twentieth of a point; font sizes are half points, borders eighths of a point.
 */

export const twips = (millimetres: number) => Math.round((millimetres / 25.4) * 1440);
const pt = 20;

/** 5.1, 5.2.1: A4, 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm. */
export const PAGE = {
  width: twips(210),
  height: twips(297),
  top: twips(37),
  left: twips(28),
  right: twips(210 - 28 - 156),
  bottom: twips(297 - 37 - 225),
} as const;
export const TEXT_WIDTH = PAGE.width - PAGE.left - PAGE.right;

/** 5.2.3: 22 lines of 28 characters fill the 版心: 225 mm ÷ 22, and 16 pt characters a quarter of a point closer. */
export const LINE = 579;
export const CHARACTER_SPACING = -5;
export const CHARACTER = 16 * pt + CHARACTER_SPACING;
export const CHARACTERS = 28;

/** 字号: 二号 · 三号 · 四号 · 小四 */
export const SIZE = { two: 44, three: 32, four: 28, smallFour: 24 } as const;

/** 3.2: a line is the height of a character and seven eighths of one of 三号. */
export const TITLE_LINE = (22 + 14) * pt;
export const GAP = 14 * pt;

/** 7.5: the dashes of the page number are 7 mm under the 版心, and one character from its outer edge. */
export const FOOTER = twips(20);
export const PAGE_NUMBER = {
  line: 20 * pt,
  after: twips(297 - 262 - 7 - 20) - 10 * pt,
  indent: 14 * pt,
} as const;

/** 10.1 信函格式: the name 30 mm under the edge, red double lines of 170 mm 4 mm below it and 20 mm above the bottom. */
export const LETTER = {
  nameTop: twips(30),
  lineOutdent: { left: twips(20) - PAGE.left, right: twips(20) - PAGE.right },
} as const;

/** 7.2.4: in 文件格式 the name stands 35 mm under the top of the 版心. */
export const DOCUMENT_NAME_TOP = twips(35);
/** 7.2.7, 10.1: 4 mm from the text to the red line, in points. */
export const TO_RED_LINE = 11;

export const HEADER = twips(15);
export const RED = 'FF0000';

/** The name in red (发文机关标志): as large as fits one line of the 版心, at most 36 pt. Half points. */
export function nameSize(name: string): number {
  const widest = TEXT_WIDTH / pt / Math.max(1, charactersOf(name));
  return Math.max(32, Math.min(72, Math.floor(widest * 2) - 1));
}

/** How many characters wide a text is; two ASCII ones are as wide as one 汉字. */
export function charactersOf(text: string): number {
  return [...text].reduce((sum, one) => sum + (one <= '\u007f' ? 0.5 : 1), 0);
}

/** Characters left free on the right of 署名 and 成文日期. */
export interface SignaturePlace {
  issuer: number;
  date: number;
}

/** 7.3.5.1: the date four characters from the right, the issuer centred over it. A long issuer moves the date. */
export function placeSealed(issuer: string, date: string): SignaturePlace {
  const [wide, narrow] = [charactersOf(issuer), charactersOf(date)];
  const right = 4 + (narrow - wide) / 2;
  return right >= 0 ? { issuer: right, date: 4 } : { issuer: 0, date: Math.max(0, (wide - narrow) / 2) };
}

/** 7.3.5.2: the issuer two characters from the right, the date beginning two after it; of a longer date, the reverse. */
export function placeUnsealed(issuer: string, date: string): SignaturePlace {
  const longer = charactersOf(issuer) - charactersOf(date);
  return longer >= 0 ? { issuer: 2, date: longer } : { issuer: 4 - longer, date: 2 };
}
