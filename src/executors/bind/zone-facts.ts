// What canonical lines of a zone say about one address. Pure.
import type { JsonObject } from '../../base/canonical-json.ts';
import { editingOf } from './edit.ts';
import { LINES_IN_FACTS_MAX } from './limits.ts';

/** Facts as `command.ts` describes them. */
export function factsOf(lines: readonly string[], address: string, ttlSeconds: number | undefined): JsonObject {
  const read = lines.map((line) => ({ line, ...editingOf(line, { address }) }));
  const mentions = read.filter((one) => one.mentions > 0);
  const ttlSecondsMax = mentions.reduce((most, one) => Math.max(most, one.ttlSecondsMax), 0);
  return {
    serial: read.find(({ serial }) => serial !== undefined)?.serial?.from ?? null,
    mentions: mentions.slice(0, LINES_IN_FACTS_MAX).map(({ line }) => line),
    mentionLines: mentions.length,
    ttlSecondsMax,
    ...(ttlSeconds === undefined ? {} : { ttlWithin: ttlSecondsMax <= ttlSeconds }),
  };
}
