import { z } from 'zod';
import { ClientError } from '../client/client-error.ts';
import type { SandboxContext } from '../context.ts';
import { faultSpec } from '../faults/fault.ts';
import { secretsOf } from '../identity.ts';
import type { StageRecords } from '../stage.ts';
import { gesture, look, nothing, type Room } from './room.ts';

const from = z.coerce.number().int().nonnegative().default(0);

/** For engineers: what crossed the wire, the bot's own tables, and what goes wrong on purpose. */
export const inspect: Room = {
  looks: {
    wire: look(z.object({ after: from }), ({ wire, workspace }, { after }) => ({
      entries: wire.entries(after, secretsOf(workspace.identity)),
    })),
    deliveries: look(
      z.object({ state: z.string().default(''), offset: from }),
      (context, { state, offset }) => recordsOf(context).deliveries({ state: state || null, offset }),
    ),
    queue: look(nothing, (context) => recordsOf(context).queue()),
    faults: look(nothing, ({ faults }) => ({ active: faults.list() })),
  },
  gestures: {
    fault: gesture(faultSpec, async ({ faults }, order) => faults.add(order).view()),
    'end-fault': gesture(z.object({ id: z.string() }), async ({ faults }, { id }) => {
      if (!faults.end(id)) throw new ClientError('这个故障已经结束');
      return {};
    }),
  },
};

/** @throws ClientError where the sandbox runs without the bot's side */
function recordsOf({ stage }: SandboxContext): StageRecords {
  const records = stage()?.records;
  if (!records) throw new ClientError('没有机器人的记录可看');
  return records;
}
