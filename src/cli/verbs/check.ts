// `check`: contract files and what they ask for now, offline. A gate: nothing matched or nothing readable fails.
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { glob } from 'tinyglobby';
import { errorDetail, userError, type ErrorDetail } from '../../base/errors.ts';
import { surveyOffline } from '../../engine/offline.ts';
import { planDigest } from '../../engine/plan-digest.ts';
import { errorJson, errorText } from '../../report/error.ts';
import { planJson, planText } from '../../report/plan.ts';
import { openForReading } from '../../wiring.ts';
import { wantsJson, type Verb } from '../command.ts';
import { EXIT, exitCodeOfError } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { contractPath, withContract } from '../with-contract.ts';

const CONTRACTS_MAX = 10_000;

export const verb: Verb = async (given, io) => {
  const paths = await contractPaths(given.args, io);
  const results = [];
  for (const path of paths) results.push(await checkOne(path, given, io));
  if (wantsJson(given)) io.out(JSON.stringify({ contracts: results.map((one) => one.json) }, null, 2));
  else io.out(results.map((one) => one.text).join('\n'));
  return Math.max(...results.map((one) => one.code));
};

interface Checked {
  readonly json: unknown;
  readonly text: string;
  readonly code: number;
}

async function checkOne(path: string, given: Parameters<Verb>[0], io: Io): Promise<Checked> {
  try {
    const { options } = withContract({ ...given, args: [path] }, io);
    const { run, hasJournal, close } = await openForReading(path, options);
    try {
      const seen = surveyOffline(run);
      const view = {
        contract: run.contract.name,
        survey: seen,
        planDigest: planDigest(seen.decision),
        title: 'check',
        ...(hasJournal ? { journalHead: run.journal.state.head } : {}),
      };
      const overdue = seen.decision.steps.some((one) => one.marks.includes('overdue'));
      return { json: planJson(view), text: planText(view, io.style), code: overdue ? EXIT.refused : EXIT.ok };
    } finally {
      await close();
    }
  } catch (error) {
    const detail: ErrorDetail = errorDetail(error);
    if (detail.kind === 'bug') throw error;
    return { json: errorJson(detail, path), text: errorText(detail, path, io.style), code: exitCodeOfError(detail) };
  }
}

async function contractPaths(words: readonly string[], io: Io): Promise<string[]> {
  const found = new Set<string>();
  for (const word of words) for (const path of await pathsOf(word, io.cwd)) found.add(path);
  if (found.size === 0)
    throw userError('no-contract', `no contract file matches ${words.join(' ')}`, {
      next: 'give paths, folders or globs',
    });
  if (found.size > CONTRACTS_MAX)
    throw userError('too-many-contracts', `${found.size} files match; the limit is ${CONTRACTS_MAX}`);
  return [...found].sort();
}

async function pathsOf(word: string, cwd: string): Promise<string[]> {
  if (/[*?[\]{}]/.test(word)) return glob(word, { cwd, absolute: true });
  const path = resolve(cwd, word);
  const isFolder = await stat(path).then(
    (one) => one.isDirectory(),
    () => false,
  );
  if (!isFolder) return [contractPath(word, cwd)];
  return (await readdir(path)).filter((name) => /\.ya?ml$/.test(name)).map((name) => join(path, name));
}
