// The two lawful routes of SF8: R, the reset proven; D, the disk that carries FortiGateVM proven absent. Route D is taken for the
// whole contract (`disk`), or for single devices by their serials (`disk:SERIAL,…`); the others are backed up and reset as before.
import type { History } from '../../src/teardown/provider.ts';
import { readRouteWord, routeWord } from '../../src/teardown/route-word.ts';
import type { OtherRoute, RouteFor, Step } from '../../src/teardown/step.ts';
import type { Context } from './context.ts';
import type { FortigateService, SakuraFortigateContract } from './contract.ts';
import { deviceTarget } from './targets.ts';

const WHOLE = 'disk';

/** The contract as the approved route sees it: a device on the disk route is one that says `reset: none`. */
export function routed(
  contract: SakuraFortigateContract,
  history: Pick<History, 'route'>,
): Pick<Context, 'contract' | 'route' | 'byDisk'> {
  const { route, names } = readRouteWord(history.route);
  const byDisk = needingReset(contract)
    .map(serialOf)
    .filter((serial) => route === WHOLE && names.includes(serial));
  const isWhole = history.route === WHOLE || needingReset(contract).every((one) => byDisk.includes(serialOf(one)));
  if (isWhole) return { contract, byDisk: [], route: WHOLE };
  if (byDisk.length === 0) return { contract, byDisk, route: 'ordinary' };
  const services = contract.services.map((service) =>
    byDisk.includes(serialOf(service))
      ? { ...service, fortigate: { ...service.fortigate, reset: 'none' as const } }
      : service,
  );
  return { contract: { ...contract, services }, byDisk, route: routeWord({ route: WHOLE, names: byDisk }) };
}

/** Offered wherever a device is needed and cannot be reached; of several, for each that is not on it and not reset yet. */
export function otherRoute({ contract, history, route, byDisk }: Context): Pick<Step, 'otherRoute'> {
  if (route === WHOLE) return {};
  const left = needingReset(contract);
  const whole: OtherRoute = {
    route: WHOLE,
    sentence: `Lawful without the device (SF8, route D): ${DELETE_IT}`,
    shows: [
      ...left.map((one) => noFreshBackup(one, history)),
      `the FortiGate is not reset; the proof is the absence of ${left.map(diskOf).join(', ')}`,
    ],
  };
  if (left.length + byDisk.length < 2) return { otherRoute: whole };
  const each = left.filter((one) => !isReset(one, history)).map((one) => forOne(one, history));
  return each.length === 0 ? {} : { otherRoute: { ...whole, each } };
}

const DELETE_IT = 'delete the disk that carries FortiGateVM, and every copy of it, by the day before the end date.';

function forOne(service: FortigateService, history: History): RouteFor {
  const { hostname, serial, reset } = service.fortigate;
  const bySsh = reset === 'ssh';
  return {
    name: serial,
    label: hostname,
    // What a person resets at its console need not answer over SSH.
    ...(bySsh ? { target: deviceTarget(service) } : {}),
    sentence: `Lawful without ${hostname} alone (SF8, route D): ${DELETE_IT}`,
    shows: [
      noFreshBackup(service, history),
      `${hostname} is not reset; the proof is the absence of ${diskOf(service)}`,
    ],
    stays: `${hostname} stays as it was: ${bySsh ? 'backed up and reset' : 'reset by hand'}`,
  };
}

const needingReset = ({ services }: SakuraFortigateContract): readonly FortigateService[] =>
  services.filter(({ fortigate }) => fortigate.reset !== 'none');

/** The reset is proven: nothing of this device is left to give up, and nobody expects it to answer. */
const isReset = (service: FortigateService, { provenAt = {} }: History): boolean =>
  Object.keys(provenAt).some(
    (id) => id.startsWith('reset-fortigate/factory-reset:') && id.endsWith(`:${serialOf(service)}`),
  );

const serialOf = ({ fortigate }: FortigateService): string => fortigate.serial;
const diskOf = ({ disks }: FortigateService): string => `disk ${disks[0]!.name}`;

function noFreshBackup({ fortigate }: FortigateService, { receipts }: History): string {
  const receipt = Object.entries(receipts).find(
    ([id]) => id.startsWith('back-up/back-up:') && id.endsWith(`:${fortigate.serial}`),
  )?.[1];
  const at = receipt?.['checkedAt'];
  return `${fortigate.hostname}: no fresh backup; ${typeof at === 'string' ? `the last is from ${at}` : 'none was ever taken'}`;
}
