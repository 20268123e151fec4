import { Transform, type TransformCallback } from 'node:stream';

/** The body ended in the middle. */
export class TornBody extends Error {
  override readonly name = 'TornBody';
}

const HEAD_END = '\r\n\r\n';

/** Lets through the bytes of the first part of a `multipart/form-data` body, as they come. */
export class FirstPart extends Transform {
  readonly #end: Buffer;
  #held: Buffer = Buffer.alloc(0);
  #place: 'head' | 'part' | 'after' = 'head';

  /** @param boundary as the request's `content-type` names it */
  constructor(boundary: string) {
    super();
    this.#end = Buffer.from(`\r\n--${boundary}`);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.#place !== 'after') this.#take(Buffer.concat([this.#held, chunk]));
    done();
  }

  override _flush(done: TransformCallback): void {
    done(this.#place === 'after' ? null : new TornBody());
  }

  #take(bytes: Buffer): void {
    this.#held = bytes;
    if (this.#place === 'head') {
      const end = bytes.indexOf(HEAD_END);
      if (end < 0) return;
      this.#place = 'part';
      this.#held = bytes.subarray(end + HEAD_END.length);
    }
    const end = this.#held.indexOf(this.#end);
    // What could be the beginning of the boundary waits for the next chunk.
    const sure = end >= 0 ? end : Math.max(0, this.#held.length - this.#end.length + 1);
    this.push(this.#held.subarray(0, sure));
    this.#held = this.#held.subarray(sure);
    if (end >= 0) this.#place = 'after';
  }
}

/** The boundary of a multipart body, or null for one that is bytes and nothing else. */
export function boundaryIn(contentType: string | undefined): string | null {
  const [, quoted, bare] =
    /^multipart\/form-data;.*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? '') ?? [];
  return quoted ?? bare ?? null;
}
