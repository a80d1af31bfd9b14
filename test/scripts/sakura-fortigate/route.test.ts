// The disk route for some of several FortiGates: which ones it is for, what is offered next, and that it grows until it is the whole.
import { describe, expect, test } from 'vitest';
import type { Context } from '../../../scripts/sakura-fortigate/context.ts';
import { otherRoute, routed } from '../../../scripts/sakura-fortigate/route.ts';
import { NO_HISTORY, type History } from '../../../src/teardown/provider.ts';
import { teardownOf } from '../../../scripts/sakura-fortigate/teardown.ts';
import type { Terms } from '../../../src/teardown/terms.ts';
import { example } from './contracts.ts';

const two = example('two-fortigates-one-router');
const [EAST, WEST] = two.services.map(({ fortigate }) => fortigate.serial) as [string, string];
/** A third device. */
const three = {
  ...two,
  services: [...two.services, { ...two.services[0]!, fortigate: { ...two.services[0]!.fortigate, serial: 'FGVM03' } }],
};

/** The id of the effect on this device, as the teardown has it. */
const effectOf = (begins: string, serial: string): string =>
  teardownOf(three, {} as Terms, NO_HISTORY, new Map())
    .steps.flatMap(({ effects }) => effects)
    .find(({ id }) => id.startsWith(begins) && id.endsWith(serial))!.id;

const on = (route: string, contract = three) => routed(contract, { route });
const offered = (word: string, contract = three, history: History = NO_HISTORY) => {
  const offer = otherRoute({ ...on(word, contract), history } as Context).otherRoute;
  return { route: offer?.route, names: offer?.each?.map(({ name }) => name) };
};

describe('the disk route of single devices', () => {
  test('a device on it is one that nobody resets; the others are as the contract has them', () => {
    const { route, byDisk, contract } = on(`disk:${WEST}`);
    expect({ route, byDisk }).toEqual({ route: `disk:${WEST}`, byDisk: [WEST] });
    expect(contract.services.map(({ fortigate }) => fortigate.reset)).toEqual(['ssh', 'none', 'ssh']);
    expect(contract.services[0]).toBe(three.services[0]);
  });

  test('it is offered for each device that is not on it', () => {
    expect(offered('ordinary')).toEqual({ route: 'disk', names: [EAST, WEST, 'FGVM03'] });
    expect(offered(`disk:${WEST}`)).toEqual({ route: 'disk', names: [EAST, 'FGVM03'] });
    expect(offered(`disk:${WEST},${EAST}`)).toEqual({ route: 'disk', names: ['FGVM03'] });
    expect(offered('disk')).toEqual({ route: undefined, names: undefined });
  });

  test('and for none whose reset is proven', () => {
    const reset = effectOf(`reset-fortigate/factory-reset:`, EAST);
    const history = { ...NO_HISTORY, provenAt: { [reset]: '2027-02-16T00:00:00.000Z' } };
    expect(offered('ordinary', three, history).names).toEqual([WEST, 'FGVM03']);
  });

  test('only a device that answers to kaiyaku is asked whether it does', () => {
    const each = otherRoute({ ...on('ordinary', two), history: NO_HISTORY } as Context).otherRoute!.each!;
    expect(each.map(({ label, target }) => [label, target?.id])).toEqual([
      ['FGT-EAST-01', EAST],
      ['FGT-WEST-01', undefined], // reset: by-person
    ]);
  });

  test('all devices are the whole route, however they are named; one device knows only that', () => {
    expect(on(`disk:${WEST},${EAST}`, two)).toMatchObject({ route: 'disk', contract: two });
    expect(offered('ordinary', example('no-term'))).toEqual({ route: 'disk', names: undefined });
  });

  test('names of no device, and devices that are not reset anyway, change nothing', () => {
    expect(on('disk:FGVM99')).toMatchObject({ route: 'ordinary', contract: three });
    expect(on('ordinary')).toMatchObject({ route: 'ordinary', byDisk: [], contract: three });
  });
});
