import { numbersText, ROLE_TEXT, shortDate } from '../../templates/wording.ts';
import type { Act } from '../domain/act-list.ts';
import { type Notice, ruleOf } from '../domain/notice.ts';
import { ROLE_NAMES } from '../domain/permission.ts';

/** What somebody did, as one line: 区教育局　签收 第1、2号. */
export function actText(notice: Notice, act: Act, units: readonly string[]): string {
  const who = units.length > 3 ? `${units.slice(0, 3).join('、')}等${units.length}个单位` : units.join('、');
  return `${who || actorOf(act)}　${deedText(notice, act)}`;
}

function actorOf({ act }: Act): string {
  return act === 'approve' ? '区政府分管领导' : '建议提案股';
}

function deedText(notice: Notice, act: Act): string {
  const named = (kinds: readonly string[]) =>
    kinds.map((kind) => notice.registrations[kind] ?? kind).join('、');
  switch (act.act) {
    case 'sign':
      return `签收 ${which(act.proposals)}`;
    case 'report':
      return `${Number((act.period ?? act.date).slice(5, 7))}月月报 ${which(act.proposals)}`;
    case 'register':
      return joined([
        `登记：${named(act.kind)} ${which(act.proposals)}`,
        act.on && `${shortDate(act.on)}`,
        act.way,
        act.category && `${act.category}类`,
        act.number,
        act.grade,
        act.promised && `下次${shortDate(act.promised)}前`,
        act.text,
      ]);
    case 'send-back':
      return `被建议提案股退回：${named(act.kind)} ${which(act.proposals)}，${shortDate(act.until)}前重报，${act.text}`;
    case 'explain':
      return `说明情况：${ruleOf(notice, act.duty).name} ${which(act.proposals)}，${act.text}`;
    case 'snooze':
      return `稍后提醒：${ruleOf(notice, act.duty).name} ${which(act.proposals)}，到${shortDate(act.until)}`;
    case 'urge':
      return joined([
        `被建议提案股${act.way === 'phone' ? '电话' : ''}催办：${ruleOf(notice, act.duty).name} ${which(act.proposals)}`,
        act.text,
      ]);
    case 'join-group':
      return `入群 ${act.member ?? '全体人员'}`;
    case 'profile':
      return '更新单位资料';
    case 'liaison':
      return `${ROLE_NAMES[act.role]}变更为${act.name}`;
    case 'leave':
      return `${act.member ?? ROLE_NAMES.liaison}请假 ${shortDate(act.from ?? act.date)}至${shortDate(act.until)}${act.deputy ? `，由${act.deputy}代收` : ''}`;
    case 'hard':
      return `${act.hard ? '标为复杂件' : '不再是复杂件'} ${numbersText(act.proposals)}`;
    case 'return-request':
      return `申请退办或改办 ${numbersText(act.proposals)}`;
    case 'consent':
      return `同意会办单位退改办 ${numbersText(act.proposals)}`;
    case 'submit':
      return `呈报退改办 ${numbersText(act.proposals)}`;
    case 'approve':
      return `签批退改办 ${numbersText(act.proposals)}`;
    case 'return-closed':
      return `退改办不予同意 ${numbersText(act.proposals)}`;
    case 'reassign':
      return `改办 ${numbersText([act.proposal])}：${act.from}改为${act.to}${act.role ? `（${ROLE_TEXT[act.role]}）` : ''}`;
    case 'end':
      return `不再承办 ${numbersText(act.proposals)}`;
  }
}

function which(proposals: 'all' | readonly string[]): string {
  return proposals === 'all' ? '（全部）' : numbersText(proposals);
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join('，');
}
