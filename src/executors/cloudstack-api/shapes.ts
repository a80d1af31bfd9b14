// Readers for the API's JSON. Lenient where servers differ (true and "true", ids as numbers), strict where a missing
// field would read as "there is none". Whatever does not fit is `bad-response`, never an empty value.
import { type KaiyakuError, providerError } from '../../base/errors.ts';

/** One object of an answer, unread. */
export type Row = Readonly<Record<string, unknown>>;

/** The other side answered, but not in its own language. */
export function badResponse(what: string): KaiyakuError {
  return providerError('bad-response', `the CloudStack API’s answer makes no sense: ${what}`, {
    class: 'retry',
    why: 'an answer that cannot be read says nothing about the object',
  });
}

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object. Throws `bad-response`. */
export function readRow(value: unknown, what: string): Row {
  if (!isRow(value)) throw badResponse(`${what} is not an object`);
  return value;
}

/** A list of objects. Throws `bad-response`. */
export function readRows(value: unknown, what: string): readonly Row[] {
  if (!Array.isArray(value)) throw badResponse(`${what} is not a list`);
  return value.map((item: unknown) => readRow(item, `an element of ${what}`));
}

/** An id: text, or a number on very old servers. Throws `bad-response`. */
export function readId(row: Row, key: string): string {
  const value = row[key];
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string' && value !== '') return value;
  throw badResponse(`${key} is not an id`);
}

/** Text. Throws `bad-response`. */
export function readText(row: Row, key: string): string {
  const value = row[key];
  if (typeof value !== 'string' || value === '') throw badResponse(`${key} is not text`);
  return value;
}

/** Text or an id; null where the API leaves it out. */
export function textOrNull(row: Row, key: string): string | null {
  const value = row[key];
  return value === undefined || value === null || value === '' ? null : readId(row, key);
}

/** A flag, also as text; false where the API leaves it out (it leaves empty fields out). */
export function readFlag(row: Row, key: string): boolean {
  const value = row[key];
  if (value === undefined || value === null) return false;
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw badResponse(`${key} is neither true nor false`);
}
