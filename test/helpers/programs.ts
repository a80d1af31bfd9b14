// Programs of this machine that tests run. Where one is missing, `missingPrograms` names it, and what needs it is skipped and says so.
import { accessSync, constants } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';

/** Debian puts servers where only root's path may look. */
export const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];

export function programPath(name: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, name)).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Those of them that this machine does not have; said aloud, so that a skipped suite is seen. */
export function missingPrograms(...names: string[]): string[] {
  const missing = names.filter((name) => programPath(name) === undefined);
  if (missing.length > 0) console.warn(`skipped: not installed: ${missing.join(', ')}`);
  return missing;
}

const LISTEN_TRIES_MAX = 100;

/** Until somebody listens there; throws with what the server said. */
export async function untilListening(port: number, said: () => string): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => (socket.destroy(), resolve(true)));
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    if (tried === LISTEN_TRIES_MAX) throw new Error(`nothing listens on ${port}: ${said()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
