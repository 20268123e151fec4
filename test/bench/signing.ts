import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { createDispatch } from '../../commands/dispatch.ts';
import { startApp } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { openSandbox } from '../../src/sandbox/open.ts';
import { openStorage } from '../../src/storage.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { activeMembers } from '../../src/store/members.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { median } from './measure.ts';

/**
 * Median milliseconds in which the whole bot handles a `sign` command with its commit, from the listener's hand-over
 * to the answer, on an embedded database that waits for the disk; and those of one bare commit there.
 */
export async function measureSigning(dataDir: string): Promise<{ sign: number; commit: number }> {
  const log = createLog('silent');
  const config: Omit<Config, 'chat'> = {
    database: { kind: 'embedded' },
    redisUrl: null,
    groupChannel: null,
    dataDir,
    logLevel: 'silent',
    role: 'all',
    ops: null,
    heartbeatUrl: null,
  };
  const storage = await openStorage(config, log, { exclusive: true });
  const sandbox = await openSandbox({ port: 0, dataDir: null, clockRuns: false }, storage, log);
  const app = await startApp({
    config: { ...config, chat: sandbox.chat },
    storage,
    clock: sandbox.clock,
    log,
  });
  try {
    const { db } = app.context;
    const office = await ensureOffice(db);
    const facts = await loadFacts(db, office.id);
    const numbers = new Map(facts.proposals.map((proposal) => [proposal.id, proposal.number]));
    const signers = new Map(
      (await activeMembers(db, office.id, ['liaison'])).map((member) => [member.unitId, member.slackId]),
    );
    const calls = facts.assignments.flatMap(({ unitId, proposalId }) => {
      const user = signers.get(unitId);
      return user ? [{ user, text: `签收 ${numbers.get(proposalId)}` }] : [];
    });
    const handle = createDispatch(app.context);
    const rounds = Math.floor(calls.length / 1.3);
    const sign = await median(rounds, async (round) => {
      const call = calls[round];
      if (!call) throw new Error('there is nothing left to sign for');
      const answer = await handle({
        kind: 'command',
        id: randomUUID(),
        team: office.teamId ?? '',
        name: '/duban',
        channel: 'D0',
        triggerId: '',
        responseUrl: '',
        ...call,
      });
      if (answer.kind !== 'message' || !answer.message.text.includes('已登记签收'))
        throw new Error(`the command was not carried out: ${JSON.stringify(answer)}`);
    });
    await db.execute(sql`create table bench (n int)`);
    const commit = await median(100, (round) => db.execute(sql`insert into bench values (${round})`));
    return { sign, commit };
  } finally {
    await app.stop();
    await sandbox.close();
    await storage.close();
  }
}
