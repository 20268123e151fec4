import { z } from 'zod';
import { WELCOME } from '../jobs/hand-over.ts';
import { ChatFailure } from '../src/chat/slack.ts';
import type { Slack } from '../src/chat/slack-port.ts';
import { MissingHolidaysError } from '../src/domain/calendar.ts';
import { readEmail, readPhone } from '../src/domain/contact.ts';
import type { MemberRole, Unit } from '../src/domain/facts.ts';
import { ROLE_NAMES } from '../src/domain/permission.ts';
import { liaisonNamed } from '../src/domain/speech/wish.ts';
import { keyOf } from '../src/domain/spelling.ts';
import { UserError } from '../src/errors.ts';
import { loadPlan } from '../src/planning.ts';
import { writeAudit } from '../src/store/audit.ts';
import { PEOPLE_EVENTS, type PersonChanged } from '../src/store/desk-day.ts';
import {
  activeMembers,
  addMember,
  type ContactDetails,
  changeContact,
  holdersOf,
  lockPeople,
  type MemberRow,
  retireMember,
} from '../src/store/members.ts';
import { lockUnit } from '../src/store/units.ts';
import { ACTIONS } from '../templates/actions.ts';
import { plainAnswer, withFirstLine } from '../templates/answers.ts';
import {
  type LIAISON_FIELDS,
  liaisonCard,
  liaisonForm,
  NEW_DEPUTY,
  NEW_LIAISON,
  readLiaisonForm,
  type TypedLiaison,
} from '../templates/liaison.ts';
import { formOffer } from '../templates/offer.ts';
import { welcomeText } from '../templates/standing.ts';
import { type Act, audited, type Call, type Command, type Outcome } from './call.ts';
import { mineFor } from './mine.ts';
import { tell } from './tell.ts';
import { mayActFor, unitMeant } from './unit-meant.ts';

/** R32: a unit changes its liaison or deputy, or how they are reached; the desk may do it for any unit. */
export const liaison: Command = {
  verb: 'liaison',
  aliases: ['联络员', '变更联络员'],
  says: '变更联络员、副联络员，或更新电话、账号',
  example: null,
  async run(call) {
    const unit = await unitMeant(call, call.text, '联络员 区教育局');
    const { notice } = call.office;
    const people = (await activeMembers(call.tx, call.office.id, ['liaison', 'deputy']))
      .filter((one) => one.unitId === unit.id)
      .sort((one, other) => Number(one.role === 'deputy') - Number(other.role === 'deputy'))
      .map((one) => ({ ...one, bound: one.slackId !== null }));
    if (call.inbound.kind === 'message') return { say: liaisonCard(notice, unit.name, people) };
    const chosen = people.find((one) => one.id === call.member.id) ?? people[0];
    const told = liaisonNamed(call.text);
    return { open: liaisonForm({ notice, unit, people, chosen: chosen?.id ?? null, told }) };
  },
};

/** 换联络员 王五: the way to the form, with what was told filled in. */
export function offerLiaison(told: string): Outcome {
  const { name, phone } = liaisonNamed(told);
  const kept = name || phone ? '，写过的已填好' : '';
  return {
    say: formOffer(`还没有变更。换联络员请点按钮填写新同志的姓名和账号${kept}：`, {
      label: '变更联络员',
      action: ACTIONS.liaisonOpen,
      value: told,
    }),
  };
}

export const openLiaison: Act = { verb: 'liaison', run: liaison.run };

/** The form sent in: somebody takes over, or somebody's telephone or account is new. */
export const sendLiaison: Act = {
  verb: 'liaison',
  async run(call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const unitId = call.inbound.metadata;
    if (!z.uuid().safeParse(unitId).success || !mayActFor(call, unitId))
      throw new UserError('这个表单已失效，请重新发送“联络员”。');
    const unit = await lockUnit(call.tx, call.office.id, unitId);
    if (!unit) throw new UserError('没有找到这个单位，请重新发送“联络员”。');
    const people = await lockPeople(call.tx, call.office.id, unit.id);
    const typed = readLiaisonForm(call.inbound.values);

    const read = await readChange(call, people, typed);
    if ('errors' in read) return { errors: read.errors };
    return read.person && !read.takesOver
      ? changeDetails(call, unit, read.person, read)
      : handOver(call, unit, typed.name, read);
  },
};

type Field = keyof typeof LIAISON_FIELDS;
type Errors = Partial<Record<Field, string>>;

/** What the form asks for, checked. */
interface Change {
  /** Whose post it is; null for a post that nobody had. */
  person: MemberRow | null;
  role: MemberRole;
  takesOver: boolean;
  phone: string | null;
  email: string | null;
  slackId: string | null;
}

async function readChange(
  call: Call,
  people: readonly MemberRow[],
  typed: TypedLiaison,
): Promise<Change | { errors: Errors }> {
  const errors: Errors = {};
  const person =
    people.find((one) => one.id === typed.which && (one.role === 'liaison' || one.role === 'deputy')) ?? null;
  const isNew =
    typed.which === NEW_DEPUTY ||
    (typed.which === NEW_LIAISON && !people.some((one) => one.role === 'liaison'));
  if (person === null && !isNew) errors.which = '这一位刚刚已变更，请关闭后重新打开';
  if (/[、，,；;/／\n]/u.test(typed.name)) errors.name = '请只填一个人的姓名';
  const phone = typed.phone === '' ? null : readPhone(typed.phone);
  if (typed.phone !== '' && phone === null) errors.phone = '请填写电话号码，如 13800000000 或 0668-0001234';
  const email = typed.email === '' ? null : readEmail(typed.email);
  if (typed.email !== '' && email === null) errors.email = '请填写邮箱地址，如 name@example.com';
  if (Object.keys(errors).length > 0) return { errors };

  const account = await accountOf(call.context.slack, typed.account, email);
  if (account === 'unfit') return { errors: { account: '请选择本单位同志本人的账号' } };
  const holders = await holdersOf(call.tx, call.office.id, { slackId: account, email });
  const other = holders.find((one) => one.id !== person?.id);
  if (other) return { errors: { [typed.account ? 'account' : 'email']: heldBy(call, other) } };

  const takesOver = person === null || isSomebodyElse(person, typed.name, account, email);
  if (takesOver && typed.name === '') return { errors: { name: '请填写新同志的姓名' } };
  if (takesOver && account === null && email === null)
    return { errors: { account: '请选择账号或填写邮箱，否则消息送不到人' } };
  if (!takesOver && phone === null && account === null && email === null)
    return { errors: { name: '没有要变更的内容：换人请填姓名，只改电话或账号请填对应一栏' } };
  const role = person?.role ?? (typed.which === NEW_DEPUTY ? 'deputy' : 'liaison');
  return { person, role, takesOver, phone, email, slackId: account };
}

/** Names may be posts (“区教育局联络员”), so that the next in office has the same name and an account of their own. */
function isSomebodyElse(
  person: MemberRow,
  name: string,
  slackId: string | null,
  email: string | null,
): boolean {
  if (name === '') return false;
  if (keyOf(name) !== keyOf(person.name)) return true;
  if (slackId !== null && person.slackId !== null) return slackId !== person.slackId;
  return email !== null && person.email !== null && email !== person.email;
}

/** Who it is, is for the desk and the holder's own unit to know. */
function heldBy({ member }: Call, holder: MemberRow & { unit: string | null }): string {
  if (member.role !== 'desk' && member.unitId !== holder.unitId)
    return '这个账号已登记为别的同志，一个账号只能登记一人，请核对或联系建议提案股';
  return `这个账号已登记为${holder.unit ?? '区府办'}${ROLE_NAMES[holder.role]}${holder.name}，一个账号只能登记一人`;
}

/** The account chosen, or the one that the e-mail belongs to; null where there is none yet. */
async function accountOf(
  slack: Slack,
  chosen: string | null,
  email: string | null,
): Promise<string | null | 'unfit'> {
  try {
    const user =
      chosen !== null ? await slack.user(chosen) : email === null ? null : await slack.userByEmail(email);
    const isFit = user !== null && !user.isBot && !user.deleted && !user.isStranger;
    if (chosen !== null) return isFit ? user.id : 'unfit';
    return isFit ? user.id : null;
  } catch (error) {
    if (!(error instanceof ChatFailure)) throw error;
    if (chosen === null) return null; // bound at the first word
    if (error.kind === 'permanent') return 'unfit';
    throw new UserError('暂时核对不了这个账号，没有登记。请稍后再试。');
  }
}

/** The same person, reached another way. */
async function changeDetails(call: Call, unit: Unit, person: MemberRow, change: Change): Promise<Outcome> {
  const { phone, email, slackId } = change;
  const details: ContactDetails = {
    ...(phone !== null && { phone }),
    ...(email !== null && { email }),
    ...(slackId !== null && { slackId }),
  };
  if (!(await changeContact(call.tx, person.id, details))) return { errors: { account: JUST_TAKEN } };
  await auditChange(call, unit, { unitId: unit.id, role: person.role, from: person.id, to: person.id });
  const names = [
    ...(phone === null ? [] : [`电话 ${phone}`]),
    ...(slackId === null && email === null ? [] : ['账号']),
  ];
  return {
    say: plainAnswer(`已更新${unit.name}${ROLE_NAMES[person.role]}${person.name}的${names.join('、')}。`),
    replan: true,
  };
}

const JUST_TAKEN = '这个账号刚刚登记给了别人，请核对';

/** Somebody takes over: the one before loses the rights at once, what waits for them goes to the new one. */
async function handOver(call: Call, unit: Unit, name: string, change: Change): Promise<Outcome> {
  const { person, role, phone, email, slackId } = change;
  if (person) await retireMember(call.tx, person.id);
  const member = await addMember(call.tx, {
    officeId: call.office.id,
    unitId: unit.id,
    role,
    name,
    phone,
    email,
    slackId,
    joinedGroup: await isInGroup(call, slackId),
    since: call.today,
  });
  if (!member) return { errors: { account: JUST_TAKEN } };
  await auditChange(call, unit, { unitId: unit.id, role, from: person?.id ?? null, to: member.id });

  const what = `${unit.name}${ROLE_NAMES[role]}`;
  const done = person ? `${what}由${person.name}变更为${name}，${person.name}即时停用` : `${what}${name}`;
  const next =
    slackId === null
      ? `请${name}用邮箱对应的账号给我发一条消息，即完成绑定`
      : `${name}会收到一条消息，说明贵单位的待办`;
  return {
    say: plainAnswer(`已登记：${done}。${next}。`),
    deliver: await welcome(call, unit, member),
    replan: true,
  };
}

async function auditChange(call: Call, unit: Unit, changed: PersonChanged): Promise<void> {
  await writeAudit(call.tx, [audited(call, PEOPLE_EVENTS.changed, unit.name, changed)]);
}

/** One message that says what the unit owes: the reminder that is planned anyway, else a notice of its own (A1). */
async function welcome(call: Call, unit: Unit, member: MemberRow): Promise<string[]> {
  const plan = await loadPlan(call.tx, call.office, call.now).catch((error: unknown) => {
    if (error instanceof MissingHolidaysError) return null;
    throw error;
  });
  if (plan?.owed.some((one) => one.memberId === member.id)) return [];
  const message = withFirstLine(welcomeText(member, unit.name), await mineFor({ ...call, member }));
  return tell(call, [member], WELCOME, message);
}

/** Who was in the work group before they were on the roster has joined it (R70). */
async function isInGroup({ context, office }: Call, slackId: string | null): Promise<boolean> {
  if (slackId === null || office.groupChannel === null) return false;
  try {
    return (await context.slack.channelMembers(office.groupChannel)).includes(slackId);
  } catch (error) {
    if (error instanceof ChatFailure) return false; // the group's own events will say
    throw error;
  }
}
