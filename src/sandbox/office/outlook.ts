import { setImmediate } from 'node:timers/promises';
import { isStillOwed } from '../../../templates/planned.ts';
import { addDays, dateIn, type IsoDate, MissingHolidaysError } from '../../domain/calendar.ts';
import type { Facts } from '../../domain/facts.ts';
import { type ForecastStep, forecast } from '../../domain/forecast.ts';
import type { OwedReminder } from '../../domain/reminder.ts';
import { type Office, officeWithRules } from '../../office.ts';
import type { Storage } from '../../storage.ts';
import type { Database } from '../../store/database.ts';
import type { Delivery } from '../../store/deliveries.ts';
import { loadFacts } from '../../store/facts.ts';
import { beyondPlanning, failedKeys, type OfficeMark, officeMark } from '../../store/ledger.ts';
import { ensureOffice, officeById } from '../../store/offices.ts';
import { toldRows, waitingDeliveries } from '../../store/planned.ts';

/** A message that the bot will send by itself if nobody does anything. */
export type Coming = { at: Date } & Pick<
  Delivery,
  'kind' | 'memberId' | 'items' | 'digestWeek' | 'digestMonth' | 'message'
>;

/** The future of the office as things stand. */
export interface View {
  office: Office;
  facts: Facts;
  /** In order of time, and complete up to `knownUntil`. */
  coming: readonly Coming[];
  /** Null when everything to come is known. */
  knownUntil: IsoDate | null;
}

/**
 * What the bot will send by itself, worked out a step at a time from what is on record, as far as somebody asks. It
 * stays true while nothing happens but what was foreseen, and is worked out anew after that.
 */
export class Outlook {
  readonly #db: Database;
  #foresight: Foresight | null = null;
  #loading: Promise<Foresight> | null = null;

  constructor({ db }: Pick<Storage, 'db'>) {
    this.#db = db;
  }

  /** Looks ahead until `enough` is satisfied, or to the end. Others work between two steps. */
  async see(now: Date, enough: (view: View) => boolean): Promise<View> {
    const { id } = await ensureOffice(this.#db);
    const mark = await officeMark(this.#db, id);
    if (!this.#foresight?.holds(mark, now)) this.#foresight = await this.#load(id, now);
    const foresight = this.#foresight;
    for (;;) {
      const view = foresight.view(mark.sent);
      if (view.knownUntil === null || enough(view)) return view;
      foresight.step();
      await setImmediate();
    }
  }

  #load(officeId: string, now: Date): Promise<Foresight> {
    this.#loading ??= loadForesight(this.#db, officeId, now).finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }
}

interface Beginnings {
  office: Office;
  facts: Facts;
  mark: OfficeMark;
  /** Goes out whatever the planner says, in order of time. */
  sure: Coming[];
  steps: Generator<ForecastStep>;
  now: Date;
}

/** One calculation, as far as it has come. */
class Foresight {
  readonly #from: Beginnings;
  readonly #coming: Coming[] = [];
  #reached: Date;
  #complete = false;

  constructor(from: Beginnings) {
    this.#from = from;
    this.#reached = from.now;
  }

  /** Whether all that has happened since is the first of what was foreseen, at its time. */
  holds(mark: OfficeMark, now: Date): boolean {
    if (mark.acts !== this.#from.mark.acts) return false;
    const happened = mark.sent - this.#from.mark.sent;
    const last = this.#coming[happened - 1];
    const next = this.#coming[happened];
    if (happened < 0 || (happened > 0 && last === undefined) || (last && last.at > now)) return false;
    return next ? next.at >= now : this.#complete || this.#reached >= now;
  }

  view(sent: number): View {
    const { office, facts, mark } = this.#from;
    return {
      office,
      facts,
      coming: this.#coming.slice(Math.max(0, sent - mark.sent)),
      knownUntil: this.#complete ? null : addDays(dateIn(office.zone, this.#reached), -1),
    };
  }

  step(): void {
    const step = this.#nextStep();
    const { sure } = this.#from;
    while (sure[0] && (step === null || sure[0].at <= step.at)) this.#coming.push(...sure.splice(0, 1));
    if (step === null) {
      this.#complete = true;
      return;
    }
    for (const { kind, memberId, items, digestWeek, digestMonth } of step.sent)
      this.#coming.push({ at: step.at, kind, memberId, items, digestWeek, digestMonth, message: null });
    this.#reached = step.at;
  }

  /** Null at the end, and where a year without a published holiday list ends all planning. */
  #nextStep(): ForecastStep | null {
    try {
      return this.#from.steps.next().value ?? null;
    } catch (error) {
      if (error instanceof MissingHolidaysError) return null;
      throw error;
    }
  }
}

/** Reads everything in one transaction, so that it fits together. */
async function loadForesight(db: Database, officeId: string, now: Date): Promise<Foresight> {
  return db.transaction(
    async (tx) => {
      const row = await officeById(tx, officeId);
      const office = row && officeWithRules(row);
      if (!row || !office) throw new Error('the office has no rules yet');
      const facts = await loadFacts(tx, officeId);
      const mark = await officeMark(tx, officeId);
      const failed = await failedKeys(tx, officeId);
      const waiting = (await waitingDeliveries(tx, officeId))
        .filter((one) => one.state === 'pending')
        .map((one) => ({ owed: asOwed(one), at: tickFrom(now, one.sendAfter) }));
      const sure = (await beyondPlanning(tx, officeId))
        .map((one) => ({ ...one, at: tickFrom(now, one.leaseUntil ?? one.sendAfter) }))
        .sort((one, other) => one.at.getTime() - other.at.getTime());

      const written = new Set(waiting.map(({ owed }) => owed.key));
      const hasPlace = ({ kind }: OwedReminder) => kind !== 'group' || office.groupChannel !== null;
      const steps = forecast({
        policy: office,
        facts,
        told: await toldRows(tx, officeId),
        waiting,
        planAt: tickFrom(now, row.nextPlanAt ?? now),
        until: office.notice.closes,
        mayBeOwed: (owed) => hasPlace(owed) && !failed.has(owed.key),
        // What is planned on the way goes out, for nothing changes in between; what was planned before may be done.
        goesOut: (owed, { duties }, at) =>
          hasPlace(owed) &&
          (!written.has(owed.key) || isStillOwed({ owed, facts, duties, today: dateIn(office.zone, at) })),
      });
      return new Foresight({ office, facts, mark, sure, steps, now });
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

function asOwed(row: Delivery): OwedReminder {
  return { ...row, kind: row.kind as OwedReminder['kind'], date: row.date ?? '', sendAt: row.sendAfter };
}

const MINUTE_MS = 60_000;

/** The first tick of the timetable at which something due at `due` is looked at. */
function tickFrom(now: Date, due: Date): Date {
  return new Date(Math.ceil(Math.max(now.getTime(), due.getTime()) / MINUTE_MS) * MINUTE_MS);
}
