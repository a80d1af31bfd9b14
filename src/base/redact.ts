// Secrets exist only as `Secret` values and print as ‹secret› wherever they are printed, logged or serialised.
// `redact` is the second line of defence, for text that comes back from other programs and providers.
import { inspect } from 'node:util';

const MASK = '‹secret›';
/** Shorter values would mask ordinary words in every report. */
const REDACT_LENGTH_MIN = 6;
const known = new Set<string>();

/** A resolved secret. `reveal()` is called only where it is handed to a protocol. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
    if (value.length >= REDACT_LENGTH_MIN) known.add(value);
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return MASK;
  }
  toJSON(): string {
    return MASK;
  }
  [inspect.custom](): string {
    return MASK;
  }
}

/** The text with every known secret (also in base64 and URL form) replaced. */
export function redact(text: string): string {
  let out = text;
  for (const value of known) {
    for (const form of [value, Buffer.from(value).toString('base64'), encodeURIComponent(value)])
      if (out.includes(form)) out = out.replaceAll(form, MASK);
  }
  return out;
}
