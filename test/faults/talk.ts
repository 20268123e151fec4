import { setTimeout as pause } from 'node:timers/promises';
import { and, eq, gte, inArray, isNull, like, or } from 'drizzle-orm';
import type { Person, SeenMessage } from '../../src/sandbox/client/person.ts';
import {
  auditEvents,
  inbox,
  members,
  monthlyReports,
  registrations,
  reportVersions,
  snoozes,
  urges,
} from '../../src/store/schema.ts';
import { auditedTwice } from '../support/changes.ts';
import type { Fleet } from '../support/fleet.ts';
import { assignmentsOn, openForm } from '../support/report.ts';
import { onPage, placeOf } from '../support/story.ts';
import { type Due, ONCE } from './dues.ts';

/** What somebody does, which would show if it were carried out twice. */
export type Deed = 'reports' | 'asks' | 'contacts' | 'puts-off' | 'sends-form' | 'signs' | 'urges';

/** How the audit calls what it does; none for what only asks. */
const ACTIONS: Record<Deed, readonly string[]> = {
  reports: ['report', 'correct-report'],
  'sends-form': ['report', 'correct-report'],
  asks: [],
  contacts: ['contact'],
  'puts-off': ['snooze'],
  signs: ['sign'],
  urges: ['urge'],
};

interface Act {
  deed: Deed;
  who: string;
  /** The inbound id, of what is typed. */
  id: string | null;
  /** Whether Slack, or the person, was told that it is saved; a typed message is repeated until it is. */
  saved: boolean;
}

/** Slack repeats what was not taken in; by now it has. */
const LONG_MS = 30_000;
/** How often a person whose form or click came to nothing tries again. */
const TRIES = 6;

/** What people do while processes die, and whether each of it was carried out as often as it was said to be. */
export class Talk {
  readonly #fleet: Fleet;
  readonly #acts: Act[] = [];
  readonly #since: Date;

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
    this.#since = fleet.sandbox.clock.now();
  }

  get said(): number {
    return this.#acts.length;
  }

  get acknowledged(): number {
    return this.#acts.filter(({ saved }) => saved).length;
  }

  /** What has to be opened while all is well: the form that is sent in, the list that is clicked in. */
  async prepare(deed: Deed, who: string): Promise<void> {
    const person = this.#fleet.sandbox.as(who);
    if (deed === 'sends-form') {
      // A window of another day may hold what is saved already; sent again, it would only close.
      while (person.modal()) await person.close();
      await person.command('/yuebao');
    }
    if (deed === 'urges') await person.command('/duban', '催办 单位1');
  }

  /** Resolves when the person knows how it ended. */
  async act(deed: Deed, who: string): Promise<void> {
    const person = this.#fleet.sandbox.as(who);
    const done: Act = { deed, who, id: null, saved: false };
    this.#acts.push(done);
    switch (deed) {
      case 'reports':
      case 'asks': {
        const words =
          deed === 'asks' ? '待办' : `第${numberOf(who)}号\n进展：已开展调研\n问题：无\n计划：下月答复`;
        const { channel, ts } = person.say('dm', words);
        Object.assign(done, { id: `message:${channel}:${ts}`, saved: true });
        return;
      }
      case 'contacts':
        return this.#command(done, person, `沟通 ${numberOf(who)} 电话`, '已登记沟通');
      case 'puts-off':
        return this.#command(done, person, '稍后 明天', '再提醒您');
      case 'signs':
        return this.#command(done, person, '签收 全部', '已登记签收');
      case 'sends-form':
        return this.#sendForm(done, person);
      case 'urges':
        return this.#urge(done, person);
    }
  }

  async #command(done: Act, person: Person, text: string, confirmed: string): Promise<void> {
    const { ok, answer } = await person.command('/duban', text);
    done.saved = ok && (answer?.shown.includes(confirmed) ?? false);
  }

  /** As people do: what did not go through is sent once more, from the same window. */
  async #sendForm(done: Act, person: Person): Promise<void> {
    for (const id of person.modal() ? assignmentsOn(openForm(person)) : [])
      person.fill({ [`progress/${id}`]: '已座谈', [`problems/${id}`]: '无', [`plan/${id}`]: '下月答复' });
    for (let tries = 0; tries < TRIES && person.modal() && !done.saved; tries += 1) {
      const { result } = await person.submit();
      if (result === 'errors') return;
      done.saved = result === 'closed';
      if (!done.saved) await pause(100);
    }
  }

  async #urge(done: Act, person: Person): Promise<void> {
    const list = person.messages('dm').findLast(({ onlyForYou }) => onlyForYou);
    const place = list && buttonIn(list);
    if (!place) return;
    const surface = { kind: 'message', channel: list.channel, ts: list.ts };
    for (let tries = 0; tries < TRIES && !done.saved; tries += 1) {
      const { ok } = await onPage(this.#fleet.sandbox, 'act', {
        as: person.id,
        surface,
        answer: null,
        ...place,
      });
      // Also a click that takes long is acknowledged: only the list in its new form says that it is saved.
      const now = person.messages('dm').find(({ ts }) => ts === list.ts);
      done.saved = ok && (now?.shown.includes('已催办') ?? false);
      if (ok) return;
      await pause(100);
    }
  }

  /** Resolves when all that was typed has been taken in, or nobody has taken it in for very long. */
  async heard(): Promise<void> {
    const { db } = this.#fleet.storage;
    const typed = this.#acts.flatMap(({ id }) => id ?? []);
    for (const deadline = performance.now() + LONG_MS; performance.now() < deadline; await pause(50)) {
      const taken = await db.select({ id: inbox.id }).from(inbox).where(inArray(inbox.id, typed));
      if (taken.length === typed.length) return;
    }
  }

  /** How many answers have to stand in a person's conversation. */
  async answersOwed(): Promise<(who: string) => number> {
    const record = await this.#record();
    return (who) => {
      const typed = this.#acts.filter((act) => act.who === who && act.id !== null).length;
      const formsIn = record.sourcesOf(who, ACTIONS['sends-form']).filter(isForm).length;
      return typed + formsIn;
    };
  }

  /** Everything that was carried out more or less often than it should have been. */
  async wrongs(reports: Due = ONCE): Promise<string[]> {
    const record = await this.#record();
    const wrongs = await auditedTwice(this.#fleet.storage.db);
    for (const { deed, who, id } of this.#acts) {
      if (id === null) continue;
      if (!record.heard.has(id)) wrongs.push(`${who} ${deed}: never carried out`);
      const times = record.sourcesOf(who, ACTIONS[deed]).filter((source) => source === id).length;
      if (deed === 'reports' && (times < reports.least || times > reports.most))
        wrongs.push(`${who} reports: on record ${times} times`);
    }
    for (const who of new Set(this.#acts.map((act) => act.who))) {
      for (const deed of Object.keys(ACTIONS) as Deed[]) {
        const acts = this.#acts.filter((act) => act.who === who && act.deed === deed && act.id === null);
        if (acts.length === 0) continue;
        const sources = new Set(record.sourcesOf(who, ACTIONS[deed]).filter((one) => !isTyped(one)));
        const saved = acts.filter((act) => act.saved).length;
        if (sources.size < saved || sources.size > acts.length)
          wrongs.push(
            `${who} ${deed}: ${acts.length} times, ${saved} acknowledged, ${sources.size} on record`,
          );
      }
      const facts = record.facts(who);
      for (const [what, [standing, audited]] of Object.entries(facts))
        if (standing !== audited) wrongs.push(`${who}: ${what} ${standing} times, ${audited} in the audit`);
    }
    for (const source of record.sources)
      if (!record.heard.has(source)) wrongs.push(`${source}: carried out and not claimed`);
    return wrongs;
  }

  /** What is on record since the talk began. */
  async #record() {
    const { db } = this.#fleet.storage;
    const since = this.#since;
    const people = await db
      .select({ id: members.id, slackId: members.slackId, unitId: members.unitId })
      .from(members)
      .where(inArray(members.slackId, [...new Set(this.#acts.map(({ who }) => who))]));
    const audits = await db
      .select()
      .from(auditEvents)
      .where(
        and(
          gte(auditEvents.at, since),
          or(
            ...['message', 'command', 'action', 'form'].map((kind) => like(auditEvents.source, `${kind}:%`)),
          ),
        ),
      );
    const heard = new Set((await db.select({ id: inbox.id }).from(inbox)).map(({ id }) => id));
    const contacts = await db
      .select()
      .from(registrations)
      .where(
        and(
          gte(registrations.createdAt, since),
          inArray(registrations.kind, ['contacted', 'signed']),
          isNull(registrations.revokedAt),
        ),
      );
    const versions = await db
      .select({ unitId: monthlyReports.unitId })
      .from(reportVersions)
      .innerJoin(monthlyReports, eq(monthlyReports.id, reportVersions.reportId))
      .where(gte(reportVersions.at, since));
    const put = await db.select().from(snoozes).where(gte(snoozes.createdAt, since));
    const urged = await db.select().from(urges).where(gte(urges.createdAt, since));

    const idOf = new Map(people.map((one) => [one.slackId, one]));
    const auditsOf = (who: string, actions: readonly string[]) =>
      audits.filter((one) => one.memberId === idOf.get(who)?.id && actions.includes(one.action));
    return {
      heard,
      sources: new Set(audits.map(({ source }) => source)),
      sourcesOf: (who: string, actions: readonly string[]) =>
        auditsOf(who, actions).map(({ source }) => source),
      /** What stands, and what the audit says of it. */
      facts(who: string): Record<string, [standing: number, audited: number]> {
        const person = idOf.get(who);
        const count = (deed: Deed) => auditsOf(who, ACTIONS[deed]).length;
        const own = (kind: string) =>
          contacts.filter((one) => one.memberId === person?.id && one.kind === kind).length;
        return {
          contacted: [own('contacted'), count('contacts')],
          signed: [own('signed'), count('signs')],
          'report versions': [
            versions.filter(({ unitId }) => unitId === person?.unitId).length,
            count('reports'),
          ],
          'put off': [put.filter(({ memberId }) => memberId === person?.id).length, count('puts-off')],
          urged: [urged.filter(({ memberId }) => memberId === person?.id).length, count('urges')],
        };
      },
    };
  }
}

/** What is due in August may not be urged again. */
function buttonIn(list: SeenMessage) {
  try {
    return placeOf(list, { beside: '答复委员', label: '催办' });
  } catch {
    return null;
  }
}

const isTyped = (source: string) => source.startsWith('message:');
const isForm = (source: string) => source.startsWith('form:');
/** The proposal of a liaison's unit bears the unit's number. */
const numberOf = (who: string) => Number(who.slice(1));
