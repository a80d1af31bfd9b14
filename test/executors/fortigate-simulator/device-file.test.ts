// The device file: defaults by profile, and refusals that name the field.
import { describe, expect, test } from 'vitest';
import { MovedClock } from '../../../src/base/clock.ts';
import {
  completeDeviceFile,
  startFortigate,
  type DeviceFileInput,
} from '../../../src/executors/fortigate-ssh/simulator/index.ts';
import { start } from './client.ts';

test('a file is plain JSON, and complete after reading', () => {
  const file = completeDeviceFile({ profile: '7.2', hostname: 'OTHER' });
  expect(completeDeviceFile(JSON.parse(JSON.stringify(file)) as DeviceFileInput)).toEqual(file);
  expect(file).toMatchObject({ hostname: 'OTHER', version: '7.2.8', vdoms: ['root', 'dmz'], console: 'standard' });
});

test('profiles', () => {
  expect(completeDeviceFile(undefined)).toMatchObject({ profile: '7.4', vdoms: [], postLoginBanner: null });
  expect(completeDeviceFile({ profile: '6.4' })).toMatchObject({ console: 'more', version: '6.4.15' });
  expect(completeDeviceFile({ profile: '7.6' }).ha.mode).toBe('a-p');
});

describe('refused', () => {
  test.each<[string, unknown]>([
    ['hostnam', { hostnam: 'x' }],
    ['serial', { serial: 'lower' }],
    ['profile', { profile: '9.9' }],
    ['authMethods', { authMethods: [] }],
    ['ha.mode', { ha: { mode: 'both' } }],
    ['licence.expiresOn', { licence: { kind: 'valid', expiresOn: 'soon' } }],
    ['vdoms', { vdoms: ['dmz'] }],
    ['boots', { boots: 99 }],
    ['authorizedKeys.0', { authorizedKeys: ['ssh-ed25519 nonsense'] }],
  ])('%s', async (field, device) => {
    const clock = new MovedClock(0);
    await expect(startFortigate({ clock, device: device as DeviceFileInput })).rejects.toMatchObject({
      kind: 'user',
      code: 'fortigate-device-file',
      message: expect.stringContaining(field) as string,
    });
  });

  test('a port that is taken', async () => {
    const { sim } = await start();
    const clock = new MovedClock(0);
    await expect(startFortigate({ clock, port: sim.port })).rejects.toMatchObject({
      code: 'fortigate-port',
      detail: { why: 'EADDRINUSE' },
    });
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('a time scale of %s', async (timeScale) => {
    await expect(startFortigate({ clock: new MovedClock(0), timeScale })).rejects.toMatchObject({
      code: 'fortigate-time-scale',
    });
  });
});
