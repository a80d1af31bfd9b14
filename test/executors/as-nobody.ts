// Runs a part of a test without root's rights, so that permissions mean something where tests run as root. Only for tests.
import { chmod } from 'node:fs/promises';

const NOBODY = 65_534;

/** `folder` stays reachable under `mode`. For anybody but root it only runs the part. */
export async function asNobody<T>(folder: string, part: () => Promise<T>, mode = 0o755): Promise<T> {
  await chmod(folder, mode);
  if (process.geteuid?.() !== 0) return part();
  process.seteuid?.(NOBODY);
  try {
    return await part();
  } finally {
    process.seteuid?.(0);
  }
}
