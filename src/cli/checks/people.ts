import { ChatFailure, reasonInChinese, type Slack } from '../../chat/slack.ts';
import type { Facts } from '../../domain/facts.ts';
import { ROLE_NAMES } from '../../domain/permission.ts';
import type { Database } from '../../store/database.ts';
import { countDeliveries, failedDeliveries } from '../../store/deliveries.ts';
import { activeMembers, type MemberRow, memberById } from '../../store/members.ts';
import { type Finding, fault, fine, note, someNames } from './finding.ts';

/** Slack answers some fifty look-ups a minute. */
const LOOKED_UP = 40;
const WEEK_MS = 7 * 86_400_000;
const LATE_MS = 15 * 60_000;

/** Whom a message cannot reach yet, by name and unit. */
export async function checkPeople(
  db: Database,
  officeId: string,
  facts: Facts,
  slack: Slack | null,
): Promise<Finding[]> {
  const people = await activeMembers(db, officeId);
  const unitNames = new Map(facts.units.map((unit) => [unit.id, unit.name]));
  const nameOf = (member: MemberRow) =>
    `${member.name}（${unitNames.get(member.unitId ?? '') ?? ROLE_NAMES[member.role]}）`;
  const unbound = people.filter((member) => member.slackId === null);
  const unknown = slack ? await notInSlack(unbound, slack) : [];
  const waiting = unbound.filter((member) => !unknown.includes(member));
  return [
    unbound.length === 0
      ? fine(`人员${people.length}名，都已绑定 Slack 账号`)
      : fine(`人员${people.length}名，${people.length - unbound.length}名已绑定 Slack 账号`),
    ...(waiting.length > 0
      ? [
          note(
            `尚未绑定${waiting.length}名：${someNames(waiting.map(nameOf))}`,
            '第一次给他们发消息时按邮箱绑定；也可以在名册里填 Slack ID。',
          ),
        ]
      : []),
    ...(unknown.length > 0
      ? [
          note(
            `邮箱在 Slack 里找不到，消息送不到：${someNames(unknown.map(nameOf))}`,
            '请核对名册里的邮箱，或填 Slack ID，再导入一次。',
          ),
        ]
      : []),
    ...checkUnits(facts),
  ];
}

/** Units that hold proposals, and nobody to tell. */
export function checkUnits({ units, members, assignments }: Facts): Finding[] {
  const holding = units.filter((unit) =>
    assignments.some((one) => one.unitId === unit.id && one.endedOn === null),
  );
  const has = (unitId: string, roles: readonly string[]) =>
    members.some((member) => member.unitId === unitId && roles.includes(member.role));
  const silent = holding.filter((unit) => !has(unit.id, ['liaison', 'deputy']));
  const byDeputy = holding.filter((unit) => !has(unit.id, ['liaison']) && has(unit.id, ['deputy']));
  return [
    ...(silent.length > 0
      ? [
          fault(
            `有提案而没有联络员的单位：${someNames(silent.map((unit) => unit.name))}`,
            '请在名册里补上联络员再导入；在此之前他们收不到任何提醒。',
          ),
        ]
      : []),
    ...(byDeputy.length > 0
      ? [
          note(
            `只有副联络员的单位：${someNames(byDeputy.map((unit) => unit.name))}`,
            '提醒暂时发给副联络员；请在名册里补上联络员。',
          ),
        ]
      : []),
    ...(silent.length + byDeputy.length === 0 && holding.length > 0
      ? [fine(`${holding.length}个承办单位都有联络员`)]
      : []),
  ];
}

/** What did not go out. In the sandbox time is simulated: every failure counts, and none is late. */
export async function checkDeliveries(
  db: Database,
  officeId: string,
  now: Date,
  isSandbox: boolean,
): Promise<Finding[]> {
  const since = isSandbox ? new Date(0) : new Date(now.getTime() - WEEK_MS);
  const failed = await failedDeliveries(db, officeId, since);
  const names: string[] = [];
  for (const { memberId, reason } of failed) {
    const member = memberId === null ? null : await memberById(db, memberId);
    names.push(`${member?.name ?? '工作群'}（${reasonInChinese(reason ?? 'unknown')}）`);
  }
  const span = isSandbox ? '' : '近7天';
  const { oldestWaiting } = await countDeliveries(db, officeId, since, now);
  const late = !isSandbox && oldestWaiting ? now.getTime() - oldestWaiting.getTime() : 0;
  return [
    failed.length === 0
      ? fine(`${span}没有发送失败的消息`)
      : note(
          `${span}发送失败${failed.length}条：${someNames([...new Set(names)], 10)}`,
          '请按原因处理；股内人员可发送 /duban 预览 查看。',
        ),
    ...(late > LATE_MS
      ? [
          fault(
            `有消息到时间${Math.round(late / 60_000)}分钟还没有发出`,
            '请检查机器人是否在运行（npm start），以及它的日志。',
          ),
        ]
      : []),
  ];
}

async function notInSlack(unbound: readonly MemberRow[], slack: Slack): Promise<MemberRow[]> {
  const unknown: MemberRow[] = [];
  for (const member of unbound.slice(0, LOOKED_UP)) {
    try {
      if (member.email !== null && (await slack.userByEmail(member.email)) === null) unknown.push(member);
    } catch (error) {
      // Without the scope, or past the limit, the rest stays unknown; both are said elsewhere.
      if (error instanceof ChatFailure) break;
      throw error;
    }
  }
  return unknown;
}
