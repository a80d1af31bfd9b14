// `synth --stage next`: shows what Terraform would be given for the coming deletion. The deletion's document is a deletion
// wherever it is applied, so it is never written in a form that Terraform reads.
import { join, relative, resolve } from 'node:path';
import { userError } from '../base/errors.ts';
import { testClockOf } from '../base/test-clock.ts';
import { withContract } from '../report/command-line.ts';
import { nextStage, type StageResult } from '../synth-stage.ts';
import { textOption, wantsJson, type Given } from './command.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';
import { makePrivate, writeWhole } from './private-file.ts';
import { journalDirOption } from './shared-options.ts';
import { contractPath } from './with-contract.ts';

/** Terraform reads `.tf` and `.tf.json`; renamed to one it is refused for its first member. */
const STAGE_FILE = 'next-stage.json';
const NOTE = 'to look at: kaiyaku apply makes, judges and applies each stage itself';

/** Prints it, and writes it where `--out` says. Throws `stage-version` (user), and as `nextStage` does. */
export async function showStage(given: Given, io: Io): Promise<number> {
  if (textOption(given, 'providerVersion') !== undefined)
    throw userError('stage-version', '--provider-version is for the stack; a stage has that of the contract', {
      next: 'kaiyaku synth CONTRACT --stage next',
    });
  const journalDir = journalDirOption(given, io.cwd);
  const result = await nextStage(contractPath(given.args[0] ?? '', io.cwd), {
    clock: testClockOf(io.env),
    ...(journalDir === undefined ? {} : { journalDir }),
  });
  const shown = jsonOf(result);
  const out = textOption(given, 'out');
  const file = out === undefined ? undefined : join(resolve(io.cwd, out), STAGE_FILE);
  if (file !== undefined) {
    await makePrivate(resolve(io.cwd, out!));
    // Also where there is none: what was written before is not the next one any more.
    await writeWhole(file, shown);
  }
  const place = file === undefined ? undefined : relative(io.cwd, file);
  io.out(wantsJson(given) ? JSON.stringify(shown, null, 2) : textOf(result, place));
  return EXIT.ok;
}

const jsonOf = ({ name, head, stage, none }: StageResult) => ({
  lookAtOnly: NOTE,
  contract: name,
  journal: head.seq < 0 ? null : { seq: head.seq, hash: head.hash },
  stage: stage ?? null,
  ...(none === undefined ? {} : { none }),
});

function textOf({ name, stage, none }: StageResult, file: string | undefined): string {
  const written = file === undefined ? [] : [`written to ${file}, which Terraform does not read`];
  if (stage === undefined) return [...noneLines(name, none!), ...written].join('\n');
  const { title, step, approval, providerVersion, takeOver, deletion } = stage;
  const documents =
    file === undefined
      ? ['first, what goes, alone:', pretty(takeOver), 'then, nothing of the estate:', pretty(deletion)]
      : written;
  return [
    `${name}: the next stage is: ${title} (${step}); provider version ${providerVersion}; approval ${approval}`,
    `by the journal alone, ${NOTE}`,
    ...documents,
  ].join('\n');
}

const noneLines = (name: string, { why, coming, notBeforeOn, next }: NonNullable<StageResult['none']>): string[] => [
  `${name}: no stage is next: ${why}`,
  ...(coming === undefined
    ? []
    : [`the first will be: ${coming}${notBeforeOn === undefined ? '' : `, from ${notBeforeOn} on`}`]),
  `next: ${withContract(next, name)}`,
];

const pretty = (document: object): string => JSON.stringify(document, null, 2);
