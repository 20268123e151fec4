import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { boundaryIn, FirstPart, TornBody } from '../../src/sandbox/slack-api/multipart.ts';

const BOUNDARY = '----x';
/** Bytes that look like the end of the part and are not. */
const BYTES = `\r\n--\r\n${'\r\n----'.repeat(3)}\r\n\r\n终\r\n`;
const FORM = Buffer.from(
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="body"\r\n\r\n${BYTES}\r\n--${BOUNDARY}--\r\n`,
);

describe('the first part of a form', () => {
  it.each([1, 2, 3, 7, 50, 1000])('comes whole when the form comes by %i bytes', async (size) => {
    expect((await partOf(FORM, size)).toString()).toBe(BYTES);
  });

  it('ends before the next part', async () => {
    const two = Buffer.concat([FORM.subarray(0, -4), Buffer.from('\r\n\r\n其二')]);
    expect((await partOf(two, 5)).toString()).toBe(BYTES);
  });

  it('is torn when the form breaks off', async () => {
    await expect(partOf(FORM.subarray(0, -8), 5)).rejects.toThrow(TornBody);
    await expect(partOf(Buffer.from('--x'), 5)).rejects.toThrow(TornBody);
  });

  it.each([
    ['multipart/form-data; boundary=----x', '----x'],
    ['multipart/form-data; charset=utf-8; boundary="a b"', 'a b'],
    ['application/octet-stream', null],
    [undefined, null],
  ])('has its boundary in %s', (type, boundary) => expect(boundaryIn(type)).toBe(boundary));
});

async function partOf(form: Buffer, size: number): Promise<Buffer> {
  const chunks = Array.from({ length: Math.ceil(form.length / size) }, (_, at) =>
    form.subarray(at * size, (at + 1) * size),
  );
  const part = new FirstPart(BOUNDARY);
  return await buffer(Readable.from(chunks).pipe(part));
}
