// Real BIND on loopback, as the rehearsal of a server starts it: a primary, and a secondary that transfers from it. Only for tests.
import { type BindServer, type BindZone, type NamedRig, startNamed } from '../../../src/rehearsal/named.ts';
import { installed } from '../../../src/rehearsal/installed.ts';

export { freePort } from '../../../src/rehearsal/installed.ts';
export type { BindServer, BindZone } from '../../../src/rehearsal/named.ts';

export const hasBind = installed('named') !== undefined && installed('named-checkzone') !== undefined;
/** `nsupdate` and `dig` come with another package. */
export const hasUpdate = installed('nsupdate') !== undefined && installed('dig') !== undefined;

export type BindPrimary = NamedRig;

/** `resolves`: it says that it answers for others too, as a resolver does; it knows no zone but these. */
export const startPrimary = (zones: readonly BindZone[], resolves = false): Promise<BindPrimary> =>
  startNamed({ primary: zones, resolves });

/** Holds what it has transferred. */
export const startSecondary = ({ at }: BindServer, zones: readonly BindZone[]): Promise<NamedRig> =>
  startNamed({
    secondary: zones.map(({ name, transfer }) => ({ name, from: at, ...(transfer === undefined ? {} : { transfer }) })),
  });
