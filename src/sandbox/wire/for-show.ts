import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';

/** Characters of text in one body, and in one string of it; what is longer is cut. */
const LONGEST_BODY = 12_000;
const LONGEST_TEXT = 2_000;
const MASK = '•••';

/** A body of the wire as engineers may see it: secrets masked, JSON in form fields opened, and cut where it is long. */
export function forShow(body: JsonObject, secrets: readonly string[]): JsonObject {
  const budget = { left: LONGEST_BODY };

  const show = (value: Json, key: string): Json => {
    if (typeof value === 'string') return showText(value, key);
    if (Array.isArray(value)) {
      const parts = value.flatMap((one) => (budget.left > 0 ? [show(one, '')] : []));
      return parts.length < value.length ? [...parts, `… (${value.length})`] : parts;
    }
    return isObject(value) ? showObject(value) : value;
  };

  const showText = (text: string, key: string): Json => {
    if (key === 'token') return MASK;
    const opened = /^[[{]/.test(text) ? parseJson(text) : undefined;
    if (opened !== undefined) return show(opened, '');
    const plain = masked(text, secrets);
    const room = Math.min(LONGEST_TEXT, Math.max(0, budget.left));
    budget.left -= plain.length;
    return plain.length > room ? `${plain.slice(0, room)}… (${plain.length})` : plain;
  };

  const showObject = (object: JsonObject): JsonObject => {
    const parts: JsonObject = {};
    for (const [key, value] of Object.entries(object)) {
      if (value === undefined) continue;
      if (budget.left <= 0) {
        parts['…'] = Object.keys(object).length;
        break;
      }
      budget.left -= key.length;
      parts[key] = show(value, key);
    }
    return parts;
  };

  return showObject(body);
}

function masked(text: string, secrets: readonly string[]): string {
  return secrets
    .reduce((rest, secret) => rest.replaceAll(secret, MASK), text)
    .replace(/\b(xox[a-z]|xapp)-[\w-]+/g, `$1-${MASK}`)
    .replace(/(\/(?:commands|actions)\/\w+\/)[\w-]+/g, `$1${MASK}`)
    .replace(/([?&]ticket=)[\w-]+/g, `$1${MASK}`);
}
