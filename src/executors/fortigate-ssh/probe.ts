// Looks whether a unit is in its factory default without changing it: user `admin`, SSH method `none`, nothing else. It
// sends no credential, no key stroke, no password; it reads up to `New Password:` and leaves.
import type { JsonObject } from '../../base/canonical-json.ts';
import { KaiyakuError } from '../../base/errors.ts';
import { withoutCredential } from '../ssh/authentication.ts';
import { type Connection, type Dial, openSsh } from '../ssh/connection.ts';
import { unreachable } from './failures.ts';
import type { FortigateLimits } from './limits.ts';
import { readScreen } from './screen.ts';
import { Shell } from './shell.ts';

const FACTORY_USER = 'admin';

/** Facts of a look at a unit that presented this key. Throws when it cannot be looked at. */
export async function probe(dial: Dial<FortigateLimits>, presentedKey: string): Promise<JsonObject> {
  const opened = await openSsh(dial, (key) => key === presentedKey, withoutCredential(FACTORY_USER));
  if (opened.result === 'other-key')
    throw unreachable(`${dial.host}:${dial.port} presented two host keys within one look`, {
      facts: { first: presentedKey, second: opened.presentedKey },
    });
  if (opened.result === 'refused') return factsOf('other', presentedKey, false, false);
  try {
    const demanded = await passwordChangeDemanded(opened.connection, dial.limits, dial.signal);
    return factsOf('other', presentedKey, true, demanded);
  } finally {
    await opened.connection.close();
  }
}

/** Reads the first screen, touching nothing. A unit that says nothing within the limit does not demand anything. */
export async function passwordChangeDemanded(
  connection: Connection,
  limits: FortigateLimits,
  signal?: AbortSignal,
): Promise<boolean> {
  const shell = await Shell.open(connection.client, limits, signal);
  const read = { silenceMs: limits.probeMs, quietMs: limits.quietMs, bytesMax: limits.outputBytesMax };
  try {
    return await shell.until((tail) => {
      const { shows } = readScreen(tail);
      return shows === 'nothing-yet' ? undefined : shows === 'password-change';
    }, read);
  } catch (error) {
    if (error instanceof KaiyakuError && (error.code === 'ssh-timeout' || error.code === 'ssh-line-lost')) return false;
    throw error;
  }
}

/** Both together are the proof: a configured unit neither lets `admin` in without a password nor demands a first one. */
export function factsOf(
  hostKey: 'pinned' | 'other',
  presentedKey: string,
  none: boolean,
  demanded: boolean,
): JsonObject {
  return {
    hostKey,
    presentedKey,
    noneAccepted: none,
    passwordChangeDemanded: demanded,
    ...(none && demanded ? { configuration: 'factory-default' } : {}),
  };
}
