// The look at a zone's export: a text file beside the contract, read whole within its limits. A file that is not there or
// cannot be read as text is an error, never an empty zone.
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { JsonObject } from '../../base/canonical-json.ts';
import { KaiyakuError, providerError, systemErrorCode } from '../../base/errors.ts';
import { exportedRows } from './export-rows.ts';
import { EXPORT_BYTES_MAX, EXPORT_ROWS_MAX } from './limits.ts';
import { Unbalanced } from './tokens.ts';

/** Facts as `command.ts` describes them. Throws provider errors `export-unreadable`, `export-not-valid`, `export-too-large`. */
export async function readExport(baseDir: string, file: string, zone: string): Promise<JsonObject> {
  const text = await textOf(resolve(baseDir, file), file);
  let facts;
  try {
    facts = exportedRows(text, zone);
  } catch (error) {
    if (!(error instanceof Unbalanced)) throw error;
    throw notValid(file, `a quote or parenthesis is not closed (${error.message})`);
  }
  if (facts.rows.length + facts.unread.length > EXPORT_ROWS_MAX)
    throw providerError('export-too-large', `${file} has more than ${EXPORT_ROWS_MAX} rows`, { class: 'permanent' });
  if (facts.rows.length === 0) throw notValid(file, `no row of ${zone} is in it`);
  return { rows: facts.rows.map((row) => ({ ...row })), unread: facts.unread.map((one) => ({ ...one })) };
}

async function textOf(path: string, file: string): Promise<string> {
  try {
    if ((await stat(path)).size > EXPORT_BYTES_MAX)
      throw providerError('export-too-large', `${file} has more than ${EXPORT_BYTES_MAX} bytes`, {
        class: 'permanent',
      });
    const text = await readFile(path, 'utf8');
    // A table that was pasted on Windows ends its lines otherwise, and may begin with a mark.
    return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  } catch (error) {
    const code = error instanceof KaiyakuError ? undefined : systemErrorCode(error);
    if (code === undefined) throw error;
    throw providerError('export-unreadable', `${file} cannot be read (${code})`, {
      class: 'permanent',
      next: 'save the zone’s rows from the panel under this name, beside the contract file',
      cause: error,
    });
  }
}

const notValid = (file: string, why: string) =>
  providerError('export-not-valid', `${file}: ${why}`, {
    class: 'permanent',
    next: 'save the whole zone from the panel once more: one row a line, name, type and value',
  });
