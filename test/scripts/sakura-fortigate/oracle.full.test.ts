// The same comparison as oracle.test.ts over many more contracts: part of the long run.
import { expect, it } from 'vitest';
import { inTimeZones } from '../../calendar/in-time-zones.ts';

it('50,000 contracts come out as counted by hand, in every time zone', { timeout: 1_800_000 }, async () => {
  const outputs = await inTimeZones(`
    import { againstOracle } from './test/scripts/sakura-fortigate/against-oracle.ts';
    console.log(againstOracle(50000, 7));`);
  expect(Object.values(outputs).map(Number)).toEqual([50_000, 50_000, 50_000, 50_000]);
});
