import { z } from 'zod';
import type { Context } from '../src/context.ts';
import { dateIn } from '../src/domain/calendar.ts';
import type { JobFailure } from '../src/queue/worker.ts';
import { officeById } from '../src/store/offices.ts';
import { sendNow } from './deliver.ts';
import { planReminders } from './plan-reminders.ts';
import { oweDesk } from './tell-desk.ts';

/**
 * A job was given up after its last attempt. Each minute asks again for what is owed, so nothing is lost by that; but
 * while planning fails nobody is reminded of anything, and the desk hears so, once a day.
 */
export async function jobGivenUp(context: Context, { name, payload }: JobFailure): Promise<void> {
  if (name !== planReminders.name) return;
  const { officeId } = z.object({ officeId: z.uuid() }).parse(payload);
  const { db, clock } = context;
  const office = await officeById(db, officeId);
  if (!office) return;
  const now = clock.now();
  const today = dateIn(office.zone, now);
  const ids = await oweDesk(
    db,
    officeId,
    {
      kind: 'alarm',
      keyOf: (memberId) => `alarm/planning/${memberId}/${today}`,
      text: '【重要】今天的提醒没有生成：程序计算提醒时出错，会继续重试；在此期间各单位收不到提醒。请联系维护人员查看日志。',
    },
    now,
  );
  await sendNow(context, ids);
}
