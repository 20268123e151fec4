import { dateIn, timeIn } from '../src/domain/calendar.ts';
import { memberById } from '../src/store/members.ts';
import { requestView } from '../src/store/return-requests.ts';
import { stateText } from '../templates/return-request.ts';
import { shortDate } from '../templates/wording.ts';
import type { Call } from './call.ts';

/** To the second of two people, or a button that is out of date: where the request stands, by whom and since when. */
export async function settledText(call: Call, id: string): Promise<string> {
  const view = await requestView(call.tx, call.office.id, id);
  if (!view) return '没有找到这份申请，可能名册或提案已变动。';
  const { request, proposal, unit } = view;
  const by = async (memberId: string | null) =>
    memberId === null ? '' : ((await memberById(call.tx, memberId))?.name ?? '');
  const at = (instant: Date | null) =>
    instant ? `${shortDate(dateIn(call.office.zone, instant))}${timeIn(call.office.zone, instant)}` : '';
  const what = `第${proposal.number}号${unit}的申请`;
  switch (request.state) {
    case 'withdrawn':
      return `${what}已由申请单位于${at(request.closedAt)}撤回。`;
    case 'refused':
      return `${what}已由${await by(request.deskBy ?? request.consentBy)}于${at(request.closedAt)}答复不同意。`;
    case 'signed':
      return `${what}已由${await by(request.signedBy)}于${at(request.signedAt)}签批。`;
    case 'carried-out':
      return `${what}已于${at(request.closedAt)}办结。`;
    case 'open':
      return request.consentAt && !request.deskAt
        ? `${what}已由${await by(request.consentBy)}于${at(request.consentAt)}答复同意，${stateText(view)}。`
        : `${what}：${stateText(view)}。`;
    case 'submitted':
    case 'awaiting-consent':
      return `${what}：${stateText(view)}。`;
  }
}
