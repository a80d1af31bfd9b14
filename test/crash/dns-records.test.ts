// SIGKILL while DNS records are taken out of their zone, at the instants where the most hangs on what is durable. Every instant:
// dns-records.full.test.ts.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BeforeTheRecord, beforeTheRecord, killedAt } from './dns-records.ts';

const TIMEOUT_MS = 300_000;

let prepared: BeforeTheRecord;
beforeAll(async () => void (prepared = await beforeTheRecord()), TIMEOUT_MS);
afterAll(() => prepared.estate.close());

test.each(['effect.after-intended', 'effect.during-act', 'effect.after-act', 'effect.after-done'] as const)(
  'killed at %s: written once, proven once',
  { timeout: TIMEOUT_MS },
  async (point) => {
    expect(await killedAt(prepared, point, 1)).toBe(true);
  },
);
