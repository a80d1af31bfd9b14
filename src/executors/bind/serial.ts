// The next serial of a zone, in the zone’s own form: a date with a counter, seconds since 1970, or a plain counter. Changing the
// form would lower it, and secondaries would stop to follow (RFC 1982, RFC 1912 §2.2). Pure.

const MODULUS = 2 ** 32;
const UNIX_FIRST = 1_000_000_000;
const UNIX_LAST = 1_900_000_000;
const A_DAYS_CHANGES = 100;
/** Dates in serials are Japan’s, as the people are who write them. */
const JAPAN_MS = 9 * 3_600_000;

/** `YYYYMMDDNN`, seconds, or a number that only counts. */
export function nextSerial(serial: number, nowMs: number): number {
  const up = (serial + 1) % MODULUS;
  const seconds = Math.floor(nowMs / 1000);
  if (isDated(serial)) {
    const today = Number(new Date(nowMs + JAPAN_MS).toISOString().slice(0, 10).replaceAll('-', '')) * A_DAYS_CHANGES;
    return Math.max(up, today);
  }
  if (serial >= UNIX_FIRST && serial <= UNIX_LAST) return Math.max(up, seconds);
  // Zero is a serial of its own kind to some servers.
  return up === 0 ? 1 : up;
}

function isDated(serial: number): boolean {
  const text = /^(?<year>19[7-9]\d|20\d\d|2100)(?<month>\d\d)(?<day>\d\d)\d\d$/.exec(String(serial))?.groups;
  if (text === undefined) return false;
  const [month, day] = [Number(text['month']), Number(text['day'])];
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}
