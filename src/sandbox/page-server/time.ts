import { z } from 'zod';
import { ClientError } from '../client/client-error.ts';
import type { SandboxContext } from '../context.ts';
import type { MoveView, TimeView } from './contract.ts';
import { gesture, look, nothing, onStage, type Room } from './room.ts';

/** The time machine. */
export const time: Room = {
  looks: {
    time: look(z.object({}), (context) => seeTime(context)),
  },
  gestures: {
    advance: gesture(z.object({ to: z.iso.datetime({ offset: true }) }), async (context, { to }) => {
      await context.timeTravel.advance(new Date(to));
      return { now: context.clock.now() };
    }),

    'cancel-move': gesture(nothing, async (context) => {
      await context.timeTravel.cancel();
      return { now: context.clock.now() };
    }),

    play: gesture(z.object({ speed: z.enum(['hour', 'day']) }), async (context, { speed }) => {
      context.timeTravel.play(speed, await lastMorning(context));
      return {};
    }),

    pause: gesture(nothing, async (context) => {
      await context.timeTravel.pause();
      return { now: context.clock.now() };
    }),

    'start-again': gesture(z.object({ from: z.iso.date().optional() }), async (context, { from }) => {
      const start = from === undefined ? {} : { from: await morningOf(context, from) };
      await onStage(context, 'startAgain')(start);
      return { now: context.clock.now() };
    }),
  },
};

async function seeTime(context: SandboxContext): Promise<TimeView> {
  const { clock, timeTravel } = context;
  const calendar = onStage(context, 'calendar');
  const now = clock.now();
  const move = timeTravel.progress();
  const playing = timeTravel.playing();
  const date = dateIn(calendar.zone, now);
  const { kind, name } = await calendar.day(date);
  // While it moves, what comes next is out of date before the page has drawn it, and not for nothing to be had.
  const nextSending = move || playing ? null : await calendar.nextSending(now);
  return {
    now: now.toISOString(),
    zone: calendar.zone,
    date,
    isWorkingDay: kind === 'working',
    dayName: name,
    move: move && asSeen(move),
    playing,
    nextSending: nextSending?.toISOString() ?? null,
    nextWorkingMorning: (await calendar.nextWorkingMorning(now)).toISOString(),
    story: await calendar.story(),
  };
}

function asSeen({ from, to, at }: { from: Date; to: Date; at: Date }): MoveView {
  return { from: from.toISOString(), to: to.toISOString(), at: at.toISOString() };
}

/** When the story ends; null where none is told. */
async function lastMorning(context: SandboxContext): Promise<Date | null> {
  const stage = context.stage();
  if (!stage?.calendar) return null;
  return stage.morningOf((await stage.calendar.story()).closes);
}

/** @throws ClientError for a date of another year than the story's */
async function morningOf(context: SandboxContext, date: string): Promise<Date> {
  const { opens, closes } = await onStage(context, 'calendar').story();
  if (date.slice(0, 4) < opens.slice(0, 4) || date.slice(0, 4) > closes.slice(0, 4))
    throw new ClientError(`只能从通知所在的${opens.slice(0, 4)}年的某一天开始`);
  return onStage(context, 'morningOf')(date);
}

/** `2022-04-06` */
function dateIn(zone: string, instant: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(instant);
}
