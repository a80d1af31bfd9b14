// The door to licence files on this machine. It recognises them by content, deletes one at a time, and never reads an
// error of the file system as "it is not there".
import { isAbsolute, resolve } from 'node:path';
import { bugError, errorDetail, KaiyakuError } from '../../base/errors.ts';
import { classify } from '../common/classify.ts';
import type { ActContext, Command, Difference, Executor, LookContext, Observation, Receipt, Target } from '../port.ts';
import { EXECUTOR, type LicenceFileExpect, type LicenceSearchExpect } from './command.ts';
import { deleteLicence, recoverDeletion } from './delete.ts';
import { look, type Look } from './look.ts';
import { SEARCH_LIMITS, SearchBudget, type SearchLimits } from './scan.ts';
import { searchLicences } from './search.ts';

export interface FilesOptions {
  /** Where relative paths start: the folder of the contract, absolute. */
  readonly baseDir: string;
  readonly limits?: Partial<SearchLimits>;
}

export function createFilesExecutor({ baseDir, limits }: FilesOptions): Executor {
  if (!isAbsolute(baseDir)) throw bugError('relative-base', `the base folder of ${EXECUTOR} is relative: ${baseDir}`);
  const door = { baseDir, limits: { ...SEARCH_LIMITS, ...limits } };
  return {
    name: EXECUTOR,
    observe: (target, ctx) => observe(door, target, ctx),
    act: (command, ctx) => act(door, command, ctx),
    classify: (error) => classify(error),
    recover: (_command, notes) => recoverDeletion(notes),
  };
}

interface Door {
  readonly baseDir: string;
  readonly limits: SearchLimits;
}

async function observe(door: Door, target: Target, ctx: LookContext): Promise<Observation> {
  ctx.signal?.throwIfAborted();
  try {
    switch (target.kind) {
      case 'licence-file':
        return observationOf(target, await look(resolve(door.baseDir, target.id)), ctx.clock.nowMs());
      case 'licence-search': {
        ctx.progress('searching for licence files');
        const budget = new SearchBudget(door.limits, ctx.signal);
        const facts = await searchLicences(target.expect as unknown as LicenceSearchExpect, door.baseDir, budget);
        return { state: 'present', facts, seenAtMs: ctx.clock.nowMs() };
      }
      default:
        throw bugError('unknown-kind', `${EXECUTOR} knows no ${target.kind}`);
    }
  } catch (error) {
    if (!(error instanceof KaiyakuError) || error.kind !== 'provider') throw error;
    return { state: 'unknown', error: errorDetail(error), seenAtMs: ctx.clock.nowMs() };
  }
}

function observationOf(target: Target, seen: Look, seenAtMs: number): Observation {
  const path = target.id;
  if (seen.is === 'nothing')
    return { state: 'absent', proof: seen.proof, facts: { path, folder: seen.folder }, seenAtMs };
  if (seen.is === 'other') {
    const facts = { path, kind: seen.kind, ...(seen.bytes === undefined ? {} : { bytes: seen.bytes }) };
    return { state: 'foreign', facts, differences: [{ what: 'kind', expected: 'a file', found: seen.kind }], seenAtMs };
  }
  const { sha256, bytes, isLicence, links, folder } = seen;
  const facts = { path, sha256, bytes, isLicence, links, folder };
  const differences: Difference[] = [];
  if (!isLicence) differences.push({ what: 'content', expected: 'a FortiGate licence', found: 'something else' });
  const expected = (target.expect as LicenceFileExpect).sha256;
  if (expected !== undefined && expected !== sha256) differences.push({ what: 'sha256', expected, found: sha256 });
  if (differences.length > 0) return { state: 'foreign', facts: { ...facts, kind: 'a file' }, differences, seenAtMs };
  return { state: 'present', facts, seenAtMs };
}

async function act(door: Door, { target, verb }: Command, ctx: ActContext): Promise<Receipt> {
  if (verb !== 'delete' || target.kind !== 'licence-file')
    throw bugError('unknown-verb', `${EXECUTOR} cannot ${verb} a ${target.kind}`);
  ctx.signal?.throwIfAborted();
  return deleteLicence(resolve(door.baseDir, target.id), target.expect, ctx);
}
