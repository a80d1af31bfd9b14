// What every verb about one contract does first: find the file, and pass the common options on.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { userError } from '../base/errors.ts';
import type { Options } from '../wiring.ts';
import { textOption, type Given } from './command.ts';
import type { Io } from './io.ts';
import { progressOf } from './progress.ts';

/** A path, or the bare name of a contract here or in contracts/. Throws `contract-not-found` (user). */
export function contractPath(word: string, cwd: string): string {
  const places = [
    word,
    `${word}.yaml`,
    `${word}.yml`,
    join('contracts', `${word}.yaml`),
    join('contracts', `${word}.yml`),
  ];
  const found = places.map((place) => resolve(cwd, place)).find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw userError('contract-not-found', `no contract file ${word}`, {
    next: 'give a path like contracts/fgt-prod.yaml',
  });
}

export function withContract(given: Given, io: Io): { path: string; options: Options } {
  const journalDir = textOption(given, 'journalDir');
  const today = textOption(given, 'today');
  const by = textOption(given, 'by');
  const anchor = textOption(given, 'anchor');
  const options: Options = {
    signal: io.signal,
    env: io.env,
    progress: progressOf(io),
    ...(journalDir === undefined ? {} : { journalDir: resolve(io.cwd, journalDir) }),
    ...(today === undefined ? {} : { today }),
    ...(by === undefined ? {} : { by }),
    ...(anchor === undefined ? {} : { anchor }),
  };
  return { path: contractPath(given.args[0] ?? '', io.cwd), options };
}
