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
 *   Receipt facts: `sha256, normalisedSha256, bytes, method: 'scp'|'show', path` (absolute)`, configVersion, hostname,
 *   serial, privateDataEncryption, readBack: true, checkedAt`.
 * - `factory-reset` {command, backupNormalisedSha256, backupMethod, backupPath?, backupSha256?}: identity, HA and backup are
 *   checked in the very connection that is reset; without the first two it is refused (R11). Receipt facts: `answered:
 *   true, resetTextSeen: true, command, serial, lineEnded: 'closed'|'silent', privateDataEncryption`.
 */
export type FortigateVerb = 'back-up' | 'factory-reset';

export function fortigateCommand(verb: FortigateVerb, target: Target, args: Command['args']): Command {
  return { target, verb, args };
}

/**
 * Facts of an observation:
 * - present (pinned key, logged in, identity as expected): `hostKey: 'pinned', serial, hostname, version, licenceStatus,
 *   haMode, vdomMode, vdoms[], privateDataEncryption: 'enabled'|'disabled'|'unknown', configuration: 'as-before'`
 * - foreign, pinned key but other identity: the same with differences, without `configuration`.
 * - foreign, pinned key, but the unit wants no password: as for another key, with `hostKey: 'pinned'`.
 * - foreign, other host key: only user `admin` with method `none` was offered: `hostKey: 'other', presentedKey,
 *   noneAccepted: boolean, passwordChangeDemanded: boolean`; `configuration: 'factory-default'` when both are true.
 * - unknown, by code: `ssh-unreachable`, `ssh-timeout`, `ssh-algorithms`, `ssh-garbled`, `ssh-line-lost`,
 *   `ssh-login-refused`, `ssh-password-expired`, `fortigate-command-failed`.
 */
export type FortigateFactsNote = never;
