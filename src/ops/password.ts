import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Whether the `Authorization` header of a request carries the password (HTTP basic authentication, any user name).
 * Digests are compared, of one length and in one time whatever was sent.
 */
export function knowsPassword(header: string | undefined, password: string): boolean {
  const encoded = /^basic +([a-z0-9+/]+=*)$/i.exec(header ?? '')?.[1] ?? '';
  const credentials = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = credentials.indexOf(':');
  const given = colon === -1 ? '' : credentials.slice(colon + 1);
  return timingSafeEqual(digest(given), digest(password));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
