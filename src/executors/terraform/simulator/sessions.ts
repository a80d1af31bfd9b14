// One configuration for each connection: all aliases and all runs share this one process, and what one provider block says
// must never reach another's calls.
import { userError } from '../../../base/errors.ts';
import { Api } from './api.ts';
import { SESSIONS_MAX } from './limits.ts';
import { text, type Values } from './values.ts';

export interface Session {
  readonly api: Api;
  readonly zone: string;
}

/** What the stand-in itself was started with. */
export interface Fallback {
  readonly apiRoot: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export class Sessions {
  readonly #byPeer = new Map<string, Session>();
  readonly #fallback: Fallback;
  constructor(fallback: Fallback) {
    this.#fallback = fallback;
  }

  /** From a provider block. Credentials: the block, then the environment, as the real providers read them. */
  configure(peer: string, config: Values): void {
    const { apiRoot, env } = this.#fallback;
    const read = (name: string, ...variables: string[]) =>
      text(config, name) || variables.map((variable) => env[variable]).find((value) => value) || '';
    const [token, secret] = [
      read('token', 'SAKURA_ACCESS_TOKEN', 'SAKURACLOUD_ACCESS_TOKEN'),
      read('secret', 'SAKURA_ACCESS_TOKEN_SECRET', 'SAKURACLOUD_ACCESS_TOKEN_SECRET'),
    ];
    if (token === '' || secret === '')
      throw userError(
        'stand-in-credentials',
        'token and secret are neither in the provider block nor in the environment',
      );
    const root = loopback(text(config, 'api_root_url') || apiRoot);
    // The providers' own default zone.
    const zone = read('zone', 'SAKURA_ZONE', 'SAKURACLOUD_ZONE') || 'is1b';
    this.#byPeer.delete(peer);
    this.#byPeer.set(peer, { api: new Api({ root, token, secret }), zone });
    const [oldest] = this.#byPeer.keys();
    if (this.#byPeer.size > SESSIONS_MAX && oldest !== undefined) this.#byPeer.delete(oldest);
  }

  /** Throws `stand-in-not-configured` for a connection that never sent a provider block. */
  of(peer: string): Session {
    const session = this.#byPeer.get(peer);
    if (session === undefined) throw userError('stand-in-not-configured', 'this connection has no provider block yet');
    return session;
  }
}

/** The stand-in deletes with less care than the real provider: it is let at simulators only. */
export function loopback(root: string): string {
  if (/^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+(?:\/|$)/.test(root)) return root;
  throw userError(
    'stand-in-loopback-only',
    `the stand-in provider talks to simulators on loopback only, not to ${root}`,
    {
      next: 'use the official provider for the real API',
    },
  );
}
