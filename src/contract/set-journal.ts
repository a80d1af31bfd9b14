// Writes the journal's id into the user's contract file: one line, and not another byte. Durable before it returns:
// either the old file or the new one is there, never half of one.
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readFile, realpath, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bugError, systemErrorCode, userError } from '../base/errors.ts';
import { syncFolder } from '../base/sync-folder.ts';
import { isMap, isScalar, type Pair } from 'yaml';
import { keyText, spanOf } from './locate.ts';
import { decodeText, readBytes } from './read-text.ts';
import { readYaml } from './read-yaml.ts';

const MODE_BITS = 0o7777;

/**
 * Sets the top-level `journal:` of a contract file; writes nothing when it is set already. A symbolic link stays one, and
 * the file keeps its mode. Throws `contract-unreadable`, `contract-invalid` (not a YAML mapping), `contract-unwritable`
 * and `contract-changed` (somebody else wrote it meanwhile).
 */
export async function setJournal(path: string, journalId: string): Promise<void> {
  const before = await readBytes(path);
  const { text, problem } = decodeText(before);
  if (problem !== undefined) throw notAMapping(path, problem.what);
  const after = withJournal(text, journalId);
  if (after === undefined) throw notAMapping(path, 'it is not a YAML mapping');
  if (after !== text) await replaceFile(path, before, after);
}

/** The text with `journal: <id>`; undefined when it is no mapping that could take it. */
export function withJournal(text: string, journalId: string): string | undefined {
  const { document, data, problems } = readYaml(text);
  const root = document?.contents;
  if (problems.length > 0 || data === undefined || !isMap(root) || root.items.length === 0) return undefined;
  const existing = root.items.find((pair) => keyText(pair.key) === 'journal');
  const after =
    existing === undefined
      ? inserted(text, root.items, root.flow === true, journalId)
      : replaced(text, existing, journalId);
  requireOnlyJournalChanged(data, after, journalId);
  return after;
}

function replaced(text: string, pair: Pair, journalId: string): string {
  const value = spanOf(pair.value);
  const key = spanOf(pair.key)!;
  if (isScalar(pair.value) && value !== undefined && value.end > value.start)
    return text.slice(0, value.start) + journalId + text.slice(value.end);
  // `journal:` without a value: the id goes behind the colon.
  const colon = text.indexOf(':', key.end) + 1;
  return `${text.slice(0, colon)} ${journalId}${text.slice(colon)}`;
}

function inserted(text: string, items: readonly Pair[], flow: boolean, journalId: string): string {
  const first = spanOf(items[0]!.key)!.start;
  if (flow) return `${text.slice(0, first)}"journal": "${journalId}", ${text.slice(first)}`;
  const indent = text.slice(text.lastIndexOf('\n', first - 1) + 1, first);
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  // Under `provider:`, so that a comment at the head of the file stays above what it speaks of.
  const provider = items.find((pair) => keyText(pair.key) === 'provider');
  const key = provider === undefined ? undefined : spanOf(provider.key);
  const value = provider === undefined ? undefined : spanOf(provider.value);
  if (key === undefined || value === undefined || text.slice(key.start, value.end).includes('\n'))
    return `${text.slice(0, first)}journal: ${journalId}${lineEnd}${indent}${text.slice(first)}`;
  const end = text.indexOf('\n', value.end);
  if (end === -1) return `${text}${lineEnd}${indent}journal: ${journalId}`;
  return `${text.slice(0, end + 1)}${indent}journal: ${journalId}${lineEnd}${text.slice(end + 1)}`;
}

/** The edit is read back before it is written: it may have changed the journal and nothing else. */
function requireOnlyJournalChanged(before: Record<string, unknown>, after: string, journalId: string): void {
  const { data, problems } = readYaml(after);
  const wanted = { ...before, journal: journalId };
  const sorted = (value: Record<string, unknown>) =>
    JSON.stringify(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  if (problems.length > 0 || data === undefined || sorted(data) !== sorted(wanted))
    throw bugError('journal-line', 'the journal line would change more than itself; nothing was written', {
      next: `add \`journal: ${journalId}\` to the contract file by hand`,
    });
}

async function replaceFile(path: string, before: Buffer, after: string): Promise<void> {
  const target = await realpath(path);
  const { mode, uid, gid } = await stat(target);
  const temporary = join(dirname(target), `.${randomUUID()}.tmp`);
  const handle = await create(temporary, path);
  try {
    try {
      await handle.writeFile(after, 'utf8');
      await handle.chmod(mode & MODE_BITS);
      const own = await handle.stat();
      if (own.uid !== uid || own.gid !== gid) await handle.chown(uid, gid);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (!(await readFile(target)).equals(before))
      throw userError('contract-changed', `${path} was changed by somebody else meanwhile`, {
        why: 'nothing was written, so that no change is lost',
        next: 'run the command again',
      });
    await rename(temporary, target);
  } catch (error) {
    await unlink(temporary);
    throw error;
  }
  await syncFolder(dirname(target));
}

async function create(temporary: string, path: string): Promise<FileHandle> {
  try {
    return await open(temporary, 'wx', 0o600);
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    throw userError('contract-unwritable', `the journal id could not be written beside ${path}`, {
      why: code,
      next: 'make the contract’s folder writable, then run the command again',
      cause,
    });
  }
}

function notAMapping(path: string, why: string) {
  return userError('contract-invalid', `the journal id could not be written into ${path}`, {
    why,
    next: `run \`kaiyaku check ${path}\``,
    facts: { diagnostics: [] },
  });
}
