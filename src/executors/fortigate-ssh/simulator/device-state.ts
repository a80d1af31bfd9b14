// The part of a device that changes in its life. Types only.
import type { DeviceFile } from './device-file.ts';

/** What changes in a device's life; the rest of the device file stays. */
export type DeviceState = Pick<
  DeviceFile,
  | 'serial'
  | 'hostname'
  | 'user'
  | 'password'
  | 'authorizedKeys'
  | 'preLoginBanner'
  | 'postLoginBanner'
  | 'console'
  | 'vdoms'
  | 'ha'
  | 'rights'
  | 'licence'
  | 'privateDataEncryption'
  | 'adminScp'
> & {
  /** `factory`: nothing of the old configuration is left. */
  readonly configuration: 'configured' | 'factory';
  /** After `factoryreset2` interfaces, routes and VDOMs are still those of the old configuration. */
  readonly networkKept: boolean;
  readonly hostKey: string;
};
