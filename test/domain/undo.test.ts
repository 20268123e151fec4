import { expect, test } from 'vitest';
import type { MemberRole } from '../../src/domain/facts.ts';
import { mayUndo, type UndoKind } from '../../src/domain/undo.ts';
import { calendar } from '../support/rules.ts';

const EDU = '区教育局';

test.each<[string, MemberRole, string | null, UndoKind, string | null, string, string, boolean]>([
  ['a unit its own of the day', 'liaison', EDU, 'registration', EDU, '2022-04-06', '2022-04-06', true],
  ['the deputy what the liaison did', 'deputy', EDU, 'snooze', EDU, '2022-04-06', '2022-04-06', true],
  ['not the day after', 'liaison', EDU, 'registration', EDU, '2022-04-06', '2022-04-07', false],
  [
    'what was done on Saturday, on Monday',
    'liaison',
    EDU,
    'registration',
    EDU,
    '2022-04-09',
    '2022-04-11',
    true,
  ],
  ['and not on Tuesday', 'liaison', EDU, 'registration', EDU, '2022-04-09', '2022-04-12', false],
  [
    'what was done in the holidays, on the day after them',
    'liaison',
    EDU,
    'registration',
    EDU,
    '2022-05-01',
    '2022-05-05',
    true,
  ],
  [
    'a make-up Saturday is a working day of its own',
    'liaison',
    EDU,
    'registration',
    EDU,
    '2022-05-07',
    '2022-05-08',
    false,
  ],
  ['not another unit’s', 'liaison', EDU, 'registration', '区财政局', '2022-04-06', '2022-04-06', false],
  ['not the desk’s', 'liaison', EDU, 'registration', null, '2022-04-06', '2022-04-06', false],
  ['the desk any unit’s, at any time', 'desk', null, 'registration', EDU, '2022-04-06', '2022-09-06', true],
  ['the desk its own', 'desk', null, 'assign', null, '2022-04-06', '2022-04-08', true],
  [
    'the desk not what the manager signed',
    'desk',
    null,
    'return-signed',
    null,
    '2022-04-20',
    '2022-04-20',
    false,
  ],
  ['the manager what was signed', 'manager', null, 'return-signed', null, '2022-04-20', '2022-04-25', true],
  ['the manager nothing else', 'manager', null, 'registration', EDU, '2022-04-06', '2022-04-06', false],
  ['a unit’s leader nothing', 'leader', EDU, 'registration', EDU, '2022-04-06', '2022-04-06', false],
])('%s', (_what, role, unitId, kind, byUnit, on, today, expected) => {
  expect(mayUndo({ role, unitId }, { kind, unitId: byUnit, on }, calendar, today)).toBe(expected);
});
