// Whether a text is the canonical form (RFC 8785) of the value that was parsed from it. Pure. Writing the canonical form
// again for every line would be most of the time of reading a long journal; asking is a third of that.
import { canonicalJson } from '../base/canonical-json.ts';

/** `value` must be what `JSON.parse(text)` gave. Throws for a value that has no canonical form. */
export function isCanonical(text: string, value: unknown): boolean {
  // `JSON.stringify` writes numbers, texts and punctuation as RFC 8785 does, and keeps the order of names; so what it
  // gives back unchanged is canonical if its names are sorted. It escapes lone surrogates, which have no canonical form,
  // and puts names that look like numbers first; hence its no is not yet an answer.
  if (JSON.stringify(value) === text && hasSortedNames(value) && !text.includes('\\ud')) return true;
  return canonicalJson(value) === text;
}

function hasSortedNames(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(hasSortedNames);
  const object = value as Readonly<Record<string, unknown>>;
  let before: string | undefined;
  // `for…in` because it makes no arrays; what `JSON.parse` gives inherits no enumerable name.
  for (const name in object) {
    if ((before !== undefined && name <= before) || !hasSortedNames(object[name])) return false;
    before = name;
  }
  return true;
}
