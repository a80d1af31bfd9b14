// A Plesk server behind the executor port. It joins the parts; what is looked at and sent is in the files beside it.
import type { Secret } from '../../base/redact.ts';
import { classify } from '../common/classify.ts';
import type { Executor } from '../port.ts';
import { act, recover } from './act.ts';
import { PLESK } from './command.ts';
import type { PleskDoor } from './door.ts';
import { addressOf, observe } from './observe.ts';
import { createRestDoor } from './rest-door.ts';
import { createSshDoor } from './ssh-door.ts';

/** The `plesk` section of a contract. */
export interface PleskConnection {
  readonly api?: { readonly root: string; readonly key: unknown; readonly certificate?: string };
  readonly ssh?: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly hostKey: string;
    readonly privateKey?: unknown;
    readonly password?: unknown;
  };
}

export interface PleskExecutorOptions {
  readonly door: PleskDoor;
  /** By which the server is known as the contract's. */
  readonly mainAddress: string;
}

export function createPleskExecutor({ door, mainAddress }: PleskExecutorOptions): Executor {
  const parts = { door, mainAddress: addressOf(mainAddress) };
  return {
    name: PLESK,
    observe: (target, ctx) => observe(parts, target, ctx),
    act: (command, ctx) => act(parts, command, ctx),
    classify: (error) => classify(error, { loginLast: true }),
    recover: (command, notes) => recover(command, notes),
    close: () => door.close(),
  };
}

/** The door that the contract names. `resolve` is called for the key only when it is used. */
export async function doorOf(
  { api, ssh }: PleskConnection,
  resolve: (ref: unknown) => Promise<Secret>,
): Promise<PleskDoor | undefined> {
  if (api !== undefined) {
    const { root, certificate } = api;
    return createRestDoor({ root, key: await resolve(api.key), ...(certificate === undefined ? {} : { certificate }) });
  }
  if (ssh === undefined) return undefined;
  const { privateKey, password, ...address } = ssh;
  return createSshDoor({
    ...address,
    credential: async () => ({
      ...(privateKey === undefined ? {} : { privateKey: await resolve(privateKey) }),
      ...(password === undefined ? {} : { password: await resolve(password) }),
    }),
  });
}
