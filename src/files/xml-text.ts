/** Characters that XML 1.0 cannot carry, and those that turn the direction of all the text after them. */
const UNWANTED = /(?![\t\n])[\p{Cc}\p{Noncharacter_Code_Point}\p{Bidi_Control}]/gu;

/** Text that any reader of XML takes; lone surrogates become U+FFFD. Lines end in \n. */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/gu, '\n')
    .replace(UNWANTED, '');
}
