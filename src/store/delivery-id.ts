import { createHash } from 'node:crypto';

/**
 * The id of a debt follows from its name, so that the same debt has the same id for ever: also in a ledger that was
 * restored from a backup and writes it down a second time. By this id a message is found in the chat's history.
 *
 * A name-based UUID (RFC 9562, version 5) whose namespace is the office's id.
 */
export function deliveryId(officeId: string, key: string): string {
  const namespace = Buffer.from(officeId.replaceAll('-', ''), 'hex');
  const hash = createHash('sha1').update(namespace).update(key).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
