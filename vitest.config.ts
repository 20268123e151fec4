import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**', 'node_modules/**'],
    globalSetup: 'test/support/global-setup.ts',
    pool: 'threads',
    // Vitest leaves one core free by default; on two cores that halves the speed.
    maxWorkers: Math.max(2, Math.min(availableParallelism(), 8)),
    reporters: ['default', './test/support/closing-line.ts'],
    testTimeout: 60_000,
    hookTimeout: 90_000,
  },
});
