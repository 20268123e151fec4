import { z } from 'zod';
import { reasonInChinese } from '../src/chat/slack.ts';
import { UserError } from '../src/errors.ts';
import { upcomingPlan } from '../src/planning.ts';
import { writeAudit } from '../src/store/audit.ts';
import { failedDeliveries } from '../src/store/deliveries.ts';
import { namesOfLeft } from '../src/store/members.ts';
import { releaseHeld, stopPlanned, waitingDeliveries } from '../src/store/planned.ts';
import { previewMessage } from '../templates/preview.ts';
import { type Act, audited, type Call, type Command, type Outcome } from './call.ts';

/** What goes out next, to whom and why (A11). */
export const preview: Command = {
  verb: 'preview',
  aliases: ['预览', '暂缓', 'hold'],
  says: '下一次将发什么、发给谁、为什么；可暂缓或取消',
  example: null,
  run: (call) => show(call, 0),
};

export const turnPreview: Act = {
  verb: 'preview',
  run: async (call) => ({ ...(await show(call, Number(call.text) || 0)), replace: true }),
};

/** Holds back one message until it is released. */
export const holdPlanned: Act = { verb: 'preview', run: (call) => stop(call, 'held') };

/** Cancels one message for good: its stage counts as told. */
export const cancelPlanned: Act = { verb: 'preview', run: (call) => stop(call, 'cancelled') };

/** Lets a held message go out with the next batch. */
export const releasePlanned: Act = {
  verb: 'preview',
  async run(call) {
    if (!z.uuid().safeParse(call.text).success) throw new UserError('这个按钮已失效，请重新发送“预览”。');
    const row = await releaseHeld(call.tx, call.office.id, call.text);
    if (!row) throw new UserError('这条消息已经不在暂缓之列。');
    await writeAudit(call.tx, [audited(call, 'release-delivery', row.key)]);
    return { ...(await show(call, 0)), replace: true, replan: true };
  },
};

async function stop(call: Call, state: 'held' | 'cancelled'): Promise<Outcome> {
  const plan = await upcomingPlan(call.tx, call.office, call.now);
  const owed = plan.owed.find((one) => one.key === call.text);
  if (!owed || !(await stopPlanned(call.tx, call.office.id, owed, state, call.now))) {
    throw new UserError('这条消息已经发出，或已不需要发送。请重新发送“预览”查看。');
  }
  await writeAudit(call.tx, [
    audited(call, state === 'held' ? 'hold-delivery' : 'cancel-delivery', owed.key),
  ]);
  return { ...(await show(call, 0)), replace: true };
}

async function show(call: Call, page: number): Promise<Outcome> {
  const { tx, office, now } = call;
  const plan = await upcomingPlan(tx, office, now);
  const waiting = await waitingDeliveries(tx, office.id);
  const failed = await failedDeliveries(tx, office.id, new Date(now.getTime() - 7 * 86_400_000));
  const left = await namesOfLeft(
    tx,
    [...waiting, ...failed].flatMap(({ memberId }) => memberId ?? []),
  );
  const names = new Map([...left, ...plan.facts.members.map(({ id, name }) => [id, name] as const)]);
  const to = (memberId: string | null) =>
    memberId === null ? '工作群' : (names.get(memberId) ?? '已不在名册的人员');
  return {
    say: previewMessage({
      notice: office.notice,
      zone: office.zone,
      entries: plan.owed.map((owed) => ({ owed, to: to(owed.memberId) })),
      held: waiting
        .filter((row) => row.state === 'held')
        .map((row) => ({ id: row.id, to: to(row.memberId), date: row.date, items: row.items })),
      failed: failed.map((row) => ({ to: to(row.memberId), reason: reasonInChinese(row.reason ?? '') })),
      page,
    }),
  };
}
