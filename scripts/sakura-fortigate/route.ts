// The two lawful routes of SF8: R, the reset proven; D, the disk that carries FortiGateVM proven absent. Route D is taken for the
// whole contract (`disk`), or for single devices by their serials (`disk:SERIAL,…`); the others are backed up and reset as before.
import type { History } from '../../src/teardown/provider.ts';
import type { OtherRoute, Step } from '../../src/teardown/step.ts';
import type { Context } from './context.ts';
import type { FortigateService, SakuraFortigateContract } from './contract.ts';

const WHOLE = 'disk';
const SINGLE = `${WHOLE}:`;

/** The contract as the approved route sees it: a device on the disk route is one that says `reset: none`. */
export function routed(
  contract: SakuraFortigateContract,
  { route }: Pick<History, 'route'>,
): Pick<Context, 'contract' | 'route' | 'byDisk'> {
  const named = route.startsWith(SINGLE) ? route.slice(SINGLE.length).split(',') : [];
  const byDisk = needingReset(contract)
    .map(serialOf)
    .filter((serial) => named.includes(serial));
  const isWhole = route === WHOLE || needingReset(contract).every((one) => byDisk.includes(serialOf(one)));
  if (isWhole) return { contract, byDisk: [], route: WHOLE };
  if (byDisk.length === 0) return { contract, byDisk, route: 'ordinary' };
  const services = contract.services.map((service) =>
    byDisk.includes(serialOf(service))
      ? { ...service, fortigate: { ...service.fortigate, reset: 'none' as const } }
      : service,
  );
  return { contract: { ...contract, services }, byDisk, route: `${SINGLE}${byDisk.join(',')}` };
}

/** Offered wherever a device is needed and cannot be reached: one route for each, and the last one for all that are left. */
export function otherRoutes({ contract, history, route, byDisk }: Context): Pick<Step, 'otherRoutes'> {
  if (route === WHOLE) return {};
  const left = needingReset(contract);
  const singles = left.length < 2 ? [] : left.map((one) => single(one, left, byDisk, history));
  const all: OtherRoute = {
    route: WHOLE,
    sentence: `Lawful without the device (SF8, route D): ${DELETE_IT}`,
    shows: [
      ...left.map((one) => noFreshBackup(one, history)),
      `the FortiGate is not reset; the proof is the absence of ${left.map(diskOf).join(', ')}`,
    ],
    without: left.map(serialOf),
  };
  return { otherRoutes: [...singles, all] };
}

const DELETE_IT = 'delete the disk that carries FortiGateVM, and every copy of it, by the day before the end date.';

function single(
  service: FortigateService,
  left: readonly FortigateService[],
  byDisk: readonly string[],
  history: History,
): OtherRoute {
  const { hostname } = service.fortigate;
  const others = left.filter((one) => one !== service).map(({ fortigate }) => fortigate.hostname);
  return {
    route: `${SINGLE}${[...byDisk, serialOf(service)].join(',')}`,
    sentence: `Lawful without ${hostname} alone (SF8, route D): ${DELETE_IT}`,
    shows: [
      noFreshBackup(service, history),
      `${hostname} is not reset; the proof is the absence of ${diskOf(service)}`,
      `still backed up and reset: ${others.join(', ')}`,
    ],
    without: [serialOf(service)],
  };
}

const needingReset = ({ services }: SakuraFortigateContract): readonly FortigateService[] =>
  services.filter(({ fortigate }) => fortigate.reset !== 'none');

const serialOf = ({ fortigate }: FortigateService): string => fortigate.serial;
const diskOf = ({ disks }: FortigateService): string => `disk ${disks[0]!.name}`;

function noFreshBackup({ fortigate }: FortigateService, { receipts }: History): string {
  const receipt = Object.entries(receipts).find(
    ([id]) => id.startsWith('back-up/back-up:') && id.endsWith(`:${fortigate.serial}`),
  )?.[1];
  const at = receipt?.['checkedAt'];
  return `${fortigate.hostname}: no fresh backup; ${typeof at === 'string' ? `the last is from ${at}` : 'none was ever taken'}`;
}
