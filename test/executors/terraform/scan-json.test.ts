// The walker against JSON.parse: the same values, wherever the text is cut into chunks; and never more than it was asked for.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonScan, NESTING_MAX, type Want } from '../../../src/executors/terraform/scan-json.ts';

function scan(text: string | Buffer, want: (path: readonly string[]) => Want, cut = 7): [string, unknown][] {
  const taken: [string, unknown][] = [];
  const walker = new JsonScan({ want, take: (path, value) => void taken.push([path.join('.'), value]) });
  const bytes = Buffer.from(text);
  const chunk = Buffer.alloc(cut);
  for (let at = 0; at < bytes.length; at += cut) {
    // One buffer for all chunks: what has to be kept has to be copied.
    const size = bytes.copy(chunk, 0, at, at + cut);
    walker.push(chunk.subarray(0, size));
  }
  walker.end();
  return taken;
}

const broken = (text: string, cut?: number): string => {
  try {
    scan(text, () => 'enter', cut);
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'fine';
};

test('takes members and elements, passes over the rest', () => {
  const text = '{"a":[{"x":1},{"x":"é\\"]}"}],"b":{"deep":[1,[2]]},"c":true , "d":-1.5e3,"e":null}';
  const want = (path: readonly string[]): Want => (path[0] === 'b' ? 'skip' : path.length === 2 ? 'take' : 'enter');
  const expected = [
    ['a.[]', { x: 1 }],
    ['a.[]', { x: 'é"]}' }],
    ['c', true],
    ['d', -1500],
    ['e', null],
  ];
  for (let cut = 1; cut < text.length + 2; cut += 1) expect(scan(text, want, cut)).toEqual(expected);
});

test('every JSON object comes through whole, in chunks of any size', () => {
  const objects = fc.dictionary(
    fc.string({ unit: 'grapheme' }).filter((name) => name !== '__proto__'),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(objects, fc.integer({ min: 1, max: 40 }), fc.nat({ max: 3 }), (value, cut, indent) => {
      const taken: Record<string, unknown> = {};
      for (const [name, one] of scan(JSON.stringify(value, null, indent), () => 'take', cut)) taken[name] = one;
      expect(taken).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

describe('what is no JSON is said to be none', () => {
  test.each([
    '',
    '{',
    '{"a":1',
    '{"a" 1}',
    '{"a":1,}',
    '{"a":}',
    '{"a":tru}',
    '{a:1}',
    '{"a":[1,]}',
    '{"a":[1 2]}',
    '{"a":1}}',
    '{"a":"\\q"}',
    '{"a":1,"a":2}',
    '{"a":[{"b":1]}',
    'true',
  ])('%s', (text) => {
    for (const cut of [1, 3, 100]) expect(broken(text, cut)).toMatch(/^plan-(?:not-json|two-texts)$/);
  });

  test('what is passed over is balanced all the same', () => {
    expect(() => scan('{"a":[{]}', () => 'skip')).toThrow(/brackets do not match/);
    expect(() => scan(`{"a":${'['.repeat(NESTING_MAX + 1)}`, () => 'skip')).toThrow(/nested/);
    expect(() => scan(`{"a":${'['.repeat(NESTING_MAX + 1)}`, () => 'enter')).toThrow(/nested/);
  });
});
