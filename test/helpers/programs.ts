// Programs of this machine that tests run. Where one is missing, `missingPrograms` names it, and what needs it is skipped and says so.
import { accessSync, constants } from 'node:fs';
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
