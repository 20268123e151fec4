import { randomUUID } from 'node:crypto';
import type { HomeView, ModalView } from '@slack/types';
import { asc, isNotNull } from 'drizzle-orm';
import { commands } from '../../commands/index.ts';
import type { Inbound, InboundAction } from '../../src/chat/listener.ts';
import { mayUse, type Verb } from '../../src/domain/permission.ts';
import { activeMembers, type MemberRow } from '../../src/store/members.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { deliveries } from '../../src/store/schema.ts';
import { ACTIONS } from '../../templates/actions.ts';
import { buttonsIn } from './buttons.ts';
import { blankOf, type Filling, fillingOf, nextTry } from './fill.ts';
import type { Guide, Perform, Result, Step } from './guide.ts';
import { asRead } from './payloads.ts';
import type { World } from './world.ts';

export interface TourOptions {
  guide: Guide;
  /** How an act is done; the guide's own way unless given. */
  perform?: Perform;
  /** Who goes, in this order, by their accounts. */
  people: readonly string[];
  /** What is typed wherever words are free. */
  text: string;
  /** What is typed after each command. */
  words: readonly string[];
  /** What is said to the bot. */
  says?: readonly string[];
  /** A roster is sent to the bot, by whoever may import it. */
  files?: boolean;
  /** Buttons that the sample office is too small or too quiet to show. */
  also?: readonly { user: string; actionId: string; value: string }[];
  /** Buttons that nobody clicks this time, so that their alternatives are. */
  leaves?: readonly string[];
}

/** A button that stands somewhere, for somebody. */
interface Seen {
  user: string;
  actionId: string;
  value: string | null;
  source: InboundAction['source'];
  viewMetadata: string;
}

/** What ends things: done last, so that there is something to do before. */
const LAST: readonly string[] = [
  ACTIONS.returnAgree,
  ACTIONS.returnObject,
  ACTIONS.returnWithdraw,
  ACTIONS.undoOpen,
  ACTIONS.leaveEnd,
  ACTIONS.previewCancel,
  ACTIONS.importDrop,
];
/** What shows what the others have done meanwhile. */
const AGAIN: readonly Verb[] = ['mine', 'return', 'approve', 'hard', 'undo', 'leave', 'preview'];
const MOST_TRIES = 12;
const MOST_CLICKS = 4;

/**
 * Everybody types every command that is theirs, clicks every button they are shown, and fills in and sends every form
 * that opens, each once; then all of them come again. What is wrong in a form is corrected as its field errors say.
 * Gives all that was done, in its order.
 */
export async function tour(world: World, options: TourOptions): Promise<Step[]> {
  const { people, says = [], words } = options;
  const visit = new Visit(world, options);
  for (const user of people) await visit.first(user, words, says);
  for (const user of people) await visit.again(user);
  return visit.steps;
}

class Visit {
  readonly steps: Step[] = [];
  readonly #world: World;
  readonly #options: TourOptions;
  readonly #seen = new Map<string, Seen>();
  /** By person and button, the values with which it was clicked in vain. */
  readonly #vain = new Map<string, string[]>();
  readonly #used = new Set<string>();
  readonly #done = new Set<string>();
  readonly #sent = new Set<string>();
  #said = 0;

  constructor(world: World, options: TourOptions) {
    this.#world = world;
    this.#options = options;
    for (const one of options.also ?? []) this.#see({ ...one, source: 'message', viewMetadata: '' });
  }

  async first(user: string, words: readonly string[], says: readonly string[]): Promise<void> {
    await this.#openHome(user);
    await this.#command(user, () => true, words);
    const { role } = await this.#member(user);
    for (const text of says) await this.#say(user, text, false);
    if (this.#options.files && mayUse(role, 'import')) await this.#say(user, '', true);
    await this.#readMail();
    await this.#clickAll(user, LAST);
  }

  async again(user: string): Promise<void> {
    await this.#openHome(user);
    await this.#command(user, (verb) => AGAIN.includes(verb), ['']);
    await this.#readMail();
    await this.#clickAll(user, []);
  }

  async #openHome(user: string): Promise<void> {
    const event = { kind: 'event', type: 'app_home_opened', tab: 'home' } as const;
    await this.#go({ id: `event:${randomUUID()}`, ...this.#head(user), ...event });
  }

  async #command(user: string, isMeant: (verb: Verb) => boolean, words: readonly string[]): Promise<void> {
    const typed = { name: '/duban', channel: 'C0GROUP', responseUrl: 'http://127.0.0.1:1/never' };
    for (const { verb } of commands.filter((one) => isMeant(one.verb))) {
      // Who they are may have changed on the way.
      if (!mayUse((await this.#member(user)).role, verb)) continue;
      for (const word of words) {
        const act = { kind: 'command', text: `${verb} ${word}`, ...typed } as const;
        await this.#go({ id: `command:${randomUUID()}`, ...this.#head(user), ...act });
      }
    }
  }

  async #say(user: string, text: string, withFile: boolean): Promise<void> {
    this.#said += 1;
    const seconds = Math.floor(this.#options.guide.context.clock.now().getTime() / 1_000);
    const ts = `${seconds}.${String(this.#said).padStart(6, '0')}`;
    const channel = `D0${user}`;
    const file = { id: 'F0ROSTER', name: '名册.csv', mimetype: 'text/csv', size: 9_000 };
    const files = withFile ? [file] : [];
    const team = this.#world.sandbox.teamId;
    const id = `message:${channel}:${ts}`;
    await this.#go({ kind: 'message', id, team, user, channel, direct: true, ts, text, files });
  }

  async #clickAll(user: string, leaves: readonly string[]): Promise<void> {
    const next = () => this.#next(user, [...leaves, ...(this.#options.leaves ?? [])]);
    for (let one = next(); one; one = next()) {
      const { source, actionId, value, viewMetadata } = one;
      this.#used.add(value ?? '');
      const key = `${user}/${actionId}`;
      const { answer } = await this.#go({
        kind: 'action',
        id: `action:${randomUUID()}`,
        ...this.#head(user),
        source,
        actionId,
        value,
        ...(source !== 'message' && { viewId: 'V0TOUR', viewHash: 'h0', viewMetadata }),
      });
      const vain = [...(this.#vain.get(key) ?? []), value ?? ''];
      this.#vain.set(key, vain);
      if (answer.kind !== 'refused' || vain.length >= MOST_CLICKS) this.#done.add(key);
    }
  }

  /** The newest, with a value that nobody has used yet: what one button settles, its neighbour cannot settle as well. */
  #next(user: string, leaves: readonly string[]): Seen | undefined {
    const free = [...this.#seen.values()].filter((one) => {
      const key = `${user}/${one.actionId}`;
      const isLeft = !this.#done.has(key) && !this.#vain.get(key)?.includes(one.value ?? '');
      return one.user === user && isLeft && !leaves.includes(one.actionId);
    });
    return free.findLast((one) => !this.#used.has(one.value ?? '')) ?? free.at(-1);
  }

  async #go(act: Inbound): Promise<Result> {
    const { guide, perform = guide.perform } = this.#options;
    const read = asRead(act);
    const result = await perform(read).catch((cause: unknown) => {
      throw new Error(`on the tour, ${nameOf(read)} of ${act.user} failed`, { cause });
    });
    this.steps.push({ act: read, result });
    const { answer, opened } = result;
    if (answer.kind === 'message') this.#look(act.user, 'message', answer.message.blocks);
    if (opened) await this.#fill(act.user, opened);
    if (answer.kind === 'form-update') await this.#fill(act.user, answer.view);
    const home = guide.homes.get(act.user);
    if (home) this.#look(act.user, 'home', home.blocks, home.private_metadata);
    return result;
  }

  async #fill(user: string, view: ModalView | HomeView): Promise<void> {
    this.#look(user, view.type === 'home' ? 'home' : 'form', view.blocks, view.private_metadata);
    if (view.type !== 'modal' || !view.blocks.some((block) => block.type === 'input')) return;
    const key = `${user}/${view.callback_id}`;
    if (this.#sent.has(key)) return;
    this.#sent.add(key);
    const { guide, text, people } = this.#options;
    const now = guide.context.clock.now();
    const begins = people.indexOf(user) % 2 === 0 ? 'last' : 'first';
    let filling: Filling | null = blankOf(view, { now, text, user, begins });
    for (let tries = 0; filling && tries < MOST_TRIES; tries += 1) {
      const { answer } = await this.#go({
        kind: 'form',
        id: `form:${randomUUID()}`,
        ...this.#head(user),
        callback: view.callback_id ?? '',
        metadata: view.private_metadata ?? '',
        values: fillingOf(filling),
        viewId: 'V0TOUR',
        hash: 'h0',
      });
      if (answer.kind !== 'form-errors') return;
      filling = nextTry(filling, Object.keys(answer.errors));
    }
  }

  /** What has come to people as messages meanwhile. */
  async #readMail(): Promise<void> {
    const { db } = this.#world.storage;
    const accounts = new Map((await this.#members()).map(({ id, slackId }) => [id, slackId]));
    const rows = await db
      .select()
      .from(deliveries)
      .where(isNotNull(deliveries.message))
      .orderBy(asc(deliveries.createdAt), asc(deliveries.key));
    for (const { memberId, message } of rows) {
      const user = memberId && accounts.get(memberId);
      if (user) this.#look(user, 'message', message?.blocks ?? []);
    }
    for (const user of this.#options.people)
      for (const { blocks } of this.#world.sandbox.as(user).inbox()) this.#look(user, 'message', blocks);
  }

  #look(user: string, source: Seen['source'], blocks: readonly unknown[], viewMetadata = ''): void {
    for (const button of buttonsIn(blocks)) this.#see({ user, source, viewMetadata, ...button });
  }

  #see(one: Seen): void {
    const key = `${one.user}/${one.actionId}/${one.value}`;
    if (!this.#seen.has(key)) this.#seen.set(key, one);
  }

  #head(user: string) {
    return { team: this.#world.sandbox.teamId, user, triggerId: randomUUID() };
  }

  async #member(user: string): Promise<MemberRow> {
    const found = (await this.#members()).find((one) => one.slackId === user);
    if (!found) throw new Error(`nobody is bound to ${user} any more`);
    return found;
  }

  async #members(): Promise<MemberRow[]> {
    const { db } = this.#world.storage;
    return activeMembers(db, (await ensureOffice(db)).id);
  }
}

/** An act in a few words, for whoever reads why a test failed. */
export function nameOf(act: Inbound): string {
  switch (act.kind) {
    case 'action':
      return `the button ${act.actionId} with “${(act.value ?? '').slice(0, 60)}”`;
    case 'form':
      return `the form ${act.callback}`;
    case 'event':
      return `the event ${act.type}`;
    default:
      return `the ${act.kind} “${act.text.slice(0, 60)}”`;
  }
}
