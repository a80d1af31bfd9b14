// A strict reader of iCalendar (RFC 5545), written from the standard and not from our writer: what it accepts, calendars
// accept. Line ends, folding, escapes, required properties and value forms are all checked.
import { expect } from 'vitest';

export interface Property {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly value: string;
}

export interface Component {
  readonly name: string;
  readonly properties: readonly Property[];
  readonly children: readonly Component[];
}

/** The one VCALENDAR of a file. */
export function readIcs(text: string): Component {
  // Every break is CR LF, and the last line has one (3.1).
  expect(text.endsWith('\r\n')).toBe(true);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
  const raw = text.split('\r\n').slice(0, -1);
  for (const line of raw) expect(Buffer.byteLength(line, 'utf8')).toBeLessThanOrEqual(75);
  const lines: string[] = [];
  for (const line of raw) {
    if (line.startsWith(' ') || line.startsWith('\t')) lines[lines.length - 1] += line.slice(1);
    else lines.push(line);
  }
  // No character was cut in two.
  expect(lines.join('\n')).not.toContain('\ufffd');
  const root: { children: Component[] } = { children: [] };
  const open: { name: string; properties: Property[]; children: Component[] }[] = [];
  for (const line of lines) {
    const property = propertyOf(line);
    if (property.name === 'BEGIN') {
      const component = { name: property.value, properties: [], children: [] };
      (open.at(-1) ?? root).children.push(component);
      open.push(component);
    } else if (property.name === 'END') expect(open.pop()?.name).toBe(property.value);
    else open.at(-1)!.properties.push(property);
  }
  expect(open).toEqual([]);
  expect(root.children.map(({ name }) => name)).toEqual(['VCALENDAR']);
  const calendar = root.children[0]!;
  expect(valueOf(calendar, 'VERSION')).toBe('2.0');
  expect(valueOf(calendar, 'PRODID')).not.toBe('');
  for (const event of calendar.children) expectEvent(event);
  const uids = calendar.children.map((event) => valueOf(event, 'UID'));
  expect(new Set(uids).size).toBe(uids.length);
  return calendar;
}

function propertyOf(line: string): Property {
  const [, head, value] = /^((?:"[^"]*"|[^":])*):(.*)$/u.exec(line) ?? [];
  if (head === undefined || value === undefined) throw new Error(`no content line: ${line}`);
  const [name, ...parameters] = head.split(';');
  expect(name).toMatch(/^[A-Z][A-Z0-9-]*$/u);
  expect(value).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/u);
  return {
    name: name!,
    value,
    parameters: Object.fromEntries(parameters.map((one) => one.split('=') as [string, string])),
  };
}

/** The value of a property that stands exactly once. */
export function valueOf({ properties }: Component, name: string): string {
  const found = properties.filter((one) => one.name === name);
  expect(found, name).toHaveLength(1);
  return found[0]!.value;
}

/** A TEXT value without its escapes (3.3.11). Throws for what no escape is. */
export function textOf(component: Component, name: string): string {
  return valueOf(component, name).replaceAll(
    /\\(.?)|([;,])/gu,
    (_, escaped: string | undefined, bare: string | undefined) => {
      if (bare !== undefined || escaped === undefined || !/[\\;,nN]/u.test(escaped))
        throw new Error(`bad escape in ${name}`);
      return escaped.toLowerCase() === 'n' ? '\n' : escaped;
    },
  );
}

/** `2026-12-31` of an all-day value. */
export function dayOf(component: Component, name: string): string {
  const found = component.properties.find((one) => one.name === name)!;
  expect(found.parameters['VALUE']).toBe('DATE');
  expect(found.value).toMatch(/^\d{8}$/u);
  return found.value.replace(/(\d{4})(\d\d)(\d\d)/u, '$1-$2-$3');
}

const UTC = /^\d{8}T\d{6}Z$/u;

function expectEvent(event: Component): void {
  expect(event.name).toBe('VEVENT');
  expect(valueOf(event, 'UID')).not.toBe('');
  expect(valueOf(event, 'DTSTAMP')).toMatch(UTC);
  expect(valueOf(event, 'SEQUENCE')).toMatch(/^\d+$/u);
  expect(['CONFIRMED', 'CANCELLED', 'TENTATIVE']).toContain(valueOf(event, 'STATUS'));
  const days = Date.parse(dayOf(event, 'DTEND')) - Date.parse(dayOf(event, 'DTSTART'));
  expect(days).toBe(86_400_000);
  expect(textOf(event, 'SUMMARY')).not.toBe('');
  textOf(event, 'DESCRIPTION');
  for (const alarm of event.children) {
    expect(alarm.name).toBe('VALARM');
    expect(valueOf(alarm, 'ACTION')).toBe('DISPLAY');
    textOf(alarm, 'DESCRIPTION');
    const trigger = alarm.properties.find(({ name }) => name === 'TRIGGER')!;
    expect(trigger.parameters['VALUE']).toBe('DATE-TIME');
    expect(trigger.value).toMatch(UTC);
  }
}
