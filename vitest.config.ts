// How tests run: real files, sockets and processes. They wait about as much as they compute, so there are more workers than cores.
// KAIYAKU_FULL=1 adds the long suites (*.full.test.ts); KAIYAKU_TEST_REPORT=FILE also writes the counts as JSON.
import { defineConfig } from 'vitest/config';

const full = process.env['KAIYAKU_FULL'] === '1';
const report = process.env['KAIYAKU_TEST_REPORT'];

export default defineConfig({
  test: {
    environment: 'node',
    globalSetup: ['test/global-setup.ts'],
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', ...(full ? [] : ['test/**/*.full.test.ts'])],
    pool: 'forks',
    maxWorkers: 4,
    testTimeout: full ? 600_000 : 30_000,
    hookTimeout: full ? 120_000 : 30_000,
    teardownTimeout: 10_000,
    allowOnly: false,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
