import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { AUDIT_WORDS, auditWords } from '../../templates/audit-words.ts';
import { notice } from '../support/rules.ts';

const commands = path.resolve(import.meta.dirname, '../../commands');

/** Every action that a command writes: `audited(call, 'sign', …)`, and the last argument of `record(…)`. */
function actionsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return actionsIn(file);
    const code = readFileSync(file, 'utf8');
    const [direct, chosen, given] = [
      /audited\(\s*call,\s*'([a-z-]+)'/g,
      /audited\(\s*call,[^'()]*\? '([a-z-]+)' : '([a-z-]+)'/g,
      /\brecord\(\s*call,[\s\S]{0,600}?,\s*(?:\w+ \? '[a-z-]+' : )?'([a-z-]+)',?\s*\)/g,
    ].map((pattern) => [...code.matchAll(pattern)].flatMap(([, ...names]) => names));
    return [...(direct ?? []), ...(chosen ?? []), ...(given ?? [])].filter((name) => name !== undefined);
  });
}

test('every action of the audit trail has words', () => {
  const actions = [...new Set(actionsIn(commands))];
  expect(actions.length).toBeGreaterThan(20);
  expect(actions.filter((one) => !Object.hasOwn(AUDIT_WORDS, one))).toEqual([]);
});

test.each([
  ['register', '12', { kind: 'reply-uploaded', on: '2022-08-19' }, '登记答复函同步上传办理系统（8月19日）'],
  ['explain', 'monthly/a1/2022-05', {}, '说明情况：5月月报'],
  ['correct-report', '区教育局 2022-05', {}, '修改2022年5月月报'],
  ['urge', 'reply/a1', { way: 'phone' }, '电话催办：答复委员'],
  ['snooze', 'sign/a1', { until: '2022-04-08' }, '稍后提醒：签收，4月8日再提醒'],
  ['undo', '12', { action: 'registration', kind: 'signed' }, '更正：撤销在办理系统履行签收手续'],
  ['something-new', '12', {}, 'something-new'],
  ['constructor', '12', {}, 'constructor'],
])('%s about %s in words', (action, subject, details, expected) => {
  expect(auditWords({ action, subject, details }, notice)).toBe(expected);
});
