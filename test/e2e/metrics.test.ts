import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { scrape } from '../support/scrape.ts';
import { tell } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

const PASSWORD = 'a password of the desk';

let world: World;
const as = (id: string) => world.sandbox.as(id);

describe('a morning in figures', () => {
  beforeAll(async () => {
    world = await openWorld();
    await world.stopBot();
    await world.startBot({ ops: { host: '127.0.0.1', port: 0, boardPassword: PASSWORD } });
  });
  afterAll(() => world.close());

  const figures = () => scrape(world.app.opsPort);
  /** What the bot asked of Slack, as the workspace saw it. */
  const asked = (since: number) => {
    const kindOf = (result: string) => ({ ok: 'ok', ratelimited: 'rate-limited' })[result] ?? 'permanent';
    const calls = world.sandbox
      .wire(since)
      .filter(({ way, name }) => way === 'from-bot' && name !== 'apps.connections.open')
      .map(({ name, result }) => `method="${name}",class="${kindOf(result)}"`);
    return Object.fromEntries(
      [...new Set(calls)].map((one) => [one, calls.filter((other) => other === one).length]),
    );
  };
  const counts = async () => {
    const { rows } = await world.storage.db.execute<{ state: string; count: number }>(
      sql`select state, count(*)::int from deliveries group by state`,
    );
    return Object.fromEntries(rows.map(({ state, count }) => [`state="${state}"`, count]));
  };

  test('n sent, one refused for good, one put off by Slack: counted as the workspace and the ledger have it', async () => {
    const begun = world.sandbox.wire().at(-1)?.seq ?? 0;
    const before = (await figures()).all('duban_slack_answers_total');
    const { faults } = world.sandbox;
    const aim = { method: 'chat.postMessage', times: 1 };
    faults.add({ kind: 'refuse', error: 'user_disabled', channel: 'U01EDU', ...aim });
    faults.add({ kind: 'rate-limit', retryAfter: 90, channel: 'U01WJJ', ...aim });
    await world.goTo('2022-04-06T09:00');

    const ledger = await counts();
    expect(ledger).toMatchObject({ 'state="failed"': 1, 'state="pending"': 1 });
    const sent = ledger['state="sent"'] ?? 0;
    expect(sent).toBeGreaterThan(35);
    await vi.waitFor(
      async () => expect((await figures()).all('duban_deliveries')).toMatchObject(ledger),
      10_000,
    );
    const answers = (await figures()).all('duban_slack_answers_total');
    expect(
      Object.fromEntries(
        Object.entries(answers)
          .map(([labels, count]) => [labels, count - (before[labels] ?? 0)] as const)
          .filter(([, count]) => count > 0),
      ),
    ).toEqual(asked(begun));
    expect(answers).toMatchObject({
      'method="chat.postMessage",class="ok"': sent,
      'method="chat.postMessage",class="permanent"': 1,
      'method="chat.postMessage",class="rate-limited"': 1,
    });
  });

  test('what was put off is owed since its time, and is late when it goes out', async () => {
    world.sandbox.clock.set(new Date('2022-04-06T09:01:00+08:00'));
    await vi.waitFor(async () => expect((await figures())('duban_oldest_owed_seconds')).toBe(60), 10_000);
    const early = (await figures())('duban_planned_lateness_seconds_count');
    await world.goTo('2022-04-06T09:02');
    const late = await figures();
    expect(late('duban_planned_lateness_seconds_count')).toBe((early ?? 0) + 1);
    expect(late('duban_planned_lateness_seconds_bucket{le="60"}')).toBe(early);
    expect(late('duban_planned_lateness_seconds_bucket{le="120"}')).toBe((early ?? 0) + 1);
    expect(late('duban_planned_lateness_seconds_sum')).toBe(120);
    await vi.waitFor(async () => expect((await figures())('duban_oldest_owed_seconds')).toBe(0), 10_000);
  });

  test('each act is counted by its kind and how it stood when it was acknowledged', async () => {
    await as('U01EDU').command('/duban', '签收 1');
    await as('U01EDU').command('/duban', '签收 999');
    await as('U01EDU').command('/duban', '群');
    await tell(world.sandbox, as('U01EDU'), '2号已签收');
    expect((await figures()).all('duban_ack_seconds_count')).toEqual({
      'kind="command",outcome="answered"': 2,
      'kind="command",outcome="refused"': 1,
      'kind="message",outcome="answered"': 1,
    });
  });

  test('jobs are counted by name, and the queue by state', async () => {
    const found = await figures();
    const jobs = found.all('duban_job_seconds_count');
    expect(jobs['job="plan-reminders",result="ok"']).toBeGreaterThan(0);
    expect(jobs['job="deliver",result="ok"']).toBeGreaterThan(35);
    expect(Object.keys(jobs).filter((labels) => labels.includes('failed'))).toEqual([]);
    expect(Object.keys(found.all('duban_queue_jobs')).sort()).toEqual([
      'state="active"',
      'state="delayed"',
      'state="failed"',
      'state="waiting"',
    ]);
  });

  test('no figure names a person, a unit, a place or a secret', async () => {
    const { text } = await figures();
    expect(text).not.toMatch(/\p{Script=Han}|\b[UCDTBW]0[A-Z0-9]{2,}|xox|xapp|@|[0-9a-f]{8}-[0-9a-f]{4}/u);
    const { botToken, appToken, signingSecret } = world.sandbox;
    for (const secret of [PASSWORD, botToken, appToken, signingSecret]) expect(text).not.toContain(secret);
  });
});
