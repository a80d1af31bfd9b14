// Files that change together: kept as evidence, written one by one, checked where they lie, and put back where the check, or
// telling their server, fails. What they mean is the caller's.
import { KaiyakuError, providerError } from '../../base/errors.ts';
import type { ActContext, EvidenceRef } from '../port.ts';
import type { Machine } from './machine.ts';

export interface Edited {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** The files as they were, before anything is written. */
export async function keepBefore(files: readonly Edited[], ctx: Pick<ActContext, 'evidence'>): Promise<EvidenceRef[]> {
  const refs: EvidenceRef[] = [];
  for (const { path, before } of files)
    refs.push(await ctx.evidence.put(`before${path.replaceAll('/', '-')}`, Buffer.from(before, 'latin1')));
  return refs;
}

/** Throws `file-changed`, `files-not-written` and what `check` throws, all with everything as it was; `file-not-put-back`. */
export async function writeAll(
  machine: Machine,
  files: readonly Edited[],
  ctx: Pick<ActContext, 'fault'>,
  check: () => Promise<void>,
): Promise<void> {
  try {
    for (const { path, before, after } of files) {
      if ((await machine.read(path)) !== before) throw changedMeanwhile(path);
      await machine.replace(path, after);
      ctx.fault();
    }
    await check();
  } catch (error) {
    await putBack(machine, files, error);
    throw asBefore(error);
  }
}

const changedMeanwhile = (path: string): KaiyakuError =>
  providerError('file-changed', `${path} was changed by somebody else meanwhile`, {
    class: 'permanent',
    next: 'let them finish, then run apply again',
  });

/** Everything is as it was: what may have happened meanwhile is undone. */
function asBefore(error: unknown): unknown {
  if (!(error instanceof KaiyakuError) || error.detail.class !== 'unknown-outcome') return error;
  return providerError('files-not-written', `nothing is changed: ${error.message}`, {
    class: 'permanent',
    next: error.detail.next ?? 'run apply again',
    cause: error,
  });
}

/** What was already replaced gets its old bytes again. Where that fails nobody knows what the files say. */
async function putBack(machine: Machine, files: readonly Edited[], because: unknown): Promise<void> {
  for (const { path, before, after } of files) {
    try {
      if ((await machine.read(path)) === after) await machine.replace(path, before);
    } catch (cause) {
      const why = because instanceof Error ? because.message : String(because);
      throw providerError('file-not-put-back', `${path} was edited and could not be put back`, {
        class: 'unknown-outcome',
        why,
        next: 'put it back from the evidence, then settle',
        cause,
      });
    }
  }
}

export interface Telling {
  /** argv that makes the server read its files again. */
  readonly argv: readonly string[];
  readonly timeoutMs: number;
  /** Of whom: `named`, `apache`. */
  readonly server: string;
}

/** Throws `reload-failed`: `permanent` where the server said no and the files are as they were. */
export async function tell(machine: Machine, files: readonly Edited[], telling: Telling): Promise<void> {
  const { ended, exitCode, said } = await machine.run(telling.argv, { timeoutMs: telling.timeoutMs });
  if (ended === 'exited' && exitCode === 0) return;
  const failed = (class_: 'permanent' | 'unknown-outcome') =>
    providerError('reload-failed', `${machine.name}: ${telling.server} was not reloaded: ${said}`, {
      class: class_,
      next: 'look at the server by hand, then run apply again',
    });
  if (ended === 'unknown') throw failed('unknown-outcome');
  await putBack(machine, files, new Error(said));
  throw failed('permanent');
}
