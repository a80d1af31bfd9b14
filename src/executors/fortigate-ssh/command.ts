// The FortiGate behind a service, as a target, and what is done to it over SSH. No I/O here.
import type { Command, Target } from '../port.ts';

export const FORTIGATE_SSH = 'fortigate-ssh';

export interface FortigateExpect {
  readonly host: string;
  readonly port: number;
  /** `SHA256:…`, pinned. */
  readonly hostKey: string;
  readonly user: string;
  readonly serial: string;
  readonly hostname: string;
  /** Version or its beginning: `7.4`, `7.4.8`. */
  readonly version: string;
  readonly vdoms: readonly string[];
  readonly legacyAlgorithms: boolean;
}

/** Its id is the serial number. Credentials are handed to the executor by reference, never in the target. */
export function fortigateTarget(expect: FortigateExpect): Target {
  return {
    executor: FORTIGATE_SSH,
    kind: 'fortigate',
    id: expect.serial,
    expect: { ...expect, vdoms: [...expect.vdoms] },
    label: `FortiGate ${expect.hostname} (${expect.serial})`,
  };
}

export type ResetCommand = 'factoryreset-shutdown' | 'factoryreset' | 'factoryreset2';

/**
 * - `back-up` {by: 'scp'|'scp-or-show', to}: fetches the configuration, checks it, stores it, reads it back.
 *   Receipt facts: `sha256, normalisedSha256, bytes, method: 'scp'|'show', path, configVersion, hostname, checkedAt`.
 * - `factory-reset` {command, backupNormalisedSha256?, backupMethod?}: identity, HA and backup are checked in the very
 *   connection that is reset. Receipt facts: `answered, resetTextSeen, command, serial, lineEnded: 'closed'|'silent'`.
 */
export type FortigateVerb = 'back-up' | 'factory-reset';

export function fortigateCommand(verb: FortigateVerb, target: Target, args: Command['args']): Command {
  return { target, verb, args };
}

/**
 * Facts of an observation:
 * - present (pinned key, logged in, identity as expected): `hostKey: 'pinned', serial, hostname, version, licenceStatus,
 *   haMode, vdomMode, privateDataEncryption, configuration: 'as-before'`
 * - foreign, pinned key but other identity: the same with differences.
 * - foreign, other host key: only user `admin` with method `none` was offered: `hostKey: 'other', presentedKey,
 *   noneAccepted: boolean, passwordChangeDemanded: boolean`; `configuration: 'factory-default'` when both are true.
 * - unknown: unreachable (code `ssh-unreachable`), refused login (`ssh-login-refused`), algorithms (`ssh-algorithms`)…
 */
export type FortigateFactsNote = never;
