// What JUnit.xsd (Apache Ant, the strictest of the schemas in use) demands of a test report, as checks.
import { expect } from 'vitest';
import { type Element, parseXml } from './strict-xml.ts';

const SUITE = ['id', 'name', 'package', 'timestamp', 'hostname', 'tests', 'failures', 'errors', 'time'];
const INTEGER = /^\d+$/u;
/** `xs:token`: no line breaks, no spaces at the ends or two in a row. */
const TOKEN = /^\S+(?: \S+)*$/u;

/** The suites, after everything was checked. */
export function expectJunit(text: string): readonly Element[] {
  const root = parseXml(text);
  expect(root.name).toBe('testsuites');
  expect(root.attributes).toEqual({});
  expect(root.text.trim()).toBe('');
  root.children.forEach(expectSuite);
  return root.children;
}

function expectSuite(suite: Element, id: number): void {
  expect(suite.name).toBe('testsuite');
  expect(Object.keys(suite.attributes).filter((name) => name !== 'skipped')).toEqual(SUITE);
  const { attributes, children } = suite;
  expect(attributes['id']).toBe(String(id));
  for (const name of ['tests', 'failures', 'errors', 'time']) expect(attributes[name]).toMatch(INTEGER);
  for (const name of ['name', 'package', 'hostname']) expect(attributes[name]).toMatch(TOKEN);
  expect(attributes['timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/u);
  const names = children.map(({ name }) => name);
  expect(names).toEqual(['properties', ...Array(names.length - 3).fill('testcase'), 'system-out', 'system-err']);
  for (const { name, attributes: property } of children[0]!.children) {
    expect(name).toBe('property');
    expect(Object.keys(property)).toEqual(['name', 'value']);
  }
  const cases = children.slice(1, -2);
  cases.forEach(expectCase);
  expect(new Set(cases.map((one) => one.attributes['name'])).size).toBe(cases.length);
  const count = (kind: string) => cases.filter((one) => one.children[0]?.name === kind).length;
  expect(Number(attributes['tests'])).toBe(cases.length);
  expect(Number(attributes['failures'])).toBe(count('failure'));
  expect(Number(attributes['skipped'])).toBe(count('skipped'));
  expect(Number(attributes['errors'])).toBe(count('error'));
}

function expectCase({ attributes, children, text }: Element): void {
  expect(Object.keys(attributes)).toEqual(['name', 'classname', 'time']);
  expect(attributes['name']).toMatch(TOKEN);
  expect(attributes['classname']).toMatch(TOKEN);
  expect(text.trim()).toBe('');
  expect(children.length).toBeLessThanOrEqual(1);
  for (const { name, attributes: given } of children) {
    expect(['skipped', 'failure', 'error']).toContain(name);
    if (name !== 'skipped') expect(Object.keys(given)).toEqual(['message', 'type']);
  }
}
