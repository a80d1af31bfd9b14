// The disk route for some of several FortiGates: which ones it is for, what is offered next, and that it grows until it is the whole.
import { describe, expect, test } from 'vitest';
import type { Context } from '../../../scripts/sakura-fortigate/context.ts';
import { otherRoutes, routed } from '../../../scripts/sakura-fortigate/route.ts';
import { NO_HISTORY } from '../../../src/teardown/provider.ts';
import { example } from './contracts.ts';

const two = example('two-fortigates-one-router');
const [EAST, WEST] = two.services.map(({ fortigate }) => fortigate.serial) as [string, string];
/** A third device. */
const three = {
  ...two,
  services: [...two.services, { ...two.services[0]!, fortigate: { ...two.services[0]!.fortigate, serial: 'FGVM03' } }],
};

const on = (route: string, contract = three) => routed(contract, { route });
const offered = (route: string, contract = three) =>
  (otherRoutes({ ...on(route, contract), history: NO_HISTORY } as Context).otherRoutes ?? []).map((one) => one.route);

describe('the disk route of single devices', () => {
  test('a device on it is one that nobody resets; the others are as the contract has them', () => {
    const { route, byDisk, contract } = on(`disk:${WEST}`);
    expect({ route, byDisk }).toEqual({ route: `disk:${WEST}`, byDisk: [WEST] });
    expect(contract.services.map(({ fortigate }) => fortigate.reset)).toEqual(['ssh', 'none', 'ssh']);
    expect(contract.services[0]).toBe(three.services[0]);
  });

  test('it grows device by device: each offer keeps those that are on it', () => {
    expect(offered('ordinary')).toEqual([`disk:${EAST}`, `disk:${WEST}`, 'disk:FGVM03', 'disk']);
    expect(offered(`disk:${WEST}`)).toEqual([`disk:${WEST},${EAST}`, `disk:${WEST},FGVM03`, 'disk']);
    expect(offered(`disk:${WEST},${EAST}`)).toEqual(['disk']);
    expect(offered('disk')).toEqual([]);
  });

  test('all devices are the whole route, however they are named; one device knows only that', () => {
    expect(on(`disk:${WEST},${EAST}`, two)).toMatchObject({ route: 'disk', contract: two });
    expect(offered('ordinary', example('no-term'))).toEqual(['disk']);
  });

  test('names of no device, and devices that are not reset anyway, change nothing', () => {
    expect(on('disk:FGVM99')).toMatchObject({ route: 'ordinary', contract: three });
    expect(on('ordinary')).toMatchObject({ route: 'ordinary', byDisk: [], contract: three });
  });
});
