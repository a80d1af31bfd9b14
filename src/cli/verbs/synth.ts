// `synth`: writes the Terraform JSON of what a contract still has, offline. The folder may come to hold a state file, so it
// is the owner's alone; must never write a credential, and never a description that is older than the journal.
import { join, relative, resolve } from 'node:path';
import { testClockOf } from '../../base/test-clock.ts';
import { STACK_FILE, synthStack, type SynthResult } from '../../synth-stack.ts';
import { manifestOf, stackFolder, withNote } from '../cdktf-manifest.ts';
import { textOption, wantsJson, type Verb } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { makePrivate, writeWhole } from '../private-file.ts';
import { journalDirOption } from '../shared-options.ts';
import { showStage } from '../synth-stage.ts';
import { contractPath } from '../with-contract.ts';

/** The public CDKTF command line's own, when nobody says another. */
const CDKTF_OUT = 'cdktf.out';

export const verb: Verb = async (given, io) => {
  if (textOption(given, 'stage') !== undefined) return showStage(given, io);
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
