import { sendNow } from '../jobs/deliver.ts';
import type { Answer, Inbound } from '../src/chat/listener.ts';
import type { Message } from '../src/chat/message.ts';
import { ChatFailure } from '../src/chat/slack.ts';
import type { Context } from '../src/context.ts';
import { mayUse, type Verb, whoMay } from '../src/domain/permission.ts';
import { nearestVerb } from '../src/domain/speech.ts';
import { UserError } from '../src/errors.ts';
import { type Office, officeWithRules } from '../src/office.ts';
import { claimInbound } from '../src/store/audit.ts';
import { type Delivery, deliveryInThread, owe } from '../src/store/deliveries.ts';
import { bindByEmail, type MemberRow, memberBySlackId, setJoinedGroup } from '../src/store/members.ts';
import { officeByTeam, setNextPlan } from '../src/store/offices.ts';
import { plainAnswer, strangerAnswer } from '../templates/answers.ts';
import { homeView } from '../templates/home.ts';
import { type Act, type Call, type Command, type Handler, type Outcome, todayOf } from './call.ts';
import { actions, commands, forms, SLASH_COMMANDS } from './index.ts';
import { mineFor } from './mine.ts';
import { readReply } from './reply.ts';

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

    const member = await memberOf(context, office, inbound.user);
    if (inbound.kind === 'event') return onEvent(context, office, member, inbound);
    if (!member) return refuseStranger(context, office, inbound);
    return carryOut(context, office, member, inbound, thread);
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

  const committed = await context.db
    .transaction(async (tx) => {
      if (!(await claimInbound(tx, office.id, inbound.id, now))) return null;
      const call: Call = { context, tx, office, member, inbound, text, now, today: todayOf(office, now) };
      const outcome = await run(call);
      if (outcome.errors) throw new NotDone(outcome.errors);
      if (outcome.replan) await setNextPlan(tx, office.id, null);
      const spoken =
        inbound.kind === 'message' && outcome.say ? await oweAnswer(call, inbound, outcome.say) : [];
      return { outcome, deliver: [...(outcome.deliver ?? []), ...spoken] };
    })
    .catch((error: unknown) => {
      if (error instanceof NotDone) return error;
      throw error;
    });
  if (committed instanceof NotDone) return { kind: 'form-errors', errors: committed.errors };
  if (committed === null)
    return inbound.kind === 'command' ? answerWith(plainAnswer('这条命令已经处理过。')) : NOTHING;
  await sendNow(context, committed.deliver);
  return reply(context, inbound, committed.outcome);
}

/** Rolls back an act that was refused at its fields: sent again unchanged, it must be refused again, not swallowed. */
class NotDone extends Error {
  readonly errors: Record<string, string>;

  constructor(errors: Record<string, string>) {
    super('the form was refused at its fields');
    this.errors = errors;
  }
}

async function reply(context: Context, inbound: Inbound, outcome: Outcome): Promise<Answer> {
  if (outcome.open) return openForm(context, inbound, outcome.open);
  if (outcome.show) return { kind: 'form-update', view: outcome.show };
  if (!outcome.say || inbound.kind === 'message') return NOTHING;
  return { kind: 'message', message: outcome.say, ...(outcome.replace && { replace: true }) };
}

async function openForm(
  context: Context,
  inbound: Inbound,
  view: NonNullable<Outcome['open']>,
): Promise<Answer> {
  if (inbound.kind === 'message' || !('triggerId' in inbound) || !inbound.triggerId) return NOTHING;
  try {
    await context.slack.openForm(inbound.triggerId, view);
    return NOTHING;
  } catch (error) {
    if (!(error instanceof ChatFailure)) throw error;
    context.log.warn({ code: error.code }, 'a form could not be opened');
    throw new UserError('表单没有打开（网络较慢或同时打开的人太多），没有改动。请再点一次，或直接回复文字。');
  }
}

interface Route {
  verb: Verb;
  run: Handler;
  text: string;
}

function route(inbound: Inbound, thread: Delivery | null): Route {
  switch (inbound.kind) {
    case 'command':
      return routeCommand(inbound.name, inbound.text);
    case 'action':
      return { ...actOf(actions, inbound.actionId), text: inbound.value ?? '' };
    case 'form':
      return { ...actOf(forms, inbound.callback), text: '' };
    case 'message': {
      const [word = ''] = inbound.text.trim().split(/\s+/, 1);
      const command = commandNamed(word);
      // “签收 12、15” and “进度 单位” mean the same with and without the slash; freer words go to the reader.
      if (command && !FREE_SPEECH.includes(command.verb) && !OPENS_FORM.includes(command.verb)) {
        return { verb: command.verb, run: command.run, text: inbound.text.trim().slice(word.length).trim() };
      }
      return { verb: 'help', run: (call) => readReply(call, thread), text: inbound.text };
    }
    case 'event':
      throw new RangeError('events are not routed');
  }
}

/** Their words are read from whole sentences, not only as the first word. */
const FREE_SPEECH: readonly Verb[] = ['sign', 'report', 'mine', 'help'];
/** A message brings no trigger id, so no form can be opened for it. */
const OPENS_FORM: readonly Verb[] = ['done', 'explain', 'group'];

function routeCommand(name: string, typed: string): Route {
  const fixed = SLASH_COMMANDS[name];
  const text = typed.trim();
  if (fixed) return { verb: fixed.verb, run: fixed.run, text };
  const [word = ''] = text.split(/\s+/, 1);
  if (word === '') return { ...verbNamed('help'), text: '' };
  const command = commandNamed(word) ?? commandGlued(text);
  if (command) {
    const used = commandNamed(word)
      ? word
      : (command.aliases.find((alias) => text.startsWith(alias)) ?? word);
    return { verb: command.verb, run: command.run, text: text.slice(used.length).trim() };
  }
  const near = nearestVerb(
    word,
    commands.map((one) => ({ name: one.verb, aliases: [...one.aliases] })),
  );
  const meant = near ? commands.find((one) => one.verb === near || one.aliases.includes(near)) : undefined;
  throw new UserError(
    `没有“${word.slice(0, 20)}”这个命令。${meant ? `您是不是要用：/duban ${meant.aliases[0]}？` : '发送 /duban 帮助 查看能用的命令。'}`,
  );
}

function commandNamed(word: string): Command | undefined {
  const lower = word.toLowerCase();
  return commands.find((command) => command.verb === lower || command.aliases.includes(lower));
}

/** 签收12、15: Chinese is written without spaces. */
function commandGlued(text: string): Command | undefined {
  return commands.find((command) =>
    command.aliases.some((alias) => alias.length > 1 && text.startsWith(alias)),
  );
}

function verbNamed(verb: Verb): Pick<Route, 'verb' | 'run'> {
  const command = commands.find((one) => one.verb === verb);
  if (!command) throw new RangeError(`no command for ${verb}`);
  return command;
}

function actOf(acts: Readonly<Record<string, Act>>, id: string): Act {
  const act = Object.hasOwn(acts, id) ? acts[id] : undefined;
  if (!act) throw new UserError('这个按钮已失效，请发送“帮助”查看能用的命令。');
  return act;
}

/** The listed person behind a Slack account: by its id, and the first time by its e-mail. */
async function memberOf(context: Context, office: Office, userId: string): Promise<MemberRow | null> {
  if (userId === '') return null;
  const known = await memberBySlackId(context.db, office.id, userId);
  if (known) return known;
  const user = await context.slack.user(userId).catch((error: unknown) => {
    if (error instanceof ChatFailure && error.kind === 'permanent') return null;
    throw error;
  });
  if (!user?.email || user.isBot || user.deleted || user.isStranger) return null;
  return bindByEmail(context.db, office.id, user.email, userId);
}

async function refuseStranger(context: Context, office: Office, inbound: Inbound): Promise<Answer> {
  const message = strangerAnswer(office.notice.contact);
  if (inbound.kind !== 'message') return answerWith(message);
  if (!inbound.direct) return NOTHING;
  const now = context.clock.now();
  const ids = await context.db.transaction(async (tx) => {
    if (!(await claimInbound(tx, office.id, inbound.id, now))) return [];
    return owe(tx, [answerRow(office.id, null, inbound, message)], now);
  });
  await sendNow(context, ids);
  return NOTHING;
}

async function onEvent(
  context: Context,
  office: Office,
  member: MemberRow | null,
  inbound: Extract<Inbound, { kind: 'event' }>,
): Promise<Answer> {
  const { db, slack } = context;
  switch (inbound.type) {
    case 'member_joined_channel':
    case 'member_left_channel':
      if (member && inbound.channel === office.groupChannel)
        await setJoinedGroup(db, member.id, inbound.type === 'member_joined_channel');
      return NOTHING;
    case 'app_home_opened': {
      if (inbound.tab === 'messages') return NOTHING;
      const now = context.clock.now();
      const message = member
        ? await mineFor({
            context,
            tx: db,
            office,
            member,
            inbound,
            text: '',
            now,
            today: todayOf(office, now),
          })
        : strangerAnswer(office.notice.contact);
      await slack.publishHome(inbound.user, homeView(message));
      return NOTHING;
    }
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

/** The answer to a typed message is owed like every other message: it survives a crash and goes out once. */
function oweAnswer(call: Call, inbound: IncomingMessage, message: Message): Promise<string[]> {
  return owe(call.tx, [answerRow(call.office.id, call.member.id, inbound, message)], call.now);
}

function answerRow(officeId: string, memberId: string | null, inbound: IncomingMessage, message: Message) {
  const threadTs = inbound.threadTs ?? null;
  return {
    officeId,
    key: `answer/${inbound.id}`,
    kind: 'answer' as const,
    memberId,
    channel: inbound.channel,
    threadTs,
    message,
  };
}

function answerWith(message: Message): Answer {
  return { kind: 'message', message };
}

/** Somebody waits for an answer: everything but background events and talk in channels. */
function isAddressed(inbound: Inbound): boolean {
  return inbound.kind !== 'event' && (inbound.kind !== 'message' || inbound.direct);
}
