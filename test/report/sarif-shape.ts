// What the SARIF 2.1.0 schema and code scanning demand of a log, as checks on the parts that we write. Whatever we do not
// know of is an error: a property that the standard does not have would be refused by its schema.
import { expect } from 'vitest';

type Json = Record<string, unknown>;

const keys = (value: unknown, allowed: readonly string[], required: readonly string[] = []) => {
  const found = Object.keys(value as Json);
  expect(found.filter((key) => !allowed.includes(key))).toEqual([]);
  expect(required.filter((key) => !found.includes(key))).toEqual([]);
};
const list = (value: unknown): Json[] => {
  expect(Array.isArray(value)).toBe(true);
  return value as Json[];
};
const text = (value: unknown) => {
  keys(value, ['text', 'markdown'], ['text']);
  expect((value as Json)['text']).toEqual(expect.stringMatching(/\S/u));
};

/** The results of the one run, after everything was checked. */
export function expectSarif(document: string): readonly Json[] {
  const log = JSON.parse(document) as Json;
  keys(log, ['$schema', 'version', 'runs'], ['$schema', 'version', 'runs']);
  expect(log['version']).toBe('2.1.0');
  const runs = list(log['runs']);
  expect(runs).toHaveLength(1);
  const run = runs[0]!;
  keys(
    run,
    ['tool', 'automationDetails', 'columnKind', 'originalUriBaseIds', 'invocations', 'results'],
    ['tool', 'results'],
  );
  expect(run['columnKind']).toBe('utf16CodeUnits');
  keys(run['tool'], ['driver'], ['driver']);
  const driver = (run['tool'] as Json)['driver'] as Json;
  keys(driver, ['name', 'semanticVersion', 'rules'], ['name']);
  expect(driver['semanticVersion']).toEqual(expect.stringMatching(/^\d+\.\d+\.\d+/u));
  const rules = list(driver['rules']);
  rules.forEach(expectRule);
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  for (const invocation of list(run['invocations'])) {
    keys(invocation, ['executionSuccessful', 'exitCode', 'properties'], ['executionSuccessful']);
    expect(typeof invocation['executionSuccessful']).toBe('boolean');
    expect(Number.isInteger(invocation['exitCode'])).toBe(true);
  }
  const bases = run['originalUriBaseIds'] as Json;
  const results = list(run['results']);
  for (const result of results) expectResult(result, rules, bases);
  return results;
}

function expectRule(rule: Json): void {
  keys(rule, ['id', 'shortDescription', 'fullDescription', 'help', 'properties'], ['id']);
  for (const part of ['shortDescription', 'fullDescription', 'help']) text(rule[part]);
}

function expectResult(result: Json, rules: readonly Json[], bases: Json): void {
  const known = [
    'ruleId',
    'ruleIndex',
    'level',
    'message',
    'locations',
    'partialFingerprints',
    'suppressions',
    'properties',
  ];
  keys(result, known, ['ruleId', 'ruleIndex', 'message', 'locations', 'partialFingerprints']);
  expect(['error', 'warning', 'note']).toContain(result['level']);
  text(result['message']);
  // A result may be of a part of a rule: its id continues the rule's with a slash (3.27.5).
  const ruleId = String(rules[result['ruleIndex'] as number]?.['id']);
  const given = String(result['ruleId']);
  expect(given === ruleId || given.startsWith(`${ruleId}/`)).toBe(true);
  const locations = list(result['locations']);
  expect(locations).toHaveLength(1);
  keys(locations[0], ['physicalLocation', 'logicalLocations'], ['physicalLocation']);
  const physical = locations[0]!['physicalLocation'] as Json;
  keys(physical, ['artifactLocation', 'region'], ['artifactLocation']);
  const artifact = physical['artifactLocation'] as Json;
  keys(artifact, ['uri', 'uriBaseId'], ['uri']);
  const uri = String(artifact['uri']);
  expect(uri).toMatch(/^(?:[A-Za-z0-9\-._~!'()*]|%[0-9A-F]{2}|\/)+$/u);
  expect(uri.startsWith('/')).toBe(false);
  expect(Object.keys(bases)).toContain(artifact['uriBaseId']);
  const region = physical['region'] as Json | undefined;
  if (region !== undefined) {
    keys(region, ['startLine', 'startColumn'], ['startLine']);
    for (const value of Object.values(region)) expect(Number.isInteger(value) && (value as number) >= 1).toBe(true);
  }
  for (const value of Object.values(result['partialFingerprints'] as Json))
    expect(value).toEqual(expect.stringMatching(/^[0-9a-f]{64}$/u));
  for (const one of list(result['suppressions'] ?? [])) {
    keys(one, ['kind', 'status', 'justification'], ['kind']);
    expect(['inSource', 'external']).toContain(one['kind']);
    expect(['accepted', 'underReview', 'rejected']).toContain(one['status']);
  }
}
