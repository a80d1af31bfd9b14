// Every day of two years, and random terms, against the day-by-day count, in four time zones of the process.
import { expect, it } from 'vitest';
import { inTimeZones } from '../../calendar/in-time-zones.ts';

/** Four programs over 2,000 contracts each; on a busy machine that takes longer than a test usually may. */
const MS_MAX = 300_000;

it('2,000 contracts and 800 days come out as counted by hand, in every time zone', { timeout: MS_MAX }, async () => {
  const outputs = await inTimeZones(`
    import { againstOracle, everyDay } from './test/scripts/sakura-fortigate/against-oracle.ts';
    console.log(everyDay(800) + againstOracle(2000, 20261122));`);
  expect(Object.values(outputs).map(Number)).toEqual([2800, 2800, 2800, 2800]);
});
