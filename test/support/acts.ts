import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { createDispatch } from '../../commands/dispatch.ts';
import type { Answer, Inbound } from '../../src/chat/listener.ts';
import { readableText } from '../../src/chat/text.ts';
import type { Context } from '../../src/context.ts';
import { UserError } from '../../src/errors.ts';
import type { World } from './world.ts';

/** Acts as they reach the dispatch, made by hand: also those that no client of Slack's would send. */
export function actsOf(world: World) {
  const team = world.sandbox.teamId;
  return {
    command: (user: string, text: string, id: string = randomUUID()): Inbound => ({
      kind: 'command',
      id: `command:${id}`,
      team,
      user,
      name: '/duban',
      text,
      channel: 'D0ANY',
      triggerId: 'expired',
      responseUrl: 'http://127.0.0.1:1/never',
    }),
    click: (
      user: string,
      actionId: string,
      value: string | null = null,
      id: string = randomUUID(),
    ): Inbound => ({
      kind: 'action',
      id: `action:${id}`,
      team,
      user,
      source: 'message',
      actionId,
      value,
      triggerId: 'expired',
    }),
    form: (
      user: string,
      callback: string,
      metadata: unknown,
      values: Record<string, string | string[] | null>,
      id: string = randomUUID(),
    ): Inbound => ({
      kind: 'form',
      id: `form:${id}`,
      team,
      user,
      callback,
      metadata: typeof metadata === 'string' ? metadata : JSON.stringify(metadata),
      values,
      viewId: 'V1',
      hash: 'h',
    }),
    message: (user: string, channel: string, text: string, ts: string, threadTs?: string): Inbound => ({
      kind: 'message',
      id: `message:${channel}:${ts}`,
      team,
      user,
      channel,
      direct: channel.startsWith('D'),
      ts,
      text,
      files: [],
      ...(threadTs && { threadTs }),
    }),
  };
}

/** What a person is told: the words of the answer, or of the refusal. Anything else thrown comes through. */
export async function said(world: World, act: Inbound, changed: Partial<Context> = {}): Promise<string> {
  try {
    return words(await createDispatch({ ...world.app.context, ...changed })(act));
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

function words(answer: Answer): string {
  switch (answer.kind) {
    case 'message':
      return readableText(answer.message.text);
    case 'form-errors':
      return Object.entries(answer.errors)
        .map(([field, fault]) => `${field}：${fault}`)
        .join('\n');
    case 'form-update':
      return JSON.stringify(answer.view.blocks);
    default:
      return answer.kind;
  }
}

/** How much is on record of what people can change, so that a test can say that nothing was. */
export async function onRecord({ storage }: World): Promise<Record<string, string>> {
  const { rows } = await storage.db.execute(sql`
    select 'registrations' as what, count(*)::text as n from registrations
    union all select 'reports', count(*)::text from report_entries
    union all select 'report revisions', coalesce(sum(revision), 0)::text from monthly_reports
    union all select 'drafts', count(*)::text from report_drafts
    union all select 'audit', count(*)::text from audit_events
    union all select 'stopped', count(*)::text from deliveries where state = 'held' or reason = 'desk'
    union all select 'group', string_agg(group_channel, '') from offices`);
  return Object.fromEntries(rows.map((row) => [String(row.what), String(row.n)]));
}
