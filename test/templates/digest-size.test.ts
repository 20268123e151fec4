import { describe, expect, test } from 'vitest';
import { fitMessage, fitsOne, type Message } from '../../src/chat/message.ts';
import { NO_DESK_DAY } from '../../src/domain/desk-day.ts';
import { deriveDuties } from '../../src/domain/duty.ts';
import type { Facts } from '../../src/domain/facts.ts';
import type { ReportLine } from '../../src/domain/monthly-report.ts';
import { planOffice } from '../../src/domain/plan.ts';
import { plannedMessage } from '../../templates/planned.ts';
import { buildFacts, fact, report } from '../support/facts.ts';
import { calendar, notice, policy } from '../support/rules.ts';

const UNITS = Array.from(
  { length: 100 },
  (_, index) => `茂南区第${index + 1}街道办事处综合行政执法和应急管理办公室`,
);
const unit = (index: number) => UNITS[index % UNITS.length] ?? '';

/** Every limit of the design at once: 100 units of long names, 1,000 proposals of long titles, half of the acts late. */
function hugeOffice(): Facts {
  const all = buildFacts({
    office: true,
    proposals: Array.from({ length: 1000 }, (_, index) => ({
      number: String(index + 1),
      title: `关于加强城乡基础设施建设和公共服务配套、进一步改善群众生产生活条件的第${index + 1}号提案`,
      lead: unit(index),
      joint: [unit(index + 7), unit(index + 13), unit(index + 31)],
    })),
  });
  const leads = all.assignments.filter(({ role }) => role === 'lead');
  return {
    ...all,
    registrations: leads.flatMap((one, index) => [
      fact('signed', one.id, '2022-04-06'),
      ...(index % 2 === 0
        ? [
            fact('reply-delivered', one.id, '2022-08-20', { details: { category: 'A' } }),
            fact('reply-uploaded', one.id, '2022-08-20', { details: { category: 'A' } }),
          ]
        : []),
      fact('explained', one.id, '2022-09-01', {
        dutyKey: `reply/${one.id}`,
        text: `${index}${'因情况复杂，涉及多个部门，正在协调，'.repeat(20)}`,
      }),
    ]),
    reportEntries: leads.flatMap((one, index) =>
      ['04', '05', '06', '07', '08'].map((month) =>
        report(one.id, `2022-${month}`, `2022-${month}-${index % 3 === 0 ? '20' : '12'}`),
      ),
    ),
  };
}

const office = hugeOffice();
const REPORTS: ReportLine[] = office.reportEntries.map(({ assignmentId, period }, index) => ({
  assignmentId,
  period,
  stage: notice.settings.reportStages[1] ?? null,
  problems: `${['资金缺口较大', '用地指标不足', '部门协调困难', '人手紧张', '雨季施工', '群众意见不一'][index % 6]}，${'需要上级支持'.repeat(40)}`,
}));

function messageTo(memberId: string, date: string): Message {
  const time = memberId === 'desk' ? '08:40' : '09:00';
  const now = new Date(`${date}T${time}:00+08:00`);
  const owed = planOffice(policy, office, [], now).owed.find((one) => one.memberId === memberId);
  if (!owed) throw new Error(`nothing is owed to ${memberId}`);
  const message = plannedMessage({
    owed,
    notice,
    calendar,
    facts: office,
    duties: deriveDuties(notice, office, date),
    today: date,
    time,
    sending: { sent: 123_456, failed: 1_234 },
    phones: new Map(),
    reports: REPORTS,
    day: NO_DESK_DAY,
  });
  if (!message) throw new Error('nothing is left to say');
  return message;
}

/** All text of the blocks, as Slack counts it. */
function charactersOf(message: Message): number {
  return [...JSON.stringify(message.blocks).matchAll(/"text":"((?:[^"\\]|\\.)*)"/g)].reduce(
    (sum, [, text = '']) => sum + text.length,
    0,
  );
}

// Weekly; weekly after the replies' date; monthly; both in one message.
const DAYS = ['2022-04-18', '2022-05-17', '2022-09-05', '2022-09-19', '2022-10-31'];

describe.each(['manager', 'desk'])('100 units and 1,000 proposals, to the %s', (reader) => {
  test.each(DAYS)('on %s everything fits into one message', (date) => {
    const message = messageTo(reader, date);
    expect(fitsOne(message)).toBe(true);
    expect(charactersOf(message)).toBeLessThan(12_000);
    expect(fitMessage(message).blocks.length + (message.pictures?.length ?? 0)).toBeLessThanOrEqual(50);
  });
});
