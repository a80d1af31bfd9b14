// One SSH connection. The host key is compared before anything about the user is said; with another key the connection
// ends there. Errors carry their own code by the phase in which they came, never by their text.
import { connect, type Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { Algorithms, Client } from 'ssh2';
import type { KaiyakuError } from '../../base/errors.ts';
import { systemErrorCode } from '../../base/errors.ts';
import type { Authentication } from './authentication.ts';
import { garbled, loginRefused, noCommonAlgorithm, timedOut, unreachable } from './failures.ts';
import { algorithmsWithout, fingerprintOf, keyTypeOf } from './host-key.ts';
import { HOST_KEY_KINDS_MAX, type SshLimits } from './limits.ts';

export interface Dial<Limits extends SshLimits = SshLimits> {
  readonly host: string;
  readonly port: number;
  readonly legacyAlgorithms: boolean;
  readonly limits: Limits;
  readonly signal?: AbortSignal;
}

/** An authenticated connection. `by` is the method that was accepted; `none` means: no credential was asked for. */
export interface Connection {
  readonly client: Client;
  readonly hostKey: string;
  readonly by: string;
  close(): Promise<void>;
}

export type Opened =
  | { readonly result: 'open'; readonly connection: Connection }
  /** The key was not accepted by `acceptKey`; nothing was sent. */
  | { readonly result: 'other-key'; readonly presentedKey: string; readonly keyType: string }
  | { readonly result: 'refused' };

/** Connects to the unit whose host key is pinned; asks for its other keys when it presents one that is not. */
export async function openPinned(dial: Dial, pinned: string, auth: () => Authentication): Promise<Opened> {
  const seen = new Set<string>();
  let first: Opened | undefined;
  for (let tries = 0; tries < HOST_KEY_KINDS_MAX; tries += 1) {
    const opened = await openSsh(dial, (key) => key === pinned.replace(/=+$/, ''), auth(), seen).catch(
      (error: unknown) => {
        // No further key: the one that was presented first stands.
        if (first !== undefined && (error as KaiyakuError).code === 'ssh-algorithms') return first;
        throw error;
      },
    );
    if (opened === first || opened.result !== 'other-key') return opened;
    if (seen.has(opened.keyType)) break;
    first ??= opened;
    seen.add(opened.keyType);
  }
  return first!;
}

type Phase = 'connect' | 'key-exchange' | 'authentication' | 'open';

/**
 * One attempt. Throws `ssh-unreachable`, `ssh-timeout`, `ssh-algorithms`, `ssh-garbled`, what resolving the credential
 * threw, or the reason of the signal.
 */
export async function openSsh(
  dial: Dial,
  acceptKey: (fingerprint: string) => boolean,
  auth: Authentication,
  withoutTypes: ReadonlySet<string> = new Set(),
): Promise<Opened> {
  const { host, port, limits, signal } = dial;
  const where = `${host}:${port}`;
  signal?.throwIfAborted();
  const socket = await openSocket(dial);
  const client = new ssh2.Client();
  let phase: Phase = 'key-exchange';
  let presented: { readonly fingerprint: string; readonly type: string } | undefined;
  let accepted = false;
  let timer: NodeJS.Timeout | undefined;
  let abort = (): void => {};

  const opened = await new Promise<Opened>((resolve, reject) => {
    const limit = (ms: number): void => {
      clearTimeout(timer);
      timer = setTimeout(
        () => reject(timedOut(`${where} did not finish the ${phase} within ${ms} ms`, { facts: { phase } })),
        ms,
      );
    };
    abort = () => reject(signal?.reason as Error);
    signal?.addEventListener('abort', abort, { once: true });
    const ended = (error?: unknown): void => {
      if (presented !== undefined && !accepted)
        resolve({ result: 'other-key', presentedKey: presented.fingerprint, keyType: presented.type });
      else if (auth.failure() !== undefined) reject(auth.failure());
      else if (phase === 'authentication' && refusedOver(auth, error)) resolve({ result: 'refused' });
      else reject(exchangeFailure(where, { said: socket.bytesRead > 0, keySeen: presented !== undefined }, error));
    };
    client.on('handshake', () => {
      // A later exchange of keys on the open connection says the same again.
      if (phase !== 'key-exchange') return;
      phase = 'authentication';
      limit(limits.authenticationMs);
    });
    client.on('ready', () => {
      phase = 'open';
      clearTimeout(timer);
      const by = auth.lastMethod() ?? 'none';
      resolve({
        result: 'open',
        connection: { client, hostKey: presented!.fingerprint, by, close: () => close(client, socket, limits.closeMs) },
      });
    });
    client.on('change password', () => reject(loginRefused(`${where} demands a new password in the login itself`)));
    // Stays: an error event without a listener would end the process. After `ready` the channels report the end.
    client.on('error', ended);
    client.on('close', () => ended());
    limit(limits.handshakeMs);
    client.connect({
      sock: socket,
      username: auth.user,
      authHandler: auth.handler,
      readyTimeout: 0,
      algorithms: algorithmsFor(dial, withoutTypes),
      hostVerifier: (key: Buffer): boolean => {
        presented = { fingerprint: fingerprintOf(key), type: keyTypeOf(key) };
        accepted = acceptKey(presented.fingerprint);
        return accepted;
      },
    });
  })
    .catch((error: unknown) => {
      socket.destroy();
      throw error;
    })
    .finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    });
  if (opened.result !== 'open') socket.destroy();
  return opened;
}

/** The server said no; or it ended the connection after it had been offered a credential, as a lockout does. */
function refusedOver(auth: Authentication, error: unknown): boolean {
  const method = auth.lastMethod();
  return levelOf(error) === 'client-authentication' || (method !== undefined && method !== 'none');
}

function levelOf(error: unknown): string | undefined {
  return (error as { level?: string } | undefined)?.level;
}

/** SSH_DISCONNECT_KEY_EXCHANGE_FAILED (RFC 4253 §11.1): the other side found no common algorithm first. */
const KEY_EXCHANGE_FAILED = 3;

function exchangeFailure(
  where: string,
  { said, keySeen }: { said: boolean; keySeen: boolean },
  error: unknown,
): KaiyakuError {
  const level = levelOf(error);
  const theirs = (error as { code?: unknown } | undefined)?.code === KEY_EXCHANGE_FAILED;
  if ((level === 'handshake' || theirs) && !keySeen)
    return noCommonAlgorithm(`${where} and we have no SSH algorithm in common`, {
      cause: error,
      next: 'if the unit is that old, set legacyAlgorithms: true for it in the contract',
    });
  if (said && (level === 'handshake' || level === 'protocol'))
    return garbled(`${where} does not speak SSH as it should`, { cause: error });
  return unreachable(`${where} ended the connection before the login`, {
    cause: error,
    facts: { phase: 'before-login' },
  });
}

function openSocket({ host, port, limits, signal }: Dial): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    const done = (error?: unknown): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.removeListener('error', onError);
      if (error === undefined) return resolve(socket);
      socket.destroy();
      reject(error);
    };
    const onAbort = (): void => done(signal?.reason);
    const onError = (cause: Error): void =>
      done(
        unreachable(`no connection to ${host}:${port}`, {
          cause,
          facts: { phase: 'connect', system: systemErrorCode(cause) },
        }),
      );
    const timer = setTimeout(
      () =>
        done(
          unreachable(`no connection to ${host}:${port} within ${limits.connectMs} ms`, {
            facts: { phase: 'connect' },
          }),
        ),
      limits.connectMs,
    );
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.once('error', onError);
    socket.once('connect', () => done());
  });
}

function algorithmsFor({ legacyAlgorithms }: Dial, withoutTypes: ReadonlySet<string>): Algorithms {
  return {
    ...(withoutTypes.size === 0 ? {} : { serverHostKey: algorithmsWithout(withoutTypes) }),
    ...(legacyAlgorithms ? LEGACY : {}),
  };
}

/** FortiOS up to 6.x with sha1 only; offered to a unit only when its contract says so. */
const LEGACY: Algorithms = {
  kex: {
    append: ['diffie-hellman-group-exchange-sha1', 'diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'],
    prepend: [],
    remove: [],
  },
  cipher: { append: ['aes256-cbc', 'aes192-cbc', 'aes128-cbc', '3des-cbc'], prepend: [], remove: [] },
  hmac: { append: ['hmac-md5'], prepend: [], remove: [] },
};

/** Says goodbye, and cuts the line when that is not heard. */
function close(client: Client, socket: Socket, closeMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) return resolve();
    const timer = setTimeout(() => socket.destroy(), closeMs);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    client.end();
  });
}
