// The JSON after `?`: raw (official Go client, string values path-escaped), percent-encoded as a whole (saklient, fetch),
// or a mixture. Facts §1.1, §1.4.
import * as z from 'zod';
import { refuse } from '../refuse.ts';

const shape = z.object({
  Count: z.coerce.number().int().min(0).optional(),
  From: z.coerce.number().int().min(0).optional(),
  Filter: z.record(z.string(), z.unknown()).optional(),
  Sort: z.array(z.string()).optional(),
  Include: z.array(z.string()).optional(),
  Exclude: z.array(z.string()).optional(),
});
export type FindQuery = z.output<typeof shape>;

/** `text` is what follows the `?`. Throws 400 `bad_request` for anything but one JSON object. */
export function parseQuery(text: string): FindQuery {
  if (text === '') return {};
  const json = parseRaw(text) ?? parseEncoded(text);
  const result = shape.safeParse(json);
  if (!result.success) throw refuse('bad_request', 'the query is not a JSON object of find parameters');
  return result.data;
}

function parseRaw(text: string): unknown {
  const json = tryJson(text);
  return json === undefined ? undefined : decodeStrings(json);
}

function parseEncoded(text: string): unknown {
  const decoded = tryDecode(text);
  return decoded === undefined ? undefined : tryJson(decoded);
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function tryDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The Go client path-escapes each string inside raw JSON; a `+` is never a space. */
function decodeStrings(value: unknown): unknown {
  if (typeof value === 'string') return tryDecode(value) ?? value;
  if (Array.isArray(value)) return value.map(decodeStrings);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [tryDecode(key) ?? key, decodeStrings(inner)]),
    );
  return value;
}
