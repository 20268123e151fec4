import { reasonInChinese } from '../src/chat/slack.ts';
import { phoneList } from '../src/domain/phone-list.ts';
import { activeMembers } from '../src/store/members.ts';
import { unreachedPeople } from '../src/store/unreached.ts';
import { phoneListMessage } from '../templates/phone-list.ts';
import type { Act, Call, Command, Outcome } from './call.ts';
import { officeOf } from './subject.ts';

/** Failures older than this have been seen or mended. */
const FAILED_MS = 7 * 86_400_000;

/** Whom the bot does not reach, or not any more: the desk's list of units to telephone. */
export const phone: Command = {
  verb: 'phone',
  aliases: ['电话单', '电话'],
  says: '要打电话的单位：未绑定、未入群、无联络员、发送失败、逾期需催办',
  example: null,
  run: (call) => show(call, 0),
};

export const turnPhone: Act = {
  verb: 'phone',
  run: async (call) => ({ ...(await show(call, Number(call.text) || 0)), replace: true }),
};

async function show(call: Call, page: number): Promise<Outcome> {
  const { tx, office, now, today } = call;
  const { facts, duties } = await officeOf(call);
  const rows = await activeMembers(tx, office.id);
  const given = await unreachedPeople(tx, office.id, new Date(now.getTime() - FAILED_MS));
  const failed = given.map(({ memberId, code }) => ({ memberId, reason: reasonInChinese(code) }));
  const contacts = rows.filter(({ role }) => role === 'liaison' || role === 'deputy');
  const unbound = new Set(contacts.filter((one) => one.slackId === null).map((one) => one.id));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    say: phoneListMessage({
      notice: office.notice,
      today,
      entries: phoneList(office, facts, duties, { unbound, failed }, today),
      others: failed.flatMap(({ memberId, reason }) => {
        const person = byId.get(memberId);
        return person && person.unitId === null ? [{ name: person.name, reason }] : [];
      }),
      personOf: (id) => byId.get(id) ?? { name: '', phone: null },
      liaisonOf: (unitId) =>
        contacts.find((one) => one.unitId === unitId && one.role === 'liaison') ??
        contacts.find((one) => one.unitId === unitId) ??
        null,
      page,
    }),
  };
}
