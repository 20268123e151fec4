/** 说明: of when the figures are, what each table holds, and what can be done with them. */

import type { Sheet } from '../../src/files/sheet.ts';
import { periodText } from '../wording.ts';
import { unservedUnits } from './roster.ts';
import { tableOf, text } from './table.ts';
import type { LedgerView } from './view.ts';

const HOLDS: Readonly<Record<string, string>> = {
  提案: '每件提案一行：承办单位、交办日期、办理情况、逾期事项',
  名册: '单位和人员',
  承办: '每个承办单位每件提案一行：从交办到征询意见表收回的各个日期',
  答复: '答复、分阶段答复、会办意见、退回重报的每次登记',
  沟通: '与委员沟通的每次登记',
  征询意见表: '每份征询意见表一行：寄出、收到、收回、满意程度',
  月报进度: '每件提案各月月报的报送日期，迟报和未报已标出',
  月报内容: '各月月报的进展情况、存在问题、下一步工作计划',
  退办改办: '每份申请一行：理由、签批、研究意见、结果',
  催办: '建议提案股的每次催办',
  提醒发送: '系统自动发出（或将要发出）的每条消息',
  其他登记: '情况说明、工作总结等登记',
  经办记录: '谁在什么时候办了什么',
};

export function aboutSheet(view: LedgerView, sheets: readonly Sheet[]): Sheet {
  const { notice, at, month, contacts } = view;
  const unserved = unservedUnits(view).map(({ name }) => name);
  const rows: (readonly [string, string])[] = [
    ['台账', `${notice.covers}办理台账`],
    ['依据', `${notice.number}《${notice.title}》`],
    ['数据截至', at],
    ...(month === null ? [] : [['月报内容', `只含${periodText(month)}`] as const]),
    ...sheets.map(
      ({ name, rows: lines }) => [`表：${name}`, `${lines.length}行。${HOLDS[name] ?? ''}`] as const,
    ),
    [
      '再次导入',
      contacts
        ? '“提案”“名册”两张表可以改好后原样导入（发给机器人，或 npm run import）；没有改动就没有变化。其余各表只供查阅。'
        : '“提案”表可以改好后导入；不含联系方式的“名册”不能导入。其余各表只供查阅。',
    ],
    ...(unserved.length > 0 ? [['未列入名册', `没有联络员的单位：${unserved.join('、')}`] as const] : []),
    ['日期', '按办公室所在时区。筛选和排序用首行的箭头。'],
  ];
  return tableOf('说明', rows, [text('项目', 16, ([item]) => item), text('内容', 110, ([, words]) => words)]);
}
