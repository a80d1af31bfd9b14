// Between the login and the first prompt: the forced password change of a reset device, the banner to accept, warnings.
import type { Device } from './device.ts';
import { readHidden } from './line-editor.ts';
import { PASSWORD_CHANGE_TRIES_MAX } from './limits.ts';
import type { Terminal } from './terminal.ts';
import {
  ACCEPT_PROMPT,
  CONFIRM_PASSWORD,
  DISK_WARNING,
  FORCED_CHANGE,
  NEW_PASSWORD,
  PASSWORDS_DIFFER,
  WELCOME,
} from './texts.ts';

/** Whether the session may go on to its prompt. `on` is the kind of channel. */
export async function enter(
  device: Device,
  terminal: Terminal,
  on: 'shell' | 'exec',
  noisy: boolean,
): Promise<boolean> {
  if (device.state.password === '' && !(await changePassword(device, terminal))) return false;
  const banner = device.state.postLoginBanner;
  if (banner !== null && device.file.postLoginBannerOn.includes(on)) {
    terminal.write(`${banner}\n${ACCEPT_PROMPT}`);
    for (;;) {
      const key = await terminal.readKey();
      if (key === undefined) return false;
      if (key === 'a') break;
    }
    terminal.write(terminal.pty ? 'a\n' : '\n');
  }
  if (noisy) terminal.write(DISK_WARNING);
  return true;
}

async function changePassword(device: Device, terminal: Terminal): Promise<boolean> {
  terminal.write(FORCED_CHANGE);
  for (let tries = 0; tries < PASSWORD_CHANGE_TRIES_MAX; tries += 1) {
    terminal.write(NEW_PASSWORD);
    const password = await readHidden(terminal);
    if (password === undefined) return false;
    terminal.write(CONFIRM_PASSWORD);
    const again = await readHidden(terminal);
    if (again === undefined) return false;
    if (password !== '' && password === again) {
      device.configure('first password', { password });
      terminal.write(WELCOME);
      return true;
    }
    terminal.write(PASSWORDS_DIFFER);
  }
  return false;
}
