// `synth`: writes the Terraform JSON of what a contract still has, offline. The folder may come to hold a state file, so it
// is the owner's alone; must never write a credential, and never a description that is older than the journal.
import { chmod, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { systemErrorCode, userError } from '../../base/errors.ts';
import { testClockOf } from '../../base/test-clock.ts';
import { STACK_FILE, synthStack, type SynthResult } from '../../synth-stack.ts';
import { manifestOf, stackFolder, withNote } from '../cdktf-manifest.ts';
import { textOption, wantsJson, type Verb } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { journalDirOption } from '../shared-options.ts';
import { contractPath } from '../with-contract.ts';

/** The public CDKTF command line's own, when nobody says another. */
const CDKTF_OUT = 'cdktf.out';

export const verb: Verb = async (given, io) => {
  const out = textOption(given, 'out');
  // Set by the CDKTF command line for its app.
  const outdir = out === undefined ? io.env['CDKTF_OUTDIR'] : undefined;
  const journalDir = journalDirOption(given, io.cwd);
  const result = await synthStack(contractPath(given.args[0] ?? '', io.cwd), {
    clock: testClockOf(io.env),
    providerVersion: textOption(given, 'providerVersion') === '3' ? 3 : 2,
    folderOf: (name) => resolve(io.cwd, out ?? stackFolder(outdir ?? CDKTF_OUT, name)),
    ...(journalDir === undefined ? {} : { journalDir }),
  });
  const file = join(result.folder, STACK_FILE);
  await makePrivate(result.folder);
  await writeWhole(file, outdir === undefined ? result.terraform : withNote(result.name, result.terraform));
  if (outdir !== undefined)
    await writeWhole(resolve(io.cwd, outdir, 'manifest.json'), manifestOf(result.name, STACK_FILE));
  io.out(wantsJson(given) ? jsonOf(result, file) : textOf(result, relative(io.cwd, file)));
  return EXIT.ok;
};

const jsonOf = ({ name, head, kept, forgotten, leftOut, terraform }: SynthResult, file: string): string =>
  JSON.stringify(
    {
      contract: name,
      file,
      journal: head.seq < 0 ? null : { seq: head.seq, hash: head.hash },
      kept,
      forgotten,
      leftOut,
      terraform,
    },
    null,
    2,
  );

function textOf({ kept, forgotten, leftOut }: SynthResult, file: string): string {
  const external = leftOut.length === 0 ? '' : `, ${leftOut.length} left to the state that owns them`;
  return `${file}: ${kept.length} kept, ${forgotten.length} forgotten${external}`;
}

/** Made for the owner alone, or found so. Throws `synth-folder-open`, `synth-not-written` (user). */
async function makePrivate(folder: string): Promise<void> {
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
async function writeWhole(file: string, value: unknown): Promise<void> {
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
