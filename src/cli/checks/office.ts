import { ChatFailure, reasonInChinese, type Slack } from '../../chat/slack.ts';
import type { Config } from '../../config.ts';
import { type Calendar, createCalendar, type IsoDate, yearOf } from '../../domain/calendar.ts';
import type { Notice } from '../../domain/notice.ts';
import { holidayList } from '../../holidays.ts';
import type { Office } from '../../office.ts';
import type { OfficeRow } from '../../store/offices.ts';
import { type Finding, fault, fine, note } from './finding.ts';

/** The list of a year is published in November of the year before. */
const PUBLISHED_FROM = '-11-01';

/** The workspace the office belongs to, against the one that the token opens. */
export function checkTeam(row: OfficeRow, teamId: string | null): Finding[] {
  return teamId === null || row.teamId === null || row.teamId === teamId
    ? []
    : [
        fault(
          `数据库属于另一个工作区（${row.teamId}），令牌属于 ${teamId}`,
          '请核对 SLACK_BOT_TOKEN，或换一个 DATA_DIR / DATABASE_URL。',
        ),
      ];
}

export function checkNotice(office: Office | null, isSandbox: boolean): Finding {
  if (office) return fine(`规则文件：${office.notice.number}，${office.notice.duties.length}项事项`);
  return isSandbox
    ? note('还没有导入规则文件', '第一次 npm start 会载入示例单位；正式使用请先 npm run import。')
    : fault(
        '还没有导入规则文件，不会有任何提醒',
        '请运行 npm run import -- --notice … --roster … --proposals …',
      );
}

/** Every year that the notice touches, and the present one: a missing list stops all reminders of that year. */
export function checkHolidays(office: Office | null, today: IsoDate): Finding[] {
  const calendar: Calendar = office?.calendar ?? createCalendar(holidayList());
  const year = yearOf(today);
  const years = [...new Set([...(office ? yearsOf(office.notice) : []), year])].sort();
  const missing = years.filter((one) => !calendar.knows(one));
  const findings = missing.map((one) =>
    fault(
      `没有${one}年的节假日安排，${one}年的提醒会全部停住`,
      `请更新 chinese-days（npm update chinese-days），或在规则文件的 holidays 里填写${one}年的放假和调休日期后重新导入。`,
    ),
  );
  if (today.slice(4) >= PUBLISHED_FROM && !calendar.knows(year + 1) && !years.includes(year + 1))
    findings.push(note(`还没有${year + 1}年的节假日安排`, '一般在11月公布，请在年底前更新 chinese-days。'));
  const known = years.filter((one) => calendar.knows(one));
  return known.length > 0 ? [fine(`节假日安排：${known.join('、')}年`), ...findings] : findings;
}

/** The work group: named, and the bot in it. */
export async function checkGroup(row: OfficeRow, config: Config, slack: Slack | null): Promise<Finding> {
  const channel = config.groupChannel ?? row.groupChannel;
  if (channel === null)
    return note(
      '还没有设置工作群，节点提示不会发',
      '请股内人员在工作群里发送 /duban 本群，或设置 GROUP_CHANNEL。',
    );
  if (!slack) return fine('已设置工作群');
  try {
    const { name, isMember, isArchived } = await slack.channelInfo(channel);
    if (isArchived) return fault(`工作群 #${name} 已归档`, '请在现用的工作群里发送 /duban 本群。');
    return isMember
      ? fine(`工作群：#${name}，机器人在群里`)
      : fault(`机器人不在工作群 #${name} 里`, '请在群里邀请机器人，或由股内人员重新发送 /duban 本群。');
  } catch (error) {
    if (!(error instanceof ChatFailure)) throw error;
    return fault(
      `工作群查不到：${reasonInChinese(error.code)}`,
      '请核对 GROUP_CHANNEL，或重新发送 /duban 本群。',
    );
  }
}

function yearsOf(notice: Notice): number[] {
  const dates = notice.duties.flatMap((rule) => [
    rule.opens.at === 'date' ? rule.opens.date : null,
    ...(rule.due.at === 'date' ? [rule.due.date, rule.due.hardDate, rule.due.latest] : []),
  ]);
  return [notice.assigned, notice.closes, ...dates].flatMap((date) => (date ? [yearOf(date)] : []));
}
