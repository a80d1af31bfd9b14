// Filter, Sort, Include and paging of a find, over rows as the API shows them (facts §1.4).
import { PAGE_ROWS_DEFAULT } from '../limits.ts';
import { refuse } from '../refuse.ts';
import type { FindQuery } from './query.ts';

export type View = Record<string, unknown>;
export interface Page {
  readonly rows: readonly View[];
  readonly from: number;
  readonly total: number;
}

/** Count 0 or From without Count 0… : `Count: 0` gives everything, no Count the default page. */
export function selectPage(views: readonly View[], query: FindQuery): Page {
  const kept = views.filter((view) => matches(view, query.Filter ?? {}));
  const sorted = sortRows(kept, query.Sort ?? []);
  const from = query.From ?? 0;
  const count = query.Count ?? PAGE_ROWS_DEFAULT;
  const rows = sorted.slice(from, count === 0 ? undefined : from + count);
  return { rows: rows.map((row) => project(row, query)), from, total: sorted.length };
}

const OPERATORS: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function matches(view: View, filter: Record<string, unknown>): boolean {
  return Object.entries(filter).every(([key, wanted]) => matchesOne(view, key, wanted));
}

function matchesOne(view: View, key: string, wanted: unknown): boolean {
  const [, path = key, operator = ''] = /^([\w.]+)(.*)$/.exec(key) ?? [];
  if (wanted === null) throw refuse('filter_null_comparison', key);
  const found = valuesAt(view, path.split('.'));
  if (operator === '') return matchesPlain(path, found, wanted);
  const compare = OPERATORS[operator];
  if (compare === undefined) throw refuse('filter_unknown_operator', key);
  if (Array.isArray(wanted)) throw refuse('filter_array_comparison', key);
  if (typeof wanted !== 'string' && typeof wanted !== 'number') throw refuse('filter_bad_operator', key);
  return found.some((value) => compare(order(value, wanted)));
}

function matchesPlain(path: string, found: readonly unknown[], wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return wanted.some((choice) =>
      Array.isArray(choice)
        ? choice.every((one) => found.some((value) => same(value, one)))
        : found.some((value) => same(value, choice)),
    );
  if (typeof wanted === 'string' && !/(^|\.)\w*I[Dd]$/.test(path)) {
    // CHOICE: partial matches are blind to case.
    const words = wanted
      .toLowerCase()
      .split(' ')
      .filter((word) => word !== '');
    return found.some((value) => words.every((word) => scalarText(value).toLowerCase().includes(word)));
  }
  return found.some((value) => same(value, wanted));
}

/** Everything at a dotted path; lists on the way are looked through, and `Tags.Name` means the tags themselves. */
function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((one) => valuesAt(one, path));
  const [key, ...rest] = path;
  if (key === undefined) return value === null || value === undefined ? [] : [value];
  if (typeof value === 'string' && key === 'Name') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return valuesAt((value as View)[key], rest);
}

/** Text of a scalar; booleans as `1` and `0`, anything else as JSON. */
export function scalarText(value: unknown): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function same(value: unknown, wanted: unknown): boolean {
  return scalarText(value) === scalarText(wanted) || JSON.stringify(value) === scalarText(wanted);
}

function order(a: unknown, b: unknown): number {
  const [x, y] = [scalarText(a), scalarText(b)];
  if (/^-?\d+$/.test(x) && /^-?\d+$/.test(y)) return Number(x) - Number(y);
  return x < y ? -1 : x > y ? 1 : 0;
}

function sortRows(views: readonly View[], keys: readonly string[]): View[] {
  return [...views].sort((a, b) => {
    for (const key of keys) {
      const down = key.startsWith('-');
      const path = (down ? key.slice(1) : key).split('.');
      const difference = order(valuesAt(a, path)[0] ?? '', valuesAt(b, path)[0] ?? '');
      if (difference !== 0) return down ? -difference : difference;
    }
    return 0;
  });
}

function project(view: View, { Include, Exclude }: FindQuery): View {
  const top = (fields: readonly string[]) => new Set(fields.map((field) => field.split('.')[0]));
  const included = Include === undefined ? undefined : top(Include);
  const excluded = top(Exclude ?? []);
  if (included === undefined && excluded.size === 0) return view;
  return Object.fromEntries(Object.entries(view).filter(([key]) => (included?.has(key) ?? true) && !excluded.has(key)));
}
