// Random contracts against the day-by-day count, in four time zones of the process.
import { expect, it } from 'vitest';
import { inTimeZones, TIME_ZONES_MS_MAX } from '../../calendar/in-time-zones.ts';

it('2,000 contracts come out as counted by hand, in every time zone', { timeout: TIME_ZONES_MS_MAX }, async () => {
  const outputs = await inTimeZones(`
    import { againstOracle } from './test/scripts/altus/against-oracle.ts';
    console.log(againstOracle(2000, 20261122));`);
  expect(Object.values(outputs).map(Number)).toEqual([2000, 2000, 2000, 2000]);
});
