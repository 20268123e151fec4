import { describe, expect, it } from 'vitest';
import { faultSpec } from '../../../src/sandbox/faults/fault.ts';
import { FAULT_KINDS, orderOf } from '../../../src/sandbox/page/panels/fault-kinds.ts';
import type { FaultKind } from '../../../src/sandbox/page-server/contract.ts';

describe('the form that orders a fault', () => {
  it.each(Object.keys(FAULT_KINDS) as FaultKind[])('orders %s with every field filled in', (kind) => {
    const order = orderOf(kind, {
      method: 'chat.postMessage',
      channel: 'C0GROUP',
      user: 'U1',
      times: '2',
      skip: '1',
      retryAfter: '5',
      status: '502',
      error: 'internal_error',
      takesEffect: 'yes',
      again: 'afterwards',
      notice: 'warning',
    });
    const taken = faultSpec.parse(order);
    expect(Object.keys(order!).sort()).toEqual(['kind', ...FAULT_KINDS[kind].fields].sort());
    expect(taken).toMatchObject(order!);
  });

  it('leaves out what was not filled in', () => {
    expect(orderOf('twice', { method: ' ', times: '' })).toEqual({ kind: 'twice' });
    expect(orderOf('hang', {})).toEqual({ kind: 'hang', takesEffect: false });
  });

  it('sends no Retry-After where none is typed, and a senseless one as it is', () => {
    expect(orderOf('rate-limit', {})).toMatchObject({ retryAfter: null });
    expect(orderOf('rate-limit', { retryAfter: 'soon' })).toMatchObject({ retryAfter: 'soon' });
    expect(orderOf('rate-limit', { retryAfter: '1.5' })).toMatchObject({ retryAfter: 1.5 });
  });

  it.each([{ times: '0' }, { times: 'often' }, { skip: '-1' }, { skip: '1.5' }])('refuses %j', (typed) => {
    expect(orderOf('drop-before', typed)).toBeNull();
  });
});
