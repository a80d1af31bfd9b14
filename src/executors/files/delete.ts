// Deletes one licence file by its name, after one more look at exactly that file. It must never delete what it has not
// just read and recognised, and never through a symbolic link. The content is not kept: it is a secret.
import { lstat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type KaiyakuError, providerError, refusal } from '../../base/errors.ts';
import { syncFolder } from '../../base/sync-folder.ts';
import type { ActContext, Receipt, Recovery } from '../port.ts';
import type { LicenceFileExpect } from './command.ts';
import { unlinkFailed, unreadable } from './errors.ts';
import { identityOf, look, type Look, type SeenFile } from './look.ts';

/** Throws R07 for anything but the expected licence; classes tell whether the file may be gone. */
export async function deleteLicence(path: string, expect: LicenceFileExpect, ctx: ActContext): Promise<Receipt> {
  const seen = requireLicence(path, expect, await look(path));
  await ctx.note(JSON.stringify({ about: 'unlink', path, ...factsOf(seen) }));
  const now = await lstat(path, { bigint: true }).catch((error: unknown) => {
    throw unreadable(path, 'the file', error);
  });
  if (identityOf(now) !== seen.identity || now.size !== BigInt(seen.bytes))
    throw refusal('R07', `${path} was replaced between the look and the deletion`, { next: 'run plan again' });
  ctx.fault();
  try {
    await unlink(path);
  } catch (error) {
    throw unlinkFailed(path, error);
  }
  await syncFolderOf(path);
  await ctx.note(JSON.stringify({ about: 'unlinked', path, ...factsOf(seen) }));
  return { facts: { path, ...factsOf(seen) }, evidence: [] };
}

/** What the notes of an interrupted deletion prove. */
export function recoverDeletion(notes: readonly string[]): Recovery {
  const read = notes.map(parseNote);
  const unlinked = read.find((note) => note?.['about'] === 'unlinked');
  if (unlinked !== undefined) {
    const { about: _, ...facts } = unlinked;
    return { proves: 'sent', receipt: { facts, evidence: [] } };
  }
  if (notes.length === 0)
    return { proves: 'not-begun', why: 'it notes the file before it deletes it, and noted nothing' };
  return { proves: 'nothing' };
}

/** A torn last line is what a kill leaves; it says no more than that something was begun. */
function parseNote(line: string): Record<string, string | number> | undefined {
  try {
    return JSON.parse(line) as Record<string, string | number>;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function requireLicence(path: string, expect: LicenceFileExpect, seen: Look): SeenFile {
  if (seen.is === 'nothing')
    throw providerError('licence-file-gone', `${path} is not there any more; somebody else deleted it`, {
      class: 'permanent',
      next: 'run plan: it will find the file gone',
      facts: { path },
    });
  if (seen.is === 'other') throw wrong(path, `it is ${seen.kind}`);
  if (!seen.isLicence) throw wrong(path, 'its content is not a FortiGate licence');
  if (expect.sha256 !== undefined && expect.sha256 !== seen.sha256) throw wrong(path, 'its content is another licence');
  return seen;
}

const wrong = (path: string, why: string): KaiyakuError =>
  refusal('R07', `${path} is not the licence file of the contract`, {
    why,
    next: 'correct licenceFiles in the contract',
  });

const factsOf = ({ sha256, bytes, links, folder }: SeenFile) => ({ sha256, bytes, links, folder });

/** The name is gone for good only when the folder is on disk. */
async function syncFolderOf(path: string): Promise<void> {
  try {
    await syncFolder(dirname(path));
  } catch (error) {
    throw providerError('folder-not-synced', `${path} was deleted, but its folder could not be written to disk`, {
      class: 'unknown-outcome',
      why: 'a power cut could bring the name back',
      facts: { path },
      cause: error,
    });
  }
}
