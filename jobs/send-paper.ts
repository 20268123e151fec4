import { lastMoment } from '../src/chat/in-time.ts';
import { ChatFailure } from '../src/chat/slack.ts';
import type { Context } from '../src/context.ts';
import { UserError } from '../src/errors.ts';
import { officeWithRules } from '../src/office.ts';
import { countLook, type Delivery, markSent } from '../src/store/deliveries.ts';
import { officeById } from '../src/store/offices.ts';
import { plainAnswer } from '../templates/answers.ts';
import { holdOn } from './hold-on.ts';
import { keepingRow } from './keep-row.ts';
import { makePaper } from './papers/index.ts';

/** Slack shows a share a moment after it has taken it; looked for this often, it never came about. */
const LOOKS = 4;

/** Makes the file that a row owes and shares it; when there is nothing to make, the reason goes out instead. */
export async function sendPaper(context: Context, delivery: Delivery, channel: string): Promise<void> {
  const { db, slack, clock } = context;
  const { id, paper, threadTs } = delivery;
  const row = await officeById(db, delivery.officeId);
  const office = row && officeWithRules(row);
  if (!office || !paper) throw new Error('a paper of no office, or a row of no paper');
  const thread = threadTs === null ? {} : { threadTs };
  try {
    const making = () => makePaper(context, office, paper, clock.now());
    const { comment, ...file } = await keepingRow(context, delivery, making);
    const place = await slack.shareFile({ file, channel, comment, ...thread }, async (fileId) => {
      const before = lastMoment(clock);
      await holdOn(context, delivery, { channel, fileId });
      return before;
    });
    await markSent(db, id, { channel: place, ts: null }, clock.now());
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const before = lastMoment(clock);
    await holdOn(context, delivery, { channel });
    const said = await slack.post({
      channel,
      message: plainAnswer(error.message),
      deliveryId: id,
      before,
      ...thread,
    });
    await markSent(db, id, said, clock.now());
  }
}

/**
 * Whether an earlier attempt shared the file. What Slack may still be sharing is looked for again later.
 *
 * @throws ChatFailure `ambiguous` while nobody can tell
 */
export async function adoptShared({ db, slack, clock }: Context, delivery: Delivery): Promise<boolean> {
  if (delivery.fileId === null) return false;
  const shared = await slack.findShared(delivery.fileId);
  if (shared === 'not-yet' && delivery.looks < LOOKS) {
    await countLook(db, delivery);
    throw new ChatFailure('ambiguous', 'file_not_shared_yet', { method: 'files.info' });
  }
  if (shared === null || shared === 'not-yet') return false;
  await markSent(db, delivery.id, shared, clock.now());
  return true;
}
