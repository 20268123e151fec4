import { setTimeout as pause } from 'node:timers/promises';
import type { Delivery } from '../../src/store/deliveries.ts';
import { deliveries } from '../../src/store/schema.ts';
import { type Fleet, liaison, type Member } from '../support/fleet.ts';
import { plannedRows } from '../support/ledger.ts';
import type { Chances } from '../support/random.ts';
import { shanghai } from '../support/world.ts';
import type { Barriers } from './barriers.ts';
import { type Books, readBooks } from './books.ts';
import { duesOf, type Morning, missedBy } from './dues.ts';
import type { Ambush, Moment, Scene } from './moments.ts';
import { MINUTE, nextMinute, type Posts, postsOf, settled } from './storm.ts';
import { type Deed, Talk } from './talk.ts';

/** When a moment has not come for so long, a minute of simulated time passes. */
const QUIET_MS = 700;
/** So often; then somebody is killed all the same. */
const ROUNDS = 4;
const DESK = 'U0DESK';
/** Who of them does what, by the numbers of their units. */
export const SPEAKERS: readonly (readonly [Deed, number])[] = [
  ['reports', 1],
  ['puts-off', 2],
  ['contacts', 3],
  ['sends-form', 4],
  ['asks', 5],
  ['signs', 6],
  ['reports', 4],
  ['contacts', 7],
  ['reports', 8],
  ['sends-form', 9],
  ['asks', 11],
  ['reports', 1],
];

export interface WaveSettings {
  fleet: Fleet;
  barriers: Barriers;
  chance: Chances;
  /** A working day; the clock stands before its planning. */
  date: string;
  morning: Morning;
  /** At each of them somebody is killed, or several at once. */
  moments: readonly Moment[];
  emptyQueue(): Promise<void>;
}

/** What a wave came to. `wrongs` names everything that was lost, doubled, wrongly addressed or not as it was told. */
export interface WaveResult {
  wrongs: string[];
  /** Messages that the office's people had to get, or may have got, by its own papers. */
  due: number;
  books: Books;
  acts: number;
  acknowledged: number;
  /** Processes that were killed, by the name of the moment. */
  kills: Map<string, number>;
  /** How many of the moments came, of those that were waited for. */
  caught: number;
  /** Between the last kill and the last reminder, in simulated milliseconds. */
  lateMs: number;
}

/** One morning of an office, in which its people talk and its processes are killed from the plan to the last reminder. */
export async function wave(settings: WaveSettings): Promise<WaveResult> {
  const { fleet, chance, date, morning } = settings;
  const { sandbox } = fleet;
  const since = shanghai(`${date}T08:40`);
  const posts = postsOf(fleet);
  const storm = new Storm(settings, posts);
  try {
    await storm.until(since, 'planning');
    await planned(fleet, date);
    const talk = new Talk(fleet);
    const speakers = [...SPEAKERS, ['urges', 0] as const].map(([deed, n]) => ({
      deed,
      who: n === 0 ? DESK : liaison(n),
    }));
    for (const { deed, who } of speakers) await talk.prepare(deed, who);
    const dues = await duesOf(fleet, {
      ...morning,
      mayBeSpared: new Set([
        ...morning.mayBeSpared,
        ...speakers.flatMap(({ deed, who }) => (deed === 'puts-off' ? [who] : [])),
      ]),
    });
    await storm.until(shanghai(`${date}T09:00`), 'nine');

    // What people do is heard twice, or taken for unheard, now and then also where nobody dies.
    const doubled = [
      sandbox.faults.add({ kind: 'lose-ack', method: 'events_api', times: 2, skip: chance.between(0, 3) }),
      sandbox.faults.add({ kind: 'twice', method: 'slash_commands', times: 2 }),
      sandbox.faults.add({ kind: 'twice', method: 'interactive', times: 1, again: 'afterwards' }),
    ];
    const talking = speakers.map(async ({ deed, who }, index) => {
      await storm.isAt(index / speakers.length);
      await sandbox.until('somebody who hears', () => fleet.members().length > 0);
      await talk.act(deed, who);
    });
    await storm.rage();
    await Promise.all(talking);
    for (const fault of doubled) fault.end();
    await talk.heard();

    const lastKill = sandbox.clock.now().getTime();
    for (let minutes = 0; minutes < 3; minutes += 1) await nextMinute(fleet);
    const reader = liaison(1);
    const books = await readBooks(fleet, reader);
    const rows = await fleet.storage.db.select().from(deliveries);
    const name = (what: string, ids: readonly string[]) =>
      ids.map((id) => `${what}: ${asText(rows.find((row) => row.id === id))}`);
    const last = Math.max(...(await plannedRows(fleet)).map((row) => row.sentAt?.getTime() ?? 0));
    return {
      wrongs: [
        ...missedBy(fleet, dues, await talk.answersOwed(), since, reader),
        ...(await talk.wrongs(morning.reports)),
        ...name('posted twice', books.doubled),
        ...name('owed and not posted', books.lost),
        ...name('posted and not on record', books.unknown),
      ],
      due: [...dues.values()].reduce((sum, { most }) => sum + most, 0),
      books,
      acts: talk.said,
      acknowledged: talk.acknowledged,
      kills: storm.kills,
      caught: storm.caught,
      lateMs: Math.max(0, last - lastKill),
    };
  } finally {
    posts.stop();
  }
}

/** The killing of a morning. */
class Storm {
  readonly kills = new Map<string, number>();
  caught = 0;
  readonly #settings: WaveSettings;
  readonly #scene: Scene;
  readonly #replaced: Promise<void>[] = [];
  #done = 0;
  #waiting: { part: number; wake: () => void }[] = [];

  constructor(settings: WaveSettings, posts: Posts) {
    this.#settings = settings;
    const { fleet, barriers, chance, emptyQueue } = settings;
    this.#scene = { fleet, barriers, chance, emptyQueue, posts };
  }

  get #rest(): readonly Moment[] {
    return this.#settings.moments.filter(({ when }) => when === 'always');
  }

  /** Goes on to an instant, and kills at the moments that come with it. */
  async until(instant: Date, when: Moment['when']): Promise<void> {
    const { fleet, moments } = this.#settings;
    const ambushes = [];
    for (const moment of moments.filter((one) => one.when === when))
      ambushes.push({ moment, ambush: await moment.lie(this.#scene) });
    await fleet.pass(Math.max(0, instant.getTime() - fleet.sandbox.clock.now().getTime()));
    for (const { moment, ambush } of ambushes) await this.#strikeFrom(moment, ambush);
  }

  /** Resolves when this part of the killing is at hand. */
  isAt(part: number): Promise<void> {
    return new Promise((wake) => {
      this.#waiting.push({ part, wake });
      this.#look();
    });
  }

  async rage(): Promise<void> {
    for (const [index, moment] of this.#rest.entries()) {
      this.#done = (index + 1) / this.#rest.length;
      this.#look();
      await this.#strikeFrom(moment, await moment.lie(this.#scene));
    }
    this.#done = 1;
    this.#look();
    await Promise.all(this.#replaced);
  }

  async #strikeFrom({ name }: Moment, ambush: Ambush): Promise<void> {
    const { fleet } = this.#settings;
    let passing: Promise<void> | null = null;
    let came = false;
    for (let rounds = 0; !came && rounds < ROUNDS; rounds += 1) {
      // Whoever has something in hand holds up time, and may be the one who is waited for.
      if (rounds > 0) passing ??= fleet.pass(MINUTE);
      came = await ambush.comes(QUIET_MS, (caught) => this.#kill(name, caught));
      if (!came && rounds > 0 && (await isOver(passing))) passing = null;
    }
    if (came) this.caught += 1;
    else this.#kill(`${name} (did not come)`, fleet.members());
    await ambush.lift();
    await passing;
    // Those that are left go on meanwhile.
    if (fleet.members().length === 0) await Promise.all(this.#replaced);
  }

  /** One of them, and now and then everybody at once. */
  #kill(name: string, caught: readonly Member[]): void {
    const { fleet, chance } = this.#settings;
    const all = fleet.members();
    if (all.length === 0) return;
    const victims = chance.happens(0.2) ? all : [chance.pick(caught.length > 0 ? caught : all)];
    this.kills.set(name, (this.kills.get(name) ?? 0) + victims.length);
    this.#replaced.push(fleet.kill(...victims));
  }

  #look(): void {
    for (const one of this.#waiting) if (one.part <= this.#done) one.wake();
    this.#waiting = this.#waiting.filter((one) => one.part > this.#done);
  }
}

function asText(row: Delivery | undefined): string {
  if (!row) return 'no row';
  const { key, state, reason, attempts, orphanings, leaseUntil, sendAfter } = row;
  const until = state === 'pending' ? sendAfter : leaseUntil;
  return `${key} ${state} ${reason ?? ''} until ${until?.toISOString()}, attempt ${attempts}, orphaned ${orphanings} times`;
}

/** Whether a promise has been settled by now. */
async function isOver(work: Promise<void> | null): Promise<boolean> {
  return Promise.race([Promise.resolve(work).then(() => true), pause(0, false)]);
}

/** Lets minutes pass until the morning's plan is written down. */
async function planned(fleet: Fleet, date: string): Promise<void> {
  for (let minutes = 0; minutes < 10; minutes += 1) {
    if ((await plannedRows(fleet)).some((row) => row.date === date)) return settled(fleet);
    await nextMinute(fleet);
    await pause(200);
  }
  throw new Error(`nothing was planned for ${date}`);
}
