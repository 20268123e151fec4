import { randomBytes, randomInt } from 'node:crypto';
import type { Identity } from './records.ts';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** An id of Slack's form: one letter for the kind, then ten characters. */
export function newId(kind: string): string {
  return kind + Array.from({ length: 10 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** Tokens are random: a web page in the same browser must not be able to guess them. */
export function createIdentity(botName: string): Identity {
  const secret = (bytes: number) => randomBytes(bytes).toString('hex');
  return {
    teamId: newId('T'),
    teamDomain: 'sandbox',
    teamName: '演练工作区',
    appId: newId('A'),
    botId: newId('B'),
    botUserId: newId('U'),
    botName,
    botToken: `xoxb-sandbox-${secret(16)}`,
    appToken: `xapp-1-sandbox-${secret(16)}`,
    signingSecret: secret(16),
    verificationToken: secret(12),
  };
}

/** What must never be shown, not even to the engineers who look at the wire. */
export function secretsOf({ botToken, appToken, signingSecret, verificationToken }: Identity): string[] {
  return [botToken, appToken, signingSecret, verificationToken];
}
