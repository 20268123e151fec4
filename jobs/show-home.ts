import { ChatFailure } from '../src/chat/slack.ts';
import type { Context } from '../src/context.ts';
import { encodeQuery } from '../src/domain/board-query.ts';
import type { Office } from '../src/office.ts';
import { forgetHome, madeFor, saveHome } from '../src/store/homes.ts';
import { type HomeAsked, homeOf } from './home-of.ts';

export interface HomeShown extends HomeAsked {
  slackId: string;
  /** What the tab shows now: when it has changed since, the newer stays. */
  hash?: string;
}

/**
 * Shows the Home tab of an account and remembers what it shows. Somebody whom the office does not list gets an empty
 * one, whatever was there. False when Slack did not take it.
 */
export async function showHome(
  context: Pick<Context, 'db' | 'slack' | 'clock' | 'log'>,
  office: Office,
  { slackId, hash, ...asked }: HomeShown,
): Promise<boolean> {
  const { db, slack, clock, log } = context;
  const { member, query } = asked;
  const view = await homeOf(context, office, asked);
  try {
    const shown = await slack.publishHome(slackId, view, member ? hash : undefined);
    if (shown === null) return true;
    if (!member) await forgetHome(db, office.id, slackId);
    else
      await saveHome(db, {
        officeId: office.id,
        slackId,
        state: query ? encodeQuery(query) : '',
        hash: shown,
        madeFor: madeFor(member),
        shownAt: clock.now(),
      });
    return true;
  } catch (error) {
    if (!(error instanceof ChatFailure)) throw error;
    log.warn({ code: error.code }, 'a home page could not be shown');
    return false;
  }
}
