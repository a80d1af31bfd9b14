// SIGKILL at every named instant while DNS records are taken out of their zone, also where the write was never answered. Long:
// `npm run test:full`.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAULT_POINTS } from '../../src/base/fault-point.ts';
import { type BeforeTheRecord, beforeTheRecord, killedAt } from './dns-records.ts';

const TIMEOUT_MS = 300_000;

let prepared: BeforeTheRecord;
beforeAll(async () => void (prepared = await beforeTheRecord()), TIMEOUT_MS);
afterAll(() => prepared.estate.close());

/** That a record has gone is a fact, proven by one look: there are no two passes to be killed between. */
const POINTS = FAULT_POINTS.filter((point) => point !== 'effect.between-proofs');

describe.each(POINTS)('%s', (point) => {
  test.each([
    [1, false],
    [2, false],
    [3, false],
    [1, true],
  ])('#%i, unanswered %s: written once, proven once', { timeout: TIMEOUT_MS }, async (nth, unanswered) => {
    const struck = await killedAt(prepared, point, nth, unanswered);
    if (nth === 1 && !unanswered) expect(struck).toBe(true);
  });
});
