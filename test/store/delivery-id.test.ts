import { expect, test } from 'vitest';
import { deliveryId } from '../../src/store/delivery-id.ts';

const OFFICE = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

test('the same debt of the same office has the same id, and no other has', () => {
  // The example of RFC 9562, appendix A.4.
  expect(deliveryId(OFFICE, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  const ids = ['reminder/a/2022-04-06', 'reminder/a/2022-04-07', 'reminder/b/2022-04-06'].flatMap((key) => [
    deliveryId(OFFICE, key),
    deliveryId('6ba7b810-9dad-11d1-80b4-00c04fd430c9', key),
  ]);
  expect(new Set(ids).size).toBe(6);
});
