// A logged-in session on the one unit that a target names, for the length of one piece of work. The pinned key comes
// first; a credential is offered once, and not at all for a while after a unit refused one.
import type { KaiyakuError } from '../../base/errors.ts';
import { refusal } from '../../base/errors.ts';
import { type Authentication, authentication, type Credential, withoutCredential } from '../ssh/authentication.ts';
import type { FortigateExpect } from './command.ts';
import type { Unit } from './configuration.ts';
import { type Connection, type Dial, type Opened, openPinned } from '../ssh/connection.ts';
import { otherHostKey } from '../ssh/pinned.ts';
import type { Dialogue } from './dialogue.ts';
import { loginRefused } from './failures.ts';
import type { FortigateLimits } from './limits.ts';
import { logIn } from './login.ts';
import { readUnit } from './unit.ts';

export interface Session {
  readonly connection: Connection;
  readonly dialogue: Dialogue;
  readonly unit: Unit;
}

/** How a unit may be reached. */
export interface Access {
  readonly credential: () => Promise<Credential>;
  readonly limits: FortigateLimits;
  readonly signal?: AbortSignal;
  /** After a refused login: offer nothing. */
  readonly hold: boolean;
}

export const dialOf = (expect: FortigateExpect, { limits, signal }: Access): Dial<FortigateLimits> => ({
  host: expect.host,
  port: expect.port,
  legacyAlgorithms: expect.legacyAlgorithms,
  limits,
  ...(signal === undefined ? {} : { signal }),
});

/** Opens to the pinned key, logs in as far as the method goes. `open` by `none` is a unit that wants no password. */
export function openUnit(expect: FortigateExpect, access: Access): Promise<Opened> {
  const auth = (): Authentication =>
    access.hold ? withoutCredential(expect.user) : authentication(expect.user, access.credential);
  return openPinned(dialOf(expect, access), expect.hostKey, auth);
}

/** The error for a login that was refused. */
export function refusedError(expect: FortigateExpect, held: boolean): KaiyakuError {
  return loginRefused(`${expect.host}:${expect.port} refused the login of ${expect.user}`, {
    ...(held
      ? {
          why: 'it did so a short while ago; no credential is offered again yet, so that the address is not locked out',
        }
      : {}),
    next: 'check user, password or key by hand, and wait a minute before the next try',
    facts: { held },
  });
}

/**
 * Does `work` on the unit that is to be changed. Throws R09 for another host key, R07 for a unit that wants no password,
 * `ssh-login-refused`, and what the dialogue throws. The connection is closed in any case.
 */
export async function withSession<T>(
  expect: FortigateExpect,
  access: Access,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const opened = await openUnit(expect, access);
  if (opened.result === 'other-key')
    throw otherHostKey(`${expect.host}:${expect.port}`, expect.hostKey, opened.presentedKey);
  if (opened.result === 'refused') throw refusedError(expect, access.hold);
  const { connection } = opened;
  try {
    if (connection.by === 'none')
      throw refusal('R07', `${expect.host}:${expect.port} lets ${expect.user} in without a password`, {
        why: 'the unit is not in the state that the contract describes; it may have been reset already',
      });
    const dialogue = await logIn(connection, access.limits, access.signal);
    return await work({ connection, dialogue, unit: await readUnit(dialogue) });
  } finally {
    await connection.close();
  }
}
