import { expect, test } from 'vitest';
import { readEmail, readPhone, readSlackId } from '../../src/domain/contact.ts';

test.each([
  ['Edu@Example.COM', 'edu@example.com'],
  ['ｅｄｕ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'edu@example.com'],
  [' mailto:a.b+c@mail.example.org ', 'a.b+c@mail.example.org'],
  ['edu', null],
  ['edu@example', null],
  ['a@b@example.com', null],
  ['甲 edu@example.com', null],
  ['a@example.com,b@example.com', null],
  ['', null],
])('the e-mail %j is %j', (text, expected) => {
  expect(readEmail(text)).toBe(expected);
});

test.each([
  ['U01EDU', 'U01EDU'],
  ['ｗ０１ｅｄｕ', 'W01EDU'],
  ['@张三', null],
  ['C01EDU', null],
  ['U1', null],
  ['U01-EDU', null],
])('the Slack ID %j is %j', (text, expected) => {
  expect(readSlackId(text)).toBe(expected);
});

test.each([
  ['13800000000', '13800000000'],
  ['138 0000 0000', '13800000000'],
  ['１３８００００００００', '13800000000'],
  ['13800000000.0', '13800000000'],
  ['+86 138-0000-0000', '+86138-0000-0000'],
  ['0668-0001234', '0668-0001234'],
  ['（0668）000 1234', '0668-0001234'],
  ['0668—0001234转801', '0668-0001234转801'],
  ['0001234', '0001234'],
  ['660001', '660001'],
  ['0668-0001234、13800000000', '0668-0001234、13800000000'],
  ['0668-0001234；0668-0001235', '0668-0001234、0668-0001235'],
  ['1.38E+10', null],
  ['1380000000', null],
  ['问办公室', null],
  ['0668-0001234、问办公室', null],
  ['', null],
])('the telephone number %j is %j', (text, expected) => {
  expect(readPhone(text)).toBe(expected);
});
