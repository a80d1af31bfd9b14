// What a zone means, line by line, as named-compilezone says it: no other reader of master files agrees with named in
// everything. It reads a copy in a folder of this machine, so that an edit is proven before a file is touched, wherever the
// file lies.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { providerError } from '../../base/errors.ts';
import type { LookContext } from '../port.ts';
import { localMachine } from '../machine/local.ts';
import { applied, type Replacement } from '../machine/replacement.ts';
import { COMPILED_BYTES_MAX, TOOL_TIMEOUT_MS } from './limits.ts';
import type { ZoneText } from './zone-texts.ts';

/**
 * One canonical line a record, in named's order, of the files as they would be with `edits` (by path). Throws provider errors
 * `bind-tools-missing`, `zone-not-valid` (BIND's own words) and `zone-not-compiled`; nothing is changed by it.
 */
export async function compiledLines(
  zone: string,
  texts: readonly ZoneText[],
  ctx: LookContext,
  edits: ReadonlyMap<string, readonly Replacement[]> = new Map(),
): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-zone-'));
  try {
    const copyOf = new Map(texts.map(({ path }, at) => [path, `file-${at}`]));
    for (const { path, text, leads } of texts) {
      const names = leads.map(({ word, path: to }) => ({ start: word.start, end: word.end, text: copyOf.get(to)! }));
      const copy = applied(text, [...(edits.get(path) ?? []), ...names]);
      await writeFile(join(folder, copyOf.get(path)!), Buffer.from(copy, 'latin1'), { mode: 0o600 });
    }
    return await compile(zone, folder, copyOf, ctx);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compile(
  zone: string,
  folder: string,
  copyOf: ReadonlyMap<string, string>,
  ctx: LookContext,
): Promise<string[]> {
  // Names are not looked up elsewhere (`-i local`), and odd owners are the zone's own business (`-k ignore`).
  const options = ['-q', '-k', 'ignore', '-i', 'local', '-w', folder, '-F', 'text', '-s', 'full', '-o', '-'];
  const ran = await localMachine(ctx.signal).run(['named-compilezone', ...options, zone, 'file-0'], {
    timeoutMs: TOOL_TIMEOUT_MS,
    outputBytesMax: COMPILED_BYTES_MAX,
  });
  if (ran.ended === 'not-started')
    throw providerError('bind-tools-missing', ran.said, {
      class: 'permanent',
      next: 'install BIND’s tools beside kaiyaku (Debian: bind9-utils)',
    });
  if (ran.ended !== 'exited' || ran.truncated)
    throw providerError('zone-not-compiled', `named-compilezone did not come to an end for ${zone}`, {
      class: 'retry',
      next: 'run it by hand: named-compilezone -o - ZONE FILE',
    });
  if (ran.exitCode !== 0) {
    const said = [...copyOf].reduce((text, [path, copy]) => text.replaceAll(`${copy}:`, `${path}:`), ran.said);
    throw providerError('zone-not-valid', `named-compilezone refuses ${zone}: ${said}`, {
      class: 'permanent',
      next: 'mend the file, then run apply again',
    });
  }
  return ran.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map(inColumns);
}

/** Owner, TTL, class and type with one space between them: named pads them by their lengths. */
export const inColumns = (line: string): string => line.replace(/^(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+/, '$1 $2 $3 $4 ');
