// Readers for the API's JSON. Lenient where the API is (ids and numbers as text, "True"/"False"), strict where a
// missing field would read as "there is none". Whatever does not fit is `bad-response`, never an empty value.
import { type KaiyakuError, providerError } from '../../base/errors.ts';

/** One object of an answer, unread. */
export type Row = Readonly<Record<string, unknown>>;

/** The other side answered, but not in its own language. Nothing was changed by reading it. */
export function badResponse(what: string, facts: Record<string, unknown> = {}): KaiyakuError {
  return providerError('bad-response', `the Sakura Cloud API’s answer makes no sense: ${what}`, {
    class: 'retry',
    why: 'an answer that cannot be read says nothing about the object',
    facts,
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

/** An object or nothing (`null` and a missing key alike). */
export function readRowOrNull(value: unknown, what: string): Row | null {
  return value === null || value === undefined ? null : readRow(value, what);
}

/** A list of objects; `null` elements (appliances have them) are dropped. A missing key is `bad-response`. */
export function readRows(value: unknown, what: string): readonly Row[] {
  if (value === null) return [];
  if (!Array.isArray(value)) throw badResponse(`${what} is not a list`);
  return value.filter((item) => item !== null).map((item: unknown) => readRow(item, `an element of ${what}`));
}

/** As `readRows`, for keys that the API leaves out where there is nothing. */
export function readRowsOrNone(value: unknown, what: string): readonly Row[] {
  return value === undefined ? [] : readRows(value, what);
}

/** An id, sent as a number or as text. Throws `bad-response`. */
export function readId(value: unknown, what: string): string {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return String(value);
  if (typeof value === 'string' && /^\d+$/.test(value)) return value;
  throw badResponse(`${what} is not an id`);
}

/** An id, or null for none (also `""`, `0` and -1, which the API uses for "none"). */
export function readIdOrNull(value: unknown, what: string): string | null {
  if (value === null || value === undefined || value === '' || value === 0 || value === -1) return null;
  return readId(value, what);
}

/** The id of a nested object: `Switch: {ID}`; null where there is none. */
export function readRefOrNull(value: unknown, what: string): string | null {
  const row = readRowOrNull(value, what);
  return row === null ? null : readIdOrNull(row['ID'], `${what}.ID`);
}

/** Text; throws `bad-response` for anything else. */
export function readText(value: unknown, what: string): string {
  if (typeof value !== 'string') throw badResponse(`${what} is not text`);
  return value;
}

/** Text, with null for none and for `""`. */
export function readTextOrNull(value: unknown, what: string): string | null {
  return value === null || value === undefined || value === '' ? null : readText(value, what);
}

/** A whole number ≥ 0, also as text. */
export function readCount(value: unknown, what: string): number {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0)
    throw badResponse(`${what} is not a number`);
  return number;
}

/** A boolean, also as `"True"`/`"False"`. */
export function readFlag(value: unknown, what: string): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw badResponse(`${what} is neither true nor false`);
}

/** Tags of an object; kinds without tags have none. */
export function readTags(row: Row): readonly string[] {
  const tags = row['Tags'];
  if (tags === null || tags === undefined) return [];
  if (!Array.isArray(tags)) throw badResponse('Tags is not a list');
  return tags.map((tag: unknown) => readText(tag, 'a tag'));
}
