import { randomUUID } from 'node:crypto';
import { createDispatch } from '../../commands/dispatch.ts';
import { startApp } from '../../src/app.ts';
import type { Inbound } from '../../src/chat/listener.ts';
import type { Config } from '../../src/config.ts';
import { encodeQuery, WHOLE_BOARD } from '../../src/domain/board-query.ts';
import { deriveDuties } from '../../src/domain/duty.ts';
import { importFiles } from '../../src/importing.ts';
import { createLog } from '../../src/log.ts';
import { officeWithRules } from '../../src/office.ts';
import { openSandbox } from '../../src/sandbox/open.ts';
import { openStorage } from '../../src/storage.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { largeOfficeFiles } from '../support/home.ts';
import { median } from './measure.ts';

/**
 * Median milliseconds in which the Home tab of the desk is made and published for an office of 100 units and 1,000
 * proposals: opened with the overview, and turned to a page of a filtered and searched board; of a liaison; and those of
 * reading the office's facts and deriving its duties, which no view of it can do without.
 */
export async function measureHome(
  dataDir: string,
): Promise<{ overview: number; board: number; unit: number; reading: number }> {
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
  const { clock } = sandbox;
  const app = await startApp({ config: { ...config, chat: sandbox.chat }, storage, clock, log });
  try {
    const { db } = app.context;
    await importFiles(db, { ...(await largeOfficeFiles()), dryRun: false, now: clock.now() });
    const row = await ensureOffice(db);
    const rules = officeWithRules(row);
    if (!rules) throw new Error('the sample office has no rules');
    const handle = createDispatch(app.context);
    const team = row.teamId ?? '';
    const opened = (user: string): Inbound => {
      const event = { kind: 'event', type: 'app_home_opened', tab: 'home' } as const;
      return { ...event, id: `event:${randomUUID()}`, team, user };
    };
    const query = { ...WHOLE_BOARD, side: 'proposal', filter: 'open', search: '工作', page: 20 } as const;
    const turned = (): Inbound => ({
      kind: 'action',
      id: `action:${randomUUID()}`,
      team,
      user: 'U01DESK',
      source: 'home',
      actionId: 'home-show',
      value: encodeQuery(query),
      triggerId: 'none',
    });
    return {
      overview: await median(10, () => handle(opened('U01DESK'))),
      board: await median(10, () => handle(turned())),
      unit: await median(10, () => handle(opened('U01EDU'))),
      reading: await median(10, async () =>
        deriveDuties(rules.notice, await loadFacts(db, row.id), '2022-04-06'),
      ),
    };
  } finally {
    await app.stop();
    await sandbox.close();
    await storage.close();
  }
}
