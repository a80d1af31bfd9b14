// Every file below a folder, in a stable order. What cannot be listed throws; links to folders are named, not followed.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BigIntStats } from 'node:fs';
import { systemErrorCode } from '../../base/errors.ts';
import { limitReached, unreadable } from './errors.ts';
import type { SearchBudget } from './scan.ts';

export type Walked =
  | { readonly is: 'file'; readonly path: string }
  /** A link to a file: the same content under another name. */
  | { readonly is: 'link'; readonly path: string; readonly to: BigIntStats }
  | { readonly is: 'not-followed'; readonly path: string };

export async function* walk(folder: string, budget: SearchBudget, depth = 0): AsyncGenerator<Walked> {
  if (depth > budget.limits.depthMax) throw limitReached(folder, 'depthMax', budget.limits.depthMax);
  budget.signal?.throwIfAborted();
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw unreadable(folder, 'the folder', error);
  });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path, budget, depth + 1);
    else if (entry.isFile()) yield { is: 'file', path };
    else if (entry.isSymbolicLink()) yield await followed(path);
  }
}

/** A link that leads nowhere is named too: what it led to may be on a share that is not mounted. */
async function followed(path: string): Promise<Walked> {
  try {
    const to = await stat(path, { bigint: true });
    return to.isFile() ? { is: 'link', path, to } : { is: 'not-followed', path };
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return { is: 'not-followed', path };
    throw unreadable(path, 'the link', error);
  }
}
