// Faults that can be ordered by name. Those of a connection are taken when it arrives, those of a command when it runs.
// This file only counts; what a fault does stands where it happens.
import { userError } from '../../../base/errors.ts';

export const FORTIGATE_FAULTS = [
  /** Every login attempt of the connection is refused. */
  'refuse-login',
  /** The key exchange works, a login attempt is never answered. */
  'hang-at-login',
  /** A reset command is echoed, then the line dies. Nothing happens to the device. */
  'drop-before-question',
  /** The line dies when the question stands. Nothing happens to the device. */
  'drop-after-question',
  /** The line dies at `y` without a word; the reset happens. */
  'drop-after-answer',
  /** The line dies at `y` without a word; nothing happens to the device. */
  'drop-after-answer-no-effect',
  /** Nothing more is sent after `y`, the line stays open; the reset happens. */
  'silent-after-answer',
  /** Output arrives in pieces of 1–3 bytes. */
  'split-packets',
  /** A file-system-check warning at login and console messages in front of and between lines. */
  'noise',
  /** Another host key than the device's own. */
  'changed-host-key',
  /** SCP answers `501-Permission Denied`. */
  'no-scp',
  /** SCP sends fewer bytes than it announced and closes. */
  'short-scp',
  /** The configuration lacks an `end`. */
  'corrupt-config',
  /** A reset command asks about a reboot instead (and `y` reboots). */
  'wrong-question',
  /** Late handshake, output in slow pieces. */
  'slow',
  /** The whole text of a reset and a reboot, but the device is configured as before. */
  'reset-does-nothing',
  /** Only algorithms of old trains: group1/group14 with SHA-1, CBC ciphers, SHA-1 MACs. */
  'kex-legacy-only',
] as const;

export type FortigateFaultName = (typeof FORTIGATE_FAULTS)[number];

/** A bare name holds until it is removed; `times` counts the connections or commands that it hits. */
export type FortigateFault = FortigateFaultName | { readonly name: FortigateFaultName; readonly times: number };

/** The faults that are still to happen. */
export class FaultSet {
  readonly #left = new Map<FortigateFaultName, number>();

  /** Throws `user/fortigate-fault` for an unknown name or a count that is no positive whole number. */
  add(fault: FortigateFault): void {
    const { name, times } = typeof fault === 'string' ? { name: fault, times: Number.POSITIVE_INFINITY } : fault;
    if (!FORTIGATE_FAULTS.includes(name))
      throw userError('fortigate-fault', `the simulated FortiGate knows no fault "${name}"`, {
        next: `use one of: ${FORTIGATE_FAULTS.join(', ')}`,
      });
    if (!(times >= 1 && (times === Number.POSITIVE_INFINITY || Number.isInteger(times))))
      throw userError('fortigate-fault', `fault ${name}: "times" must be a whole number from 1, not ${times}`);
    this.#left.set(name, times);
  }

  remove(name: FortigateFaultName): void {
    this.#left.delete(name);
  }

  /** Whether the fault happens now; counts it. */
  take(name: FortigateFaultName): boolean {
    const left = this.#left.get(name);
    if (left === undefined) return false;
    if (left <= 1) this.#left.delete(name);
    else this.#left.set(name, left - 1);
    return true;
  }

  /** Names that would still happen. */
  names(): readonly FortigateFaultName[] {
    return [...this.#left.keys()];
  }
}
