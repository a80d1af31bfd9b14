// What persons have attested, read by step and field. Pure.
import type { History } from './provider.ts';

type Attested = History['attested'];

/** A text or a date; undefined where nobody attested one. */
export function attestedText(attested: Attested, step: string, field: string): string | undefined {
  const value = attested[step]?.[field];
  return typeof value === 'string' ? value : undefined;
}
