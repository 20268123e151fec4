import { expect, test } from 'vitest';
import type { ImportChange } from '../../src/domain/import-report.ts';
import { importText } from '../../templates/import-report.ts';
import { notice } from '../support/rules.ts';

const said = (change: ImportChange) =>
  importText(
    { notice, rules: null, read: { roster: null, proposals: null }, changes: [change], warnings: [] },
    false,
  )
    .trim()
    .split('\n')[0];

test.each<[ImportChange, string]>([
  [
    {
      kind: 'changed',
      what: 'unit',
      name: '区教育局',
      fields: [
        { field: 'phone', from: '', to: '0668-1' },
        { field: 'leader', from: '甲', to: '' },
      ],
    },
    '修改 单位 区教育局：联系电话 （空） → 0668-1；分管领导 甲 → （空）',
  ],
  [
    {
      kind: 'changed',
      what: 'member',
      name: '王某',
      fields: [{ field: 'role', from: 'deputy', to: 'liaison' }],
    },
    '修改 人员 王某：角色 副联络员 → 联络员',
  ],
  [
    {
      kind: 'changed',
      what: 'proposal',
      name: '第12号',
      fields: [
        { field: 'kind', from: 'proposal', to: 'letter' },
        { field: 'hard', from: 'false', to: 'true' },
      ],
    },
    '修改 提案 第12号：类别 提案 → 信函；复杂件 否 → 是',
  ],
  [
    {
      kind: 'changed',
      what: 'assignment',
      name: '第12号 区教育局',
      fields: [{ field: 'role', from: 'lead', to: 'joint' }],
    },
    '修改 承办 第12号 区教育局：承办方式 主办 → 会办',
  ],
  [{ kind: 'added', what: 'assignment', name: '第12号 区水务局', fields: [] }, '新增 承办 第12号 区水务局'],
  [{ kind: 'removed', what: 'member', name: '李某', fields: [] }, '停用 人员 李某'],
])('%#: a change is told in Chinese words', (change, text) => {
  expect(said(change)).toBe(text);
});
