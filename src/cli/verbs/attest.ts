// `attest`: what a person did, with its evidence. The files are stored and fsynced before the entry that names them.
import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { systemErrorCode, userError } from '../../base/errors.ts';
import { EVIDENCE_BYTES_MAX } from '../../base/limits.ts';
import { attest, requireAttestable } from '../../engine/person.ts';
import { printedHead } from '../../journal/anchor.ts';
import { noticeText } from '../../report/notice.ts';
import { openForWriting } from '../../wiring.ts';
import { textOption, wantsJson, type Verb } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { withContract } from '../with-contract.ts';

export const verb: Verb = async (given, io) => {
  const step = given.args[1] ?? '';
  const facts = factsOf((given.options['set'] as string[] | undefined) ?? []);
  const paths = ((given.options['file'] as string[] | undefined) ?? []).map((path) => resolve(io.cwd, path));
  const { path, options } = withContract(given, io);
  const { run, close } = await openForWriting(path, 'attest', options);
  try {
    requireAttestable(run, step, facts);
    const evidence = [];
    for (const file of paths) evidence.push(await run.journal.put(basename(file), await readEvidenceFile(file)));
    const note = textOption(given, 'note');
    await attest(run, step, { facts, evidence, ...(note === undefined ? {} : { note }) });
    const { name } = run.contract;
    if (wantsJson(given)) io.out(JSON.stringify({ contract: name, step, facts, evidence }, null, 2));
    else
      io.out(
        noticeText(
          {
            contract: name,
            did: `attested · ${step}`,
            facts: [
              ...Object.entries(facts),
              ...evidence.map((one) => [one.name, `${one.bytes} bytes, sha256:${one.sha256}`] as const),
              ['journal', printedHead(run.journal.state.head)],
            ],
            next: 'kaiyaku plan CONTRACT',
          },
          io.style,
        ),
      );
    return EXIT.ok;
  } finally {
    await close();
  }
};

function factsOf(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=');
      if (at < 1) throw userError('bad-set', `--set ${word} is not NAME=VALUE`);
      return [word.slice(0, at), word.slice(at + 1)];
    }),
  );
}

async function readEvidenceFile(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > EVIDENCE_BYTES_MAX)
      throw userError('evidence-too-large', `${path} has ${size} bytes; the limit is ${EVIDENCE_BYTES_MAX}`);
    return await readFile(path);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined || code === 'evidence-too-large') throw error;
    throw userError('evidence-unreadable', `${path} cannot be read (${code})`, { cause: error });
  }
}
