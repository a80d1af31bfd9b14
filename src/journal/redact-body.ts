// The last door before an entry becomes a line: plain JSON only, well-formed text only, and known secrets masked in the
// words that came from people or providers. Ids, digests and the contract's content are left as they are.
import { redact } from '../base/redact.ts';
import { freeFields } from './body-shape.ts';
import type { NewEntry } from './entry.ts';

/** The entry as it may be written. What JSON cannot hold is dropped or null, as `JSON.stringify` has it. */
export function redactEntry(entry: NewEntry): NewEntry {
  const free = new Set(freeFields(entry.kind));
  const plain = JSON.parse(JSON.stringify(entry.body)) as Record<string, unknown>;
  const body = Object.fromEntries(
    Object.entries(plain).map(([field, value]) => [field, mapTexts(value, free.has(field) ? redactWords : wellFormed)]),
  );
  return { kind: entry.kind, body } as unknown as NewEntry;
}

// A lone surrogate has no UTF-8 form, hence no canonical one: a provider's odd answer must not keep `done` from being
// written.
const wellFormed = (text: string): string => Buffer.from(text).toString();
const redactWords = (text: string): string => redact(wellFormed(text));

function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [map(name), mapTexts(item, map)]));
}
