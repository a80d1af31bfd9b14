// A login on the machine whose host key is pinned: the connection, or why there is none.
import { type KaiyakuError, refusal } from '../../base/errors.ts';
import { type SshPlace, sshName } from '../../base/ssh-place.ts';
import { authentication, type Credential } from './authentication.ts';
import { type Connection, openPinned } from './connection.ts';
import { loginRefused } from './failures.ts';
import { SSH_LIMITS, type SshLimits } from './limits.ts';

export interface LoginOptions {
  readonly limits?: SshLimits;
  readonly signal?: AbortSignal | undefined;
}

/**
 * `credential` is asked for after the key was found right. Throws R09 for another host key, `ssh-login-refused`, and what the
 * connection throws.
 */
export async function logInTo(
  place: SshPlace,
  credential: () => Promise<Credential>,
  { limits = SSH_LIMITS, signal }: LoginOptions = {},
): Promise<Connection> {
  const { host, port, user, hostKey } = place;
  const dial = { host, port, legacyAlgorithms: false, limits, ...(signal === undefined ? {} : { signal }) };
  const opened = await openPinned(dial, hostKey, () => authentication(user, credential));
  if (opened.result === 'open') return opened.connection;
  const name = sshName(place);
  if (opened.result === 'other-key') throw otherHostKey(name, hostKey, opened.presentedKey);
  throw loginRefused(`${name} refused the login`, { next: 'check user, key or password by hand' });
}

/** R09. `where`: `192.0.2.1:22` */
export function otherHostKey(where: string, pinned: string, presented: string): KaiyakuError {
  return refusal('R09', `${where} presents another host key than the pinned one`, {
    facts: { pinned, presented },
    next: 'find out why; a new key is pinned in the contract only after it was compared on the console',
  });
}
