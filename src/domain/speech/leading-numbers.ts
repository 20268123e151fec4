import { readNumbers } from '../speech.ts';

/** Words that can only be 案号: 12、15, 第3号, 2022-015. */
const NUMBERS = /^[第号\d０-９、,，和及#-]+$/u;

/** The proposals that a line begins with, and the words after them: “12、15 涉及3个部门” is 12 and 15, not 3. */
export function readLeadingNumbers(
  text: string,
  known: readonly string[],
): { numbers: string[]; rest: string } {
  const words = text.trim().split(/\s+/u);
  const end = words.findIndex((word) => !NUMBERS.test(word));
  const count = end < 0 ? words.length : end;
  return {
    numbers: readNumbers(words.slice(0, count).join('、'), known),
    rest: words.slice(count).join(' '),
  };
}
