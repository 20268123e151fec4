/** 经办记录: who did what, and when. */

import type { LedgerEvent } from '../../src/domain/ledger-facts.ts';
import { ROLE_NAMES } from '../../src/domain/permission.ts';
import type { Sheet } from '../../src/files/sheet.ts';
import { auditText } from '../audit-words.ts';
import { moment, tableOf, text, word } from './table.ts';
import type { LedgerView } from './view.ts';

export function auditSheet(view: LedgerView): Sheet {
  const { notice, ledger, personOf, unitOf } = view;
  const about = subjectsOf(view);
  return tableOf(
    '经办记录',
    ledger.events,
    [
      moment('时间', ({ at }) => at),
      text('操作人', 16, ({ memberId }) => personOf(memberId)?.name ?? '系统'),
      text('身份', 14, ({ memberId }) => {
        const person = personOf(memberId);
        return person ? ROLE_NAMES[person.role] : null;
      }),
      text('所在单位', 20, ({ memberId }) => unitOf(personOf(memberId)?.unitId ?? null)),
      text('经办事项', 44, (event) => auditText(event, notice)),
      text('对象', 34, ({ subject }) => about(subject)),
      word('途径', 8, sourceText),
    ],
    2,
  );
}

const SOURCES: Readonly<Record<string, string>> = {
  command: '命令',
  message: '消息',
  action: '按钮',
  form: '表单',
  event: '群成员',
};

function sourceText({ source, memberId }: LedgerEvent): string {
  const kind = source.split(':')[0] ?? '';
  return SOURCES[kind] ?? (memberId === null ? '系统' : '消息');
}

const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** An event names what it was done to by a number, a name, or a key that holds an id. */
function subjectsOf({ proposals, parts, ledger, unitOf }: LedgerView): (subject: string) => string {
  const numbers = new Set(proposals.map(({ number }) => number));
  const names = new Map([
    ...ledger.facts.units.map(({ id, name }) => [id, name] as const),
    ...ledger.people.map(({ id, name, unitId }) => [id, `${unitOf(unitId)}${name}`] as const),
    ...parts.map(
      ({ assignment, proposal, unit }) => [assignment.id, `第${proposal.number}号　${unit}`] as const,
    ),
  ]);
  return (subject) => {
    if (numbers.has(subject)) return `第${subject}号`;
    const id = ID.exec(subject)?.[0];
    const name = id === undefined ? undefined : names.get(id);
    if (name !== undefined) return name;
    return subject.startsWith('group/') ? '工作群' : subject;
  };
}
