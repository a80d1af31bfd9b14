// Opens the machine that a target names, for the length of one piece of work, and turns what went wrong into what was seen.
import { KaiyakuError } from '../../base/errors.ts';
import type { SshPlace } from '../../base/ssh-place.ts';
import { unknownLook } from '../common/found.ts';
import type { LookContext, Observation, Target } from '../port.ts';
import type { Credential } from '../ssh/authentication.ts';
import { localMachine } from './local.ts';
import type { Machine } from './machine.ts';

/** The credential of the machine that a target names; asked for only after its host key was found to be the pinned one. */
export type Credentials = (place: SshPlace) => Promise<Credential>;

/** Does `work` on the machine of `expect.ssh`, or on this one. Throws R09 and what `Machine` throws. */
export async function onMachine<T>(
  { expect: { ssh } }: Pick<Target, 'expect'>,
  credentials: Credentials,
  signal: AbortSignal | undefined,
  work: (machine: Machine) => Promise<T>,
): Promise<T> {
  const machine = await opened(ssh as SshPlace | undefined, credentials, signal);
  try {
    return await work(machine);
  } finally {
    await machine.close();
  }
}

async function opened(
  place: SshPlace | undefined,
  credentials: Credentials,
  signal: AbortSignal | undefined,
): Promise<Machine> {
  if (place === undefined) return localMachine(signal);
  const { machineOverSsh } = await import('./over-ssh.ts');
  return machineOverSsh(place, () => credentials(place), signal);
}

/** A look that failed: another machine is foreign, everything else unknown. Throws bugs and cancellation. */
export function failedLook(error: unknown, ctx: LookContext): Observation {
  const seenAtMs = ctx.clock.nowMs();
  if (!(error instanceof KaiyakuError) || error.code !== 'R09') return unknownLook(error, ctx, seenAtMs);
  const { pinned, presented } = error.detail.facts as { pinned: string; presented: string };
  const differences = [{ what: 'host key', expected: pinned, found: presented }];
  return { state: 'foreign', facts: { presentedKey: presented }, differences, seenAtMs };
}
