// Japan's time zone is held as an offset, so that no command loads time zone data; it must stay what Asia/Tokyo is.
import { expect, it } from 'vitest';
import { civilDateInJapan, instantInJapan } from '../../src/calendar/civil-date.ts';

const tokyo = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Tokyo',
  dateStyle: 'short',
  timeStyle: 'medium',
  hourCycle: 'h23',
});
const HOUR_MS = 3_600_000;

it('is Asia/Tokyo, on both sides of midnight, in every month from 1952 to 2100', () => {
  for (let year = 1952; year <= 2100; year += 1)
    for (let month = 0; month < 12; month += 1) {
      // 15:00 UTC is midnight there.
      const midnightMs = Date.UTC(year, month, 3, 15);
      for (const atMs of [midnightMs - 1, midnightMs, midnightMs + 12 * HOUR_MS]) {
        const [date, time] = tokyo.format(atMs).split(', ');
        expect(civilDateInJapan(atMs)).toBe(date);
        expect(instantInJapan(date!, time!.slice(0, 5))).toBe(Math.floor(atMs / 60_000) * 60_000);
      }
    }
});
