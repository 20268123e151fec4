import { refreshHomesOf } from '../jobs/refresh-homes.ts';
import { showHome } from '../jobs/show-home.ts';
import { describeError } from '../src/chat/describe-error.ts';
import type { Inbound, InboundEvent } from '../src/chat/listener.ts';
import type { Context } from '../src/context.ts';
import { type BoardQuery, decodeQuery } from '../src/domain/board-query.ts';
import { UserError } from '../src/errors.ts';
import type { Office } from '../src/office.ts';
import type { MemberRow } from '../src/store/members.ts';
import type { Outcome } from './call.ts';

/** The tab is opened: it shows what it showed, as things stand now. What was clicked meanwhile is not undone. */
export async function homeOpened(
  context: Context,
  office: Office,
  member: MemberRow | null,
  { user, viewHash, viewMetadata = '' }: Pick<InboundEvent, 'viewHash' | 'viewMetadata'> & { user: string },
): Promise<void> {
  const query = decodeQuery(viewMetadata);
  await showHome(context, office, {
    slackId: user,
    member,
    query,
    done: null,
    ...(viewHash && { hash: viewHash }),
  });
}

/**
 * Answers an act on App Home, once it is saved: a click on the tab that leads elsewhere, or whose answer would take the
 * place of what was clicked, is answered there. When that fails, the answer that the act has goes out in words.
 *
 * @returns whether the act has been answered
 * @throws UserError when the tab could not be shown and there is nothing else to say
 */
export async function answeredOnHome(
  context: Context,
  office: Office,
  member: MemberRow,
  inbound: Inbound,
  outcome: Outcome,
): Promise<boolean> {
  const next = shownNext(inbound, outcome);
  if (next === null) return false;
  const isShown = await showHome(context, office, { slackId: inbound.user, member, ...next }).catch(
    (error: unknown) => {
      context.log.error({ failure: describeError(error) }, 'a home page could not be made');
      return false;
    },
  );
  if (!isShown && !outcome.say)
    throw new UserError('主页没有更新（网络较慢）。请再点一次，或稍后重新打开主页。');
  return isShown;
}

/** After an act, the tabs of others follow, and of whoever acted elsewhere. */
export async function homesAfter(
  context: Context,
  office: Office,
  member: MemberRow,
  outcome: Outcome,
  unitIds: readonly string[],
): Promise<void> {
  if (changesSomething(outcome)) await refreshHomesOf(context, office.id, { memberId: member.id, unitIds });
}

/** A click was refused, so the tab shows what is no longer so: it is made anew behind the reason. */
export async function homeRefused(
  context: Context,
  office: Office,
  member: MemberRow,
  inbound: Inbound,
): Promise<void> {
  if (isOnHome(inbound)) await refreshHomesOf(context, office.id, { memberId: member.id, unitIds: [] });
}

export function isOnHome(inbound: Inbound): boolean {
  return inbound.kind === 'action' && inbound.source === 'home';
}

function shownNext(
  inbound: Inbound,
  { home, replace, say }: Outcome,
): { query: BoardQuery | null; done: string | null } | null {
  if (home !== undefined) return { query: home, done: null };
  if (inbound.kind !== 'action' || inbound.source !== 'home' || !replace || !say) return null;
  // Who, what and when stand in the first line; the rest is what the tab shows anyway.
  const [done = ''] = say.text.split('\n', 1);
  return { query: decodeQuery(inbound.viewMetadata ?? ''), done };
}

function changesSomething({ recorded, replan, refresh, deliver }: Outcome): boolean {
  return Boolean(recorded || replan || refresh?.length || deliver?.length);
}
