import { writeAudit } from '../src/store/audit.ts';
import { plainAnswer } from '../templates/answers.ts';
import { ledgerComes } from '../templates/ledger/words.ts';
import { audited, type Command } from './call.ts';
import { monthMeant } from './month-meant.ts';
import { owePaper } from './owe-paper.ts';

/** The ledger 台账 as a workbook. It is made after the answer, and comes as a message of the bot's. */
export const exporting: Command = {
  verb: 'export',
  aliases: ['导出', '台账'],
  says: '导出台账（Excel）；加月份，月报内容只要那个月的',
  example: '/duban 导出　/duban 导出 5月',
  async run(call) {
    const { tx, office, member } = call;
    const month = monthMeant(call, call.text.trim());
    const contacts = member.role === 'desk';
    const deliver = await owePaper(call, { kind: 'ledger', month, contacts });
    // Who took the roster with its telephone numbers away can be asked.
    await writeAudit(tx, [audited(call, 'export', office.notice.number, { month, contacts })]);
    return { say: plainAnswer(ledgerComes(month)), deliver };
  },
};
