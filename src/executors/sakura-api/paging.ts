// Reads a find to its end. A list that cannot be read whole is an error: a short list would read as "it is gone".
import { providerError } from '../../base/errors.ts';
import { LIST_PAGE_ROWS, LIST_PAGES_MAX, LIST_RESTARTS_MAX } from './limits.ts';
import { readCount, readRows, type Row } from './shapes.ts';

export interface Page {
  readonly Count: number;
  readonly From: number;
}

type List = { zone: string; path: string; listKey: string };
type ReadPage = (page: Page) => Promise<Row>;

/**
 * Every row, each once, in the API's order. `Count: 0` asks for everything at once; whatever is missing then is asked
 * for page by page. Throws `incomplete-list` when fewer rows than `Total` come, or when the list keeps changing.
 */
export async function readAll(list: List, readPage: ReadPage): Promise<readonly Row[]> {
  for (let reads = 0; reads <= LIST_RESTARTS_MAX; reads += 1) {
    const rows = await readOnce(list, readPage);
    if (rows !== undefined) return rows;
  }
  throw incomplete(list, 'it changed each time while it was read');
}

/** Undefined: the list changed while it was read. */
async function readOnce(list: List, readPage: ReadPage): Promise<readonly Row[] | undefined> {
  const first = await readPage({ Count: 0, From: 0 });
  const total = totalOf(first, list);
  const rows = new Map<string, Row>();
  const firstRows = readRows(first[list.listKey], list.listKey);
  for (const row of firstRows) rows.set(keyOf(row), row);
  // The last row is read again with the next page: when it is another one by then, rows have moved between the pages.
  const overlap = firstRows.length > 1 ? 1 : 0;
  let seen = firstRows.length;
  let lastKey = lastKeyOf(firstRows);
  for (let pages = 1; rows.size < total; pages += 1) {
    if (pages > LIST_PAGES_MAX) throw incomplete(list, `more than ${LIST_PAGES_MAX} pages`);
    const page = await readPage({ Count: LIST_PAGE_ROWS, From: seen - overlap });
    const pageRows = readRows(page[list.listKey], list.listKey);
    if (totalOf(page, list) !== total) return undefined;
    const fresh = pageRows.slice(overlap);
    if (fresh.length === 0) throw incomplete(list, `${rows.size} of ${total} rows came`);
    if (overlap === 1 && keyOf(pageRows[0]!) !== lastKey) return undefined;
    for (const row of fresh) rows.set(keyOf(row), row);
    seen += fresh.length;
    lastKey = lastKeyOf(fresh);
    if (seen >= total && rows.size < total) return undefined;
  }
  return [...rows.values()];
}

function totalOf(page: Row, list: List): number {
  return readCount(page['Total'], `Total of ${list.path}`);
}

/** Rows without an `ID` (addresses) are told apart by their whole content. */
function keyOf(row: Row): string {
  const id = row['ID'] ?? row['IPAddress'];
  return typeof id === 'string' || typeof id === 'number' ? String(id) : JSON.stringify(row);
}

function lastKeyOf(rows: readonly Row[]): string | undefined {
  const last = rows.at(-1);
  return last === undefined ? undefined : keyOf(last);
}

function incomplete(list: List, why: string) {
  return providerError('incomplete-list', `the list of ${list.path} in ${list.zone} could not be read whole`, {
    class: 'retry',
    why,
    facts: { zone: list.zone, path: list.path },
  });
}
