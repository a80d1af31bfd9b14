// Times as the API writes them: RFC 3339, seconds, Japan.
const JST_OFFSET_MS = 9 * 3_600_000;

/** `2026-04-01T09:00:00+09:00` */
export function jstText(ms: number): string {
  return `${new Date(ms + JST_OFFSET_MS).toISOString().slice(0, 19)}+09:00`;
}
