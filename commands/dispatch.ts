import { sendNow } from '../jobs/deliver.ts';
import type { Answer, Inbound } from '../src/chat/listener.ts';
import type { Message } from '../src/chat/message.ts';
import { ChatFailure } from '../src/chat/slack.ts';
import type { Context } from '../src/context.ts';
import { mayUse, whoMay } from '../src/domain/permission.ts';
import { UserError } from '../src/errors.ts';
import { bindAccount } from '../src/membership.ts';
import { type Office, officeWithRules } from '../src/office.ts';
import { type AuditEvent, claimInbound, wasClaimed, writeAudit } from '../src/store/audit.ts';
import { type Delivery, deliveryInThread, owe } from '../src/store/deliveries.ts';
import { type MemberRow, memberBySlackId } from '../src/store/members.ts';
import { officeByTeam, setNextPlan } from '../src/store/offices.ts';
import { plainAnswer, strangerAnswer } from '../templates/answers.ts';
import { afterCommit, type Done } from './after-commit.ts';
import { type Call, todayOf } from './call.ts';
import { homeOpened, homeRefused, isOnHome } from './on-home.ts';
import { onMembership } from './on-membership.ts';
import { route } from './route.ts';

/**
 * The one way in for everything people do: finds the office and the person, checks what they may, and carries it out
 * with its audit event and the messages it owes in one transaction that also remembers the act's own id, so that the
 * same act delivered twice has one effect. Resolves after the commit; what is then acknowledged is saved.
 */
export function createDispatch(context: Context): (inbound: Inbound) => Promise<Answer> {
  return async (inbound) => {
    const row = await officeByTeam(context.db, inbound.team);
    const office = row && officeWithRules(row);
    if (!office) return isAddressed(inbound) ? answerWith(strangerAnswer(null)) : NOTHING;
    const thread = inbound.kind === 'message' ? await threadOf(context, office, inbound) : null;
    // Talk among people in a channel is none of the bot's business, unless it hangs under one of its messages.
    if (inbound.kind === 'message' && !inbound.direct && !thread) return NOTHING;

    const member = await memberOf(context, office, inbound);
    if (inbound.kind === 'event') return onEvent(context, office, member, inbound);
    if (!member) return refuseStranger(context, office, inbound);
    try {
      return await carryOut(context, office, member, inbound, thread);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      await context.courtesies.pay(() => homeRefused(context, office, member, inbound));
      if (inbound.kind !== 'message') throw error;
      await answerTyped(context, office, member.id, inbound, plainAnswer(error.message));
      return NOTHING;
    }
  };
}

type IncomingMessage = Extract<Inbound, { kind: 'message' }>;

const NOTHING: Answer = { kind: 'none' };

async function carryOut(
  context: Context,
  office: Office,
  member: MemberRow,
  inbound: Inbound,
  thread: Delivery | null,
): Promise<Answer> {
  const now = context.clock.now();
  const { verb, run, text } = route(inbound, thread);
  if (!mayUse(member.role, verb))
    throw new UserError(`这项操作由${whoMay(verb)}使用。发送“帮助”查看您能做什么。`);

  const ended: { done?: Done } = {};
  const committed = await context.db
    .transaction(async (tx) => {
      if (!(await claimInbound(tx, office.id, inbound.id, now))) return null;
      const call: Call = { context, tx, office, member, inbound, text, now, today: todayOf(office, now) };
      const outcome = await run(call);
      if (outcome.errors) throw new NotDone(outcome.errors, outcome.refused ?? []);
      if (outcome.replan) await setNextPlan(tx, office.id, null);
      const spoken =
        inbound.kind === 'message' && outcome.say ? await oweAnswer(call, inbound, outcome.say) : [];
      ended.done = { outcome, deliver: [...(outcome.deliver ?? []), ...spoken] };
      return ended.done;
    })
    .catch(async (error: unknown) => {
      if (error instanceof NotDone) return error;
      // The line may break once the database has committed and before it says so.
      if (ended.done && (await isOnRecord(context, office, inbound))) return ended.done;
      throw error;
    });
  if (committed instanceof NotDone) {
    await recordRefusal(context, office, inbound, committed.events);
    return { kind: 'form-errors', errors: committed.errors };
  }
  if (committed === null)
    return inbound.kind === 'command' ? answerWith(plainAnswer('这条命令已经处理过。')) : NOTHING;
  return afterCommit(context, office, member, inbound, committed);
}

async function isOnRecord({ db }: Context, office: Office, inbound: Inbound): Promise<boolean> {
  return wasClaimed(db, office.id, inbound.id).catch(() => false);
}

/** Rolls back an act that was refused at its fields: sent again unchanged, it must be refused again, not swallowed. */
class NotDone extends Error {
  readonly errors: Record<string, string>;
  readonly events: readonly AuditEvent[];

  constructor(errors: Record<string, string>, events: readonly AuditEvent[]) {
    super('the form was refused at its fields');
    this.errors = errors;
    this.events = events;
  }
}

/** Puts on record that an act was refused, once however often it is delivered. */
async function recordRefusal(
  { db, clock }: Context,
  office: Office,
  inbound: Inbound,
  events: readonly AuditEvent[],
): Promise<void> {
  if (events.length === 0) return;
  await db.transaction(async (tx) => {
    if (await claimInbound(tx, office.id, `refused:${inbound.id}`, clock.now())) await writeAudit(tx, events);
  });
}

/** The listed person behind a Slack account: by its id, and the first time by its e-mail. */
async function memberOf(
  context: Context,
  office: Office,
  { user: userId, id: source }: Inbound,
): Promise<MemberRow | null> {
  if (userId === '') return null;
  const known = await memberBySlackId(context.db, office.id, userId);
  if (known) return known;
  const user = await context.slack.user(userId).catch((error: unknown) => {
    if (error instanceof ChatFailure && error.kind === 'permanent') return null;
    throw error;
  });
  if (user === null) return null;
  // Two first messages at once: one of them binds, the other finds the person bound.
  return (
    (await bindAccount(context, office.id, user, source)) ??
    (await memberBySlackId(context.db, office.id, userId))
  );
}

async function refuseStranger(context: Context, office: Office, inbound: Inbound): Promise<Answer> {
  if (isOnHome(inbound)) {
    await homeOpened(context, office, null, inbound);
    return NOTHING;
  }
  const message = strangerAnswer(office.notice.contact);
  if (inbound.kind !== 'message') return answerWith(message);
  if (inbound.direct) await answerTyped(context, office, null, inbound, message);
  return NOTHING;
}

async function onEvent(
  context: Context,
  office: Office,
  member: MemberRow | null,
  inbound: Extract<Inbound, { kind: 'event' }>,
): Promise<Answer> {
  switch (inbound.type) {
    case 'member_joined_channel':
    case 'member_left_channel':
    case 'channel_left':
    case 'group_left':
      if (inbound.channel !== undefined && inbound.channel === office.groupChannel)
        await onMembership(context, office, member, inbound);
      return NOTHING;
    case 'app_home_opened':
      if (inbound.tab !== 'messages') await homeOpened(context, office, member, inbound);
      return NOTHING;
    default:
      return NOTHING;
  }
}

/** The reminder that a message hangs under. */
async function threadOf(
  context: Context,
  office: Office,
  inbound: IncomingMessage,
): Promise<Delivery | null> {
  return inbound.threadTs ? deliveryInThread(context.db, office.id, inbound.channel, inbound.threadTs) : null;
}

/** Answers a typed message that changed nothing, once however often it is delivered. */
async function answerTyped(
  context: Context,
  office: Office,
  memberId: string | null,
  inbound: IncomingMessage,
  message: Message,
): Promise<void> {
  const now = context.clock.now();
  const ids = await context.db.transaction(async (tx) => {
    if (!(await claimInbound(tx, office.id, inbound.id, now))) return [];
    return owe(tx, [answerRow(office.id, memberId, inbound, message)], now);
  });
  await context.courtesies.pay(() => sendNow(context, ids));
}

/** The answer to a typed message is owed like every other message: it survives a crash and goes out once. */
function oweAnswer(call: Call, inbound: IncomingMessage, message: Message): Promise<string[]> {
  return owe(call.tx, [answerRow(call.office.id, call.member.id, inbound, message)], call.now);
}

/** Where it was typed; but what concerns one unit is not said in the work group (A7). */
function answerRow(officeId: string, memberId: string | null, inbound: IncomingMessage, message: Message) {
  const place = inbound.direct
    ? { channel: inbound.channel, threadTs: inbound.threadTs ?? null }
    : { channel: inbound.user, threadTs: null };
  return { officeId, key: `answer/${inbound.id}`, kind: 'answer' as const, memberId, message, ...place };
}

function answerWith(message: Message): Answer {
  return { kind: 'message', message };
}

/** Somebody waits for an answer: everything but background events and talk in channels. */
function isAddressed(inbound: Inbound): boolean {
  return inbound.kind !== 'event' && (inbound.kind !== 'message' || inbound.direct);
}
