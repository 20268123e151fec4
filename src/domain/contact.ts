import { narrow } from './spelling.ts';

const emailAddress = /^[^\s@<>()[\]\\,;:"]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/u;
const slackUser = /^[UW][A-Z0-9]{2,}$/u;
const mobile = /^(\+?86-?)?1\d{2}-?\d{4}-?\d{4}$/u;
const landline = /^(\+?86-?)?(0\d{2,3}-?)?\d{7,8}([-转]\d{1,6})?$/u;
const shortNumber = /^\d{3,6}$/u;

/** An e-mail address in lower case, or null when it is not one. */
export function readEmail(text: string): string | null {
  const email = narrow(text)
    .toLowerCase()
    .replace(/^mailto:/u, '');
  return email.length <= 254 && emailAddress.test(email) ? email : null;
}

/** A Slack user's id such as U01EDU, or null when it is not one. */
export function readSlackId(text: string): string | null {
  const id = narrow(text).toUpperCase();
  return slackUser.test(id) ? id : null;
}

/** One or several telephone numbers (mobile, landline with extension, short), joined with 、; null when one is malformed. */
export function readPhone(text: string): string | null {
  const numbers = narrow(text)
    .split(/[、,;/|]/u)
    .map(plainNumber)
    .filter((number) => number !== '');
  const valid = numbers.every((number) => [mobile, landline, shortNumber].some((form) => form.test(number)));
  return valid && numbers.length > 0 ? numbers.join('、') : null;
}

/** (0668) 000 1234 → 0668-0001234. Numbers that passed through a program as decimals end in .0. */
function plainNumber(text: string): string {
  return text
    .replace(/\.0+$/u, '')
    .replace(/\s/gu, '')
    .replace(/[‐-―−]/gu, '-')
    .replace(/^\((\d+)\)-?/u, '$1-');
}
