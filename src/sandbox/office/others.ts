import { messageOf } from '../../errors.ts';
import type { OthersView } from '../page-server/contract.ts';
import type { StageOthers } from '../stage.ts';
import type { Backstage } from './backstage.ts';
import { type Agenda, agendaAt, type Intention } from './others/agenda.ts';
import { carryOut } from './others/carry-out.ts';
import { switchIn } from './others/switch.ts';
import { whatTheyDid } from './others/told.ts';

/** How many of their latest acts are shown. */
const SHOWN = 50;
/** While time runs on by itself, and nobody moves it, somebody looks this often whether an act is due. */
const BEAT_MS = 5_000;
const DAY_MS = 86_400_000;
const NOTHING_TO_DO = { intentions: [], names: { registrations: {}, group: null } };

/**
 * The people nobody acts as, one act after the other. What they do on a day they decide on its morning, from what their
 * units owe then: see `errandsOn`. What fails is dropped, and comes to mind again on a later day.
 */
export function othersOf({
  sandbox,
  storage,
  bot,
  dataDir,
}: Pick<Backstage, 'sandbox' | 'storage' | 'bot' | 'dataDir'>): StageOthers {
  const kept = switchIn(dataDir);
  let agenda: Agenda | null = null;
  let lately: OthersView['lately'] = [];
  /** The page is told of the first failure of a row. */
  let failing = false;
  let last: Promise<unknown> = Promise.resolve();

  function oneAtATime<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  }

  async function agendaFor(now: Date): Promise<Agenda> {
    if (agenda && agenda.from <= now && (agenda.until === null || now < agenda.until)) return agenda;
    agenda = await agendaAt(storage.db, {
      seed: kept.read().seed,
      actedAs: sandbox.actedAs(),
      now,
    }).catch((error: unknown) => {
      sandbox.trouble(`The others do not know what to do: ${messageOf(error)}`);
      return { ...NOTHING_TO_DO, from: now, until: new Date(now.getTime() + DAY_MS) };
    });
    return agenda;
  }

  async function act(intention: Intention, { names }: Agenda): Promise<void> {
    const { errand, account, liaisons } = intention;
    const actedAs = sandbox.actedAs();
    if (actedAs.has(account) || liaisons.some((one) => actedAs.has(one))) return;
    try {
      if (!bot.running) throw new Error('the bot does not run');
      await carryOut(sandbox, sandbox.as(account), errand.task, names);
      failing = false;
      const { unit, member } = errand;
      const who = member.name.startsWith(unit) ? member.name : `${unit} ${member.name}`;
      const done = { at: sandbox.clock.now().toISOString(), who, what: whatTheyDid(errand) };
      lately = [done, ...lately].slice(0, SHOWN);
    } catch (error) {
      if (!failing)
        sandbox.trouble(`${errand.member.name} wanted to ${errand.task.do}, but: ${messageOf(error)}`);
      failing = true;
    }
  }

  const others: StageOthers = {
    see: () => ({ ...kept.read(), lately }),

    turn(on, seed = kept.read().seed) {
      kept.write({ on, seed });
      agenda = null;
    },

    nextAct: (now) =>
      oneAtATime(async () => {
        if (!kept.read().on) return null;
        const { intentions, until } = await agendaFor(now);
        return intentions.find(({ at }) => at > now)?.at ?? until;
      }),

    actAt: (now) =>
      oneAtATime(async () => {
        if (!kept.read().on) return;
        const today = await agendaFor(now);
        for (let [next] = today.intentions; next && next.at <= now; [next] = today.intentions) {
          today.intentions.shift();
          await act(next, today);
        }
      }),
  };
  sandbox.onChange((change) => {
    if (change.kind !== 'restart') return;
    agenda = null;
    lately = [];
    failing = false;
  });
  let before = sandbox.clock.now();
  setInterval(() => {
    const now = sandbox.clock.now();
    const passed = now.getTime() - before.getTime();
    before = now;
    if (passed > 0 && passed < 2 * BEAT_MS) void others.actAt(now);
  }, BEAT_MS).unref();
  return others;
}
