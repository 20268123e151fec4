import { randomBytes } from 'node:crypto';
import { forgetOldest } from '../delivery/forget.ts';
import { newId } from '../identity.ts';

/** Older addresses that nobody used are forgotten. */
const REMEMBERED = 500;

/** A file the bot said it would upload: its bytes come to a one-time address, then it is completed. */
export interface UploadTicket {
  id: string;
  name: string;
  altText: string;
  /** Null until the bytes are there. */
  size: number | null;
}

/** Hands out upload addresses, as `files.getUploadURLExternal` does. */
export class UploadTickets {
  readonly #bySecret = new Map<string, UploadTicket>();

  issue(name: string, altText: string): { secret: string; ticket: UploadTicket } {
    const secret = randomBytes(24).toString('base64url');
    const ticket: UploadTicket = { id: newId('F'), name, altText, size: null };
    this.#bySecret.set(secret, ticket);
    forgetOldest(this.#bySecret, REMEMBERED);
    return { secret, ticket };
  }

  at(secret: string): UploadTicket | undefined {
    return this.#bySecret.get(secret);
  }

  /** The ticket of a file whose bytes have come. */
  uploaded(id: string): UploadTicket | undefined {
    return [...this.#bySecret.values()].find((ticket) => ticket.id === id && ticket.size !== null);
  }

  forget(): void {
    this.#bySecret.clear();
  }

  /** Ends a ticket: the file is completed. */
  end(id: string): void {
    for (const [secret, ticket] of this.#bySecret) if (ticket.id === id) this.#bySecret.delete(secret);
  }
}
