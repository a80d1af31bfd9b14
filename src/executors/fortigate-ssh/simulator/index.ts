// A FortiGate-VM that can be backed up, reset and lost over SSH, on the loopback interface: for rehearsals, for tests and
// for `kaiyaku simulate fortigate`. It follows the documented texts of FortiOS 6.4 to 7.6; it filters no packet.
import type { Clock } from '../../../base/clock.ts';
import { systemErrorCode, userError } from '../../../base/errors.ts';
import { completeDeviceFile, type DeviceFileInput } from './device-file.ts';
import { Device, type FortigateSnapshot } from './device.ts';
import type { FortigateFault, FortigateFaultName } from './faults.ts';
import { hostKeyFingerprint } from './host-key.ts';
import type { FortigateTransition } from './record.ts';
import { FortigateServer, HOST } from './server.ts';

export { FORTIGATE_FAULTS, type FortigateFault, type FortigateFaultName } from './faults.ts';
export { FORTIGATE_PROFILES, completeDeviceFile, type DeviceFile, type DeviceFileInput } from './device-file.ts';
export { generateHostKey, hostKeyFingerprint } from './host-key.ts';
export type { FortigateSnapshot } from './device.ts';
export type { FortigateLogin, FortigateTransition } from './record.ts';

export interface FortigateOptions {
  /** TCP port on 127.0.0.1; 0 (default): any free one. */
  readonly port?: number;
  /** The device's time: boots, lockouts, dates. It is only read, never slept on. */
  readonly clock: Clock;
  /** Any part of the device file; see device-file.ts. */
  readonly device?: DeviceFileInput;
  readonly faults?: readonly FortigateFault[];
  /** Device seconds that pass in one second of the clock; default 1. */
  readonly timeScale?: number;
  /** The device powered itself off (`down`), for whoever plays the cloud around it. Not called for `setPower`. */
  readonly onPower?: (state: 'down' | 'up') => void;
}

export interface FortigateSimulator {
  readonly host: string;
  readonly port: number;
  /** The key of a connection made now, without the fault `changed-host-key`; a reset changes it. */
  readonly hostKey: string;
  /** The account and password of the device file, as they were before any reset. */
  readonly user: string;
  readonly password: string;
  device(): FortigateSnapshot;
  readonly transitions: readonly FortigateTransition[];
  addFault(fault: FortigateFault): void;
  removeFault(name: FortigateFaultName): void;
  /** The cloud's switch: `down` cuts all lines at once, `up` boots. */
  setPower(state: 'up' | 'down'): void;
  /** Stops listening and cuts all lines. Rejects with the first bug of the simulator itself, if there was one. */
  close(): Promise<void>;
}

/**
 * Starts one simulated FortiGate. Throws `user/fortigate-device-file`, `user/fortigate-host-key`, `user/fortigate-fault`,
 * `user/fortigate-port` (the port is taken) and `user/fortigate-time-scale`.
 */
export async function startFortigate(options: FortigateOptions): Promise<FortigateSimulator> {
  const { clock, timeScale = 1, onPower = () => undefined } = options;
  if (!(timeScale > 0 && Number.isFinite(timeScale)))
    throw userError('fortigate-time-scale', `timeScale must be a number above 0, not ${timeScale}`);
  const file = completeDeviceFile(options.device);
  const device = new Device({ file, clock, timeScale, onPower });
  hostKeyFingerprint(device.state.hostKey);
  for (const fault of options.faults ?? []) device.faults.add(fault);
  const server = new FortigateServer(device);
  const port = await server.listen(options.port ?? 0).catch((error: unknown) => {
    throw userError('fortigate-port', `the simulated FortiGate cannot listen on ${HOST}:${options.port ?? 0}`, {
      why: systemErrorCode(error) ?? 'the system refused',
      next: 'choose another port, or 0 for any free one',
      cause: error,
    });
  });
  return {
    host: HOST,
    port,
    user: file.user,
    password: file.password,
    get hostKey() {
      return hostKeyFingerprint(device.state.hostKey);
    },
    get transitions() {
      return [...device.record.transitions];
    },
    device: () => device.snapshot(),
    addFault: (fault) => device.faults.add(fault),
    removeFault: (name) => device.faults.remove(name),
    setPower(state) {
      device.setPower(state);
      if (state === 'down') server.cutAllLines();
    },
    close: () => server.close(),
  };
}
