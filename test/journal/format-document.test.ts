// docs/journal-format.md is the format's definition; what it says of kinds, fields and reasons must be what the code does.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { bodyFields } from '../../src/journal/body-shape.ts';
import type { EntryKind } from '../../src/journal/entry.ts';
import { KINDS } from './entries.ts';

const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/journal-format.md'), 'utf8');
const [, kinds = ''] = text.split('### Kinds and bodies');

it('lists every kind with exactly its fields', () => {
  const documented = new Map<string, string>();
  for (const [, names = '', fields = ''] of kinds.split('\n\n')[2]!.matchAll(/^\| (`.*?`) \| `(.*?)` \|/gm))
    for (const [, kind = ''] of names.matchAll(/`(\w+)`/g)) documented.set(kind, fields);
  expect([...documented.keys()].sort()).toEqual([...KINDS].sort());
  for (const [kind, fields] of documented) expect(fields, kind).toBe(bodyFields(kind as EntryKind).join(' '));
});
