import { awayOf, ChatFailure, reasonInChinese } from './chat/slack.ts';
import type { Context } from './context.ts';
import { dateIn, yearOf } from './domain/calendar.ts';
import { AwayError, messageOf, UserError } from './errors.ts';
import { syncGroup } from './membership.ts';
import { officeWithRules } from './office.ts';
import { patiently } from './patience.ts';
import { whyAway } from './store/away.ts';
import { bindTeam, ensureOffice, officeByTeam, setGroupChannel } from './store/offices.ts';

/**
 * Says who we are to the chat, and gives the office its workspace. Loud about what would make reminders wrong.
 *
 * @throws AwayError where waiting is enough, another UserError where a person has to act
 */
export async function meetWorkspace(context: Context): Promise<void> {
  try {
    const { teamId } = await context.slack.identify();
    await takePlace(context, teamId);
  } catch (error) {
    const away = awayFrom(error);
    if (away) throw away;
    throw error instanceof ChatFailure
      ? new UserError(`连不上 Slack：${reasonInChinese(error.code)}。`)
      : error;
  }
}

async function takePlace({ db, config, clock, log }: Context, teamId: string): Promise<void> {
  const office = await ensureOffice(db);
  const bound = office.teamId ?? (await bindTeam(db, office.id, teamId));
  if (bound !== teamId) {
    throw new UserError(
      `这个数据库属于另一个 Slack 工作区（${bound}），现在连接的是 ${teamId}。请核对 SLACK_BOT_TOKEN，或换一个 DATA_DIR / DATABASE_URL。`,
    );
  }
  if (config.groupChannel !== null) await setGroupChannel(db, office.id, config.groupChannel);
  const row = await officeByTeam(db, teamId);
  const rules = row && officeWithRules(row);
  if (!rules) {
    log.warn('no notice is imported yet: nothing will be reminded; see npm run import');
    return;
  }
  const year = yearOf(dateIn(rules.zone, clock.now()));
  for (const needed of [year, yearOf(rules.notice.closes)]) {
    if (!rules.calendar.knows(needed))
      log.error({ year: needed }, 'no holiday list for this year: reminders stand still until there is one');
  }
}

/** A start waits so long for the members of the work group, in milliseconds: unknown accounts are asked for one by one. */
const GROUP_READ_MS = 3_000;

/**
 * Whoever joined or left the work group while the bot was down sent no event that it heard. Resolves after the first
 * attempt, or when that takes too long, and goes on beside what follows; while Slack is away others follow, until stopped.
 */
export async function readGroup({ slack, db, log, clock }: Context, stopping: AbortSignal): Promise<void> {
  const row = await ensureOffice(db);
  const { id, groupChannel } = row;
  if (groupChannel === null || officeWithRules(row) === null) return;
  const read = () =>
    syncGroup({ slack, log, clock }, db, id, groupChannel).catch((error: unknown) => {
      throw awayFrom(error) ?? error;
    });
  await new Promise<void>((triedOnce) => {
    setTimeout(triedOnce, GROUP_READ_MS).unref();
    const onAway = ({ what, code }: AwayError, againMs: number) => {
      log.warn({ what, code, againMs }, 'the members of the work group could not be read yet');
      triedOnce();
    };
    patiently({ stopping, onAway }, read)
      .catch((error: unknown) => {
        const reason = error instanceof ChatFailure ? error.code : messageOf(error);
        if (!stopping.aborted) log.warn({ reason }, 'the members of the work group could not be read');
      })
      .finally(triedOnce);
  });
}

function awayFrom(error: unknown): AwayError | null {
  if (error instanceof ChatFailure) return awayOf(error);
  const code = whyAway(error);
  return code === null ? null : new AwayError('数据库暂时没有回应。', { what: 'PostgreSQL', code });
}
