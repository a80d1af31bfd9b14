// What a factory reset leaves of a device. Pure but for the new serial and the new host key, which are random as on a device.
import { randomInt } from 'node:crypto';
import { atLeast, type DeviceFile } from './device-file.ts';
import type { DeviceState } from './device-state.ts';
import { generateHostKey } from './host-key.ts';

export const RESET_WORDS = [
  'factoryreset',
  'factoryreset2',
  'factoryreset-shutdown',
  'factoryreset-for-central-management',
] as const;
export type ResetWord = (typeof RESET_WORDS)[number];

const EVALUATION_DIGITS = 10;
const SERIAL_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const EVALUATION_DAYS = 15;

/** The state after the reset; `factoryreset2` keeps VDOMs and network, `keepLicence` licence and serial. */
export function factoryState(
  before: DeviceState,
  file: DeviceFile,
  word: ResetWord,
  keepLicence: boolean,
): DeviceState {
  return {
    ...before,
    ...(keepLicence ? {} : withoutLicence(file)),
    hostname: file.platform,
    user: 'admin',
    password: '',
    authorizedKeys: [],
    preLoginBanner: null,
    postLoginBanner: null,
    console: 'more',
    vdoms: word === 'factoryreset2' ? before.vdoms : [],
    ha: { ...before.ha, mode: 'standalone', peer: null },
    rights: 'read-write',
    privateDataEncryption: false,
    adminScp: false,
    configuration: 'factory',
    networkKept: word === 'factoryreset2',
    hostKey: generateHostKey(file.hostKeyType),
  };
}

/** The licence of a VM that has none: from 7.2.1 on a trial that wants to be registered, before that one with an end. */
export function withoutLicence(file: DeviceFile): Pick<DeviceState, 'serial' | 'licence'> {
  const rest = Array.from({ length: EVALUATION_DIGITS }, () => SERIAL_ALPHABET[randomInt(SERIAL_ALPHABET.length)]).join(
    '',
  );
  return {
    serial: `FGVMEV${rest}`,
    licence: { kind: atLeast(file, 7, 2, 1) ? 'none' : 'evaluation', expiresOn: null },
  };
}

/** Milliseconds that an old evaluation runs from the first boot. */
export const EVALUATION_MS = EVALUATION_DAYS * 86_400_000;
