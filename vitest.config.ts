import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import type { Manner } from './test/support/manner.ts';
import { redisIsHere } from './test/support/redis.ts';

/** What a bot must keep to in every manner of working: that everybody is told, and once. */
const DELIVERY = [
  'test/e2e/delivery.test.ts',
  'test/e2e/faults.test.ts',
  'test/e2e/slack-trouble.test.ts',
  'test/jobs/deliver.test.ts',
];

const plain: Manner = { redis: false, processes: 1 };
/** The two together in every run; each alone where MANNERS=all asks for it. */
const others: Manner[] = [
  { redis: true, processes: 3 },
  ...(process.env.MANNERS === 'all'
    ? [
        { redis: true, processes: 1 },
        { redis: false, processes: 3 },
      ]
    : []),
];

export default defineConfig({
  test: {
    exclude: ['test/bench/**', 'node_modules/**'],
    globalSetup: 'test/support/global-setup.ts',
    pool: 'threads',
    // Modules are read and warmed up once a worker instead of once a file: a quarter of the whole run.
    isolate: false,
    // One more than there are cores: much of a test is waiting for processes and databases.
    maxWorkers: Math.min(availableParallelism() + 1, 8),
    reporters: ['default', './test/support/closing-line.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'all', include: ['test/**/*.test.ts'], provide: { manner: plain } } },
      ...others
        .filter(({ redis }) => !redis || redisIsHere())
        .map((manner) => ({
          extends: true as const,
          test: {
            name: `delivery (${manner.redis ? 'Redis' : 'PostgreSQL'}, ${manner.processes})`,
            include: DELIVERY,
            provide: { manner },
          },
        })),
    ],
  },
});
