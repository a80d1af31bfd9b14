// Reads a list to its end. A list that cannot be read whole is an error: a short list would read as "it is gone".
// Pages have no stable order, so rows are told apart by their id.
import { providerError } from '../../base/errors.ts';
import { LIST_PAGE_ROWS, LIST_PAGES_MAX, LIST_RESTARTS_MAX } from './limits.ts';
import { badResponse, readId, readRows, type Row } from './shapes.ts';
import type { Params } from './sign.ts';

type List = { readonly command: string; readonly rowKey: string };
type ReadPage = (page: Params) => Promise<Row>;

/** Every row, each once. Throws `incomplete-list` when fewer than `count` come, or when the list keeps changing. */
export async function readAll(list: List, readPage: ReadPage): Promise<readonly Row[]> {
  for (let reads = 0; reads <= LIST_RESTARTS_MAX; reads += 1) {
    const rows = await readOnce(list, readPage);
    if (rows !== undefined) return rows;
  }
  throw incomplete(list, 'it changed each time while it was read');
}

/** Undefined: the list changed while it was read, or its pages overlapped. */
async function readOnce(list: List, readPage: ReadPage): Promise<readonly Row[] | undefined> {
  const rows = new Map<string, Row>();
  let total: number | undefined;
  for (let page = 1; page <= LIST_PAGES_MAX; page += 1) {
    const body = await readPage({ page: String(page), pagesize: String(LIST_PAGE_ROWS) });
    const { count, pageRows } = readPageBody(list, body);
    total ??= count;
    if (count !== total) return undefined;
    for (const row of pageRows) rows.set(readId(row, 'id'), row);
    if (rows.size >= total) return [...rows.values()];
    if (page * LIST_PAGE_ROWS >= total || pageRows.length === 0) return undefined;
  }
  throw incomplete(list, `more than ${LIST_PAGES_MAX} pages`);
}

/** An empty list is `{}`: the API leaves empty fields out. A count without rows, or rows without a count, is no answer. */
function readPageBody({ command, rowKey }: List, body: Row): { count: number; pageRows: readonly Row[] } {
  const { count, [rowKey]: value } = body;
  if (count === undefined && value === undefined) {
    if (Object.keys(body).length > 0)
      throw badResponse(`${command} has no ${rowKey}, but ${Object.keys(body).join(', ')}`);
    return { count: 0, pageRows: [] };
  }
  if (typeof count !== 'number' || !Number.isSafeInteger(count))
    throw badResponse(`count of ${command} is not a number`);
  return { count, pageRows: value === undefined && count === 0 ? [] : readRows(value, `${rowKey} of ${command}`) };
}

function incomplete({ command }: List, why: string) {
  return providerError('incomplete-list', `${command} could not be read whole`, {
    class: 'retry',
    why,
    facts: { command },
  });
}
