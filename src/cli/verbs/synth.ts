// `synth`: writes the Terraform JSON of what a contract still has, offline. The folder may come to hold a state file, so it
// is the owner's alone; must never write a credential, and never a description that is older than the journal.
import { chmod, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { systemErrorCode, userError } from '../../base/errors.ts';
import { testClockOf } from '../../base/test-clock.ts';
import { STACK_FILE, synthStack, type SynthResult } from '../../synth-stack.ts';
import { textOption, wantsJson, type Verb } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { journalDirOption } from '../shared-options.ts';
import { contractPath } from '../with-contract.ts';

/** Where the public CDKTF command line looks for stacks. */
const FOLDER = join('cdktf.out', 'stacks');

export const verb: Verb = async (given, io) => {
  const out = textOption(given, 'out');
  const journalDir = journalDirOption(given, io.cwd);
  const result = await synthStack(contractPath(given.args[0] ?? '', io.cwd), {
    clock: testClockOf(io.env),
    providerVersion: textOption(given, 'providerVersion') === '3' ? 3 : 2,
    folderOf: (name) => (out === undefined ? resolve(io.cwd, FOLDER, name) : resolve(io.cwd, out)),
    ...(journalDir === undefined ? {} : { journalDir }),
  });
  const file = join(result.folder, STACK_FILE);
  await writePrivately(result.folder, file, `${JSON.stringify(result.terraform, null, 2)}\n`);
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

/** Whoever reads the file meanwhile sees the old one or the new one. Throws `synth-not-written`, `synth-folder-open`. */
async function writePrivately(folder: string, file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    // The umask may have taken more than it should: what was made here is the owner's, whole.
    if (made !== undefined) await chmod(folder, 0o700);
    if (((await stat(folder)).mode & 0o077) !== 0)
      throw userError('synth-folder-open', `${folder} can be read by others`, {
        why: 'Terraform keeps its state there, and a state may hold secrets',
        next: `chmod 700 ${folder}`,
      });
    await writeFile(temporary, text, { flag: 'wx', mode: 0o600 });
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true });
    const code = systemErrorCode(cause);
    if (code === undefined || code === 'synth-folder-open') throw cause;
    throw userError('synth-not-written', `${file} could not be written`, { why: code, exitCode: 1, cause });
  }
}
