// Reports and calendars before judges that are not ours: published schemas and another library.
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { calendarText } from '../../src/report/calendar/ics.ts';
import { eventsByLibrary, expectJunitSchema, sarifValidator } from './by-schema.ts';

const golden = (name: string) => readFile(new URL(`../golden/report/${name}`, import.meta.url), 'utf8');

describe('SARIF, by its schema', () => {
  it('is valid, and what is spoiled is not', { timeout: 60_000 }, async () => {
    const expectSarifSchema = await sarifValidator();
    const text = await golden('check.sarif');
    expectSarifSchema(text);
    for (const spoil of [
      (log: Log) => void delete log.version,
      (log: Log) => (log.runs[0]!.results[0]!.level = 'severe'),
      (log: Log) => (log.runs[0]!.results[0]!['colour'] = 'red'),
      (log: Log) => void delete log.runs[0]!.results[0]!['message'],
    ]) {
      const log = JSON.parse(text) as Log;
      spoil(log);
      expect(() => {
        expectSarifSchema(JSON.stringify(log));
      }).toThrow();
    }
  });
});

interface Log {
  version?: string;
  runs: { results: { level: string; [name: string]: unknown }[] }[];
}

describe('JUnit, by the schemas of Apache Ant and Jenkins', () => {
  it('is valid, and what is spoiled is not', { timeout: 60_000 }, async () => {
    const text = await golden('check.junit.xml');
    await expectJunitSchema(text);
    for (const [from, to] of [
      ['<testcase ', '<testcase colour="red" '],
      [' hostname="', ' host="'],
      ['</testsuite>', '<more/></testsuite>'],
    ] as const)
      await expect(expectJunitSchema(text.replace(from, to)), to).rejects.toThrow();
  });
});

describe('a calendar, by ical.js', () => {
  it('says what the entries say', () => {
    const entry = {
      on: '2028-02-29',
      summary: '[fgt-prod] SF1: 解約の受理, by the 20th; or later\\no',
      description: `one\ntwo; three, four\\five ${'長い行'.repeat(60)}`,
      categories: ['kaiyaku', 'sakura-fortigate'],
      alarmsAtMs: [Date.parse('2028-02-28T00:00:00Z')],
    };
    const text = calendarText(
      [
        { ...entry, uid: 'a@x' },
        { ...entry, uid: 'b@x', on: '2026-12-31' },
      ],
      [],
      0,
    );
    expect(eventsByLibrary(text).sort((one, other) => one.uid.localeCompare(other.uid))).toEqual(
      [
        ['a@x', '2028-02-29'],
        ['b@x', '2026-12-31'],
      ].map(([uid, on]) => ({
        uid,
        on,
        summary: entry.summary,
        description: entry.description,
        alarmsAt: ['2028-02-28T00:00:00Z'],
      })),
    );
  });

  it('is refused by it when spoiled', () => {
    expect(() => eventsByLibrary('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n')).toThrow();
  });
});
