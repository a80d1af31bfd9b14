// Files that may come to lie beside a Terraform state: their folder is the owner's alone, and a reader sees the old file or the
// new one, never a half.
import { chmod, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { systemErrorCode, userError } from '../base/errors.ts';

/** Made for the owner alone, or found so. Throws `synth-folder-open`, `synth-not-written` (user). */
export async function makePrivate(folder: string): Promise<void> {
  try {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    // The umask may have taken more than it should: what was made here is the owner's, whole.
    if (made !== undefined) await chmod(folder, 0o700);
    if (((await stat(folder)).mode & 0o077) === 0) return;
  } catch (cause) {
    throw notWritten(folder, cause);
  }
  throw userError('synth-folder-open', `${folder} can be read by others`, {
    why: 'Terraform keeps its state there, and a state may hold secrets',
    next: `chmod 700 ${folder}`,
  });
}

/** Whoever reads the file meanwhile sees the old one or the new one. Throws `synth-not-written` (user). */
export async function writeWhole(file: string, value: unknown): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, `${JSON.stringify(value, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw notWritten(file, cause);
  }
}

function notWritten(path: string, cause: unknown): unknown {
  const code = systemErrorCode(cause);
  if (code === undefined) return cause;
  return userError('synth-not-written', `${path} could not be written`, { why: code, exitCode: 1, cause });
}
