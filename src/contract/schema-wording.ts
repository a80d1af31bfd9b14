// What the schema library finds, in our words: `must be …`. A field's own sentence (fields.ts) always wins over these.
import type { z } from 'zod';

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

/** For unions without a sentence of their own: their best branch speaks instead. */
export const NO_WORDING = '';

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  null: 'empty',
};
const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'a UUID',
  url: 'a URL like https://example.jp/path',
  date: 'a date like 2026-12-31',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
};

/** The sentence of an issue that has none of its own. */
export function wordingOf(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${oneOf(issue.values)}`;
    case 'invalid_format':
      return `must be ${FORMATS[issue.format] ?? 'written otherwise'}`;
    case 'too_small':
      return `must ${size(issue.origin, issue.minimum, issue.inclusive === false ? 'more than' : 'at least')}`;
    case 'too_big':
      return `must ${size(issue.origin, issue.maximum, issue.inclusive === false ? 'less than' : 'at most')}`;
    case 'invalid_union':
      return issue['options'] === undefined ? NO_WORDING : `must be ${oneOf(issue['options'] as readonly unknown[])}`;
    case 'unrecognized_keys':
      return 'is not known';
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return 'is not valid';
  }
}

/** What a value is, in a contract's words. */
export function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return TYPES[typeof value] ?? typeof value;
}

function oneOf(values: readonly unknown[]): string {
  const texts = values.map(String);
  return texts.length === 1 ? texts[0]! : `one of ${texts.join(', ')}`;
}

function size(origin: string, limit: number | bigint, relation: string): string {
  if (origin === 'string') return `have ${relation} ${limit} characters`;
  if (origin === 'array') return `have ${relation} ${limit} ${Number(limit) === 1 ? 'item' : 'items'}`;
  return `be ${relation} ${limit}`;
}
