import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
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
  },
});
