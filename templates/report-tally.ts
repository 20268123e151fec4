/** For the desk: who has sent the month's report, who was late, and who has not, by name. */

import { bold, context, escapeMrkdwn, type Message, section } from '../src/chat/message.ts';
import { type Duty, groupBy } from '../src/domain/duty.ts';
import type { Unit } from '../src/domain/facts.ts';
import { isLateReport, type ReportTally } from '../src/domain/monthly-report.ts';
import type { Notice } from '../src/domain/notice.ts';
import { clauseLine, dateText } from './wording.ts';

/** 4月月报：应报34个单位，按时30，迟报2，未报2: counts without names; everybody may read them. */
export function tallyText({ period, owed, onTime, late, missing }: ReportTally): string {
  return `${Number(period.slice(5))}月月报：应报${owed}个单位，按时${onTime}，迟报${late}，未报${missing}`;
}

export function tallyAnswer(
  notice: Notice,
  tally: ReportTally,
  duties: readonly Duty[],
  units: readonly Unit[],
): Message {
  const own = groupBy(
    duties.filter((duty) => duty.period === tally.period && duty.state !== 'exempt'),
    (duty) => duty.unitId,
  );
  const names = (test: (duties: readonly Duty[]) => boolean) =>
    units.filter(({ id }) => test(own.get(id) ?? [])).map(({ name }) => name);
  const isMissing = (some: readonly Duty[]) => some.some((duty) => duty.state === 'open');
  const first = `${tallyText(tally)}（${dateText(tally.due)}前）`;
  const lines = [
    ['未报', names(isMissing)] as const,
    ['迟报', names((some) => !isMissing(some) && some.some(isLateReport))] as const,
  ].flatMap(([what, who]) => (who.length > 0 ? [`${what}：${escapeMrkdwn(who.join('、'))}`] : []));
  const how = '代来电单位填写：/duban 月报 单位名称；查看各版：/duban 月报 记录 单位名称。';
  const clauses = clauseLine(
    notice,
    duties.filter((duty) => duty.period === tally.period).map((duty) => duty.rule.clause),
  );
  return {
    text: [first, ...lines, how, clauses].join('\n'),
    blocks: [section([bold(first), ...lines].join('\n')), section(how), context(clauses)],
  };
}
