// Journals of released versions, replayed under this one. The files of a release are never written again: when one of
// these tests fails, this version would misread a journal that somebody has.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scanJournal } from '../../src/journal/scan.ts';

const folder = path.resolve(import.meta.dirname, '../golden/journal');
const plain = (value: unknown): unknown => {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, one]) => [key, plain(one)]));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
};

for (const version of ['v1'])
  describe(`golden journals ${version}`, () => {
    const names = readdirSync(path.join(folder, version)).filter((name) => name.endsWith('.jsonl'));
    it('are there', () => {
      expect(names).toEqual(['ordinary.jsonl', 'troubled.jsonl']);
    });
    it.each(names)('%s says what it said then', (name) => {
      const { checker, tail } = scanJournal(readFileSync(path.join(folder, version, name)));
      const expected = readFileSync(path.join(folder, version, name.replace('.jsonl', '.state.json')), 'utf8');
      expect(tail.kind).toBe('whole');
      expect(plain(checker.state)).toEqual(JSON.parse(expected));
    });
  });
