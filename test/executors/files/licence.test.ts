// What counts as a licence, and where one can hide.
import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import {
  bytesHoldLicence,
  closedFormat,
  holdsLicenceBlock,
  isGzip,
  looksLikeLicence,
} from '../../../src/executors/files/licence.ts';
import { configurationWithLicence, licence } from './licences.ts';

test.each([
  ['as it comes', licence()],
  ['with CRLF', licence().replaceAll('\n', '\r\n')],
  ['with a byte order mark and blank lines', `\uFEFF\n\n${licence()}\n\n`],
  ['two of them', licence('a') + licence('b')],
])('a licence file %s', (_, text) => {
  expect(looksLikeLicence(text)).toBe(true);
  expect(holdsLicenceBlock(text)).toBe(true);
});

test.each([
  ['a configuration that holds one', configurationWithLicence()],
  ['one with a note', `${licence()}for the old unit\n`],
  ['one that is cut off', licence().slice(0, 200)],
])('%s is not a licence file, but holds a licence', (_, text) => {
  expect(looksLikeLicence(text)).toBe(false);
  expect(holdsLicenceBlock(text)).toBe(true);
});

test.each([
  ['nothing', ''],
  ['another key', '-----BEGIN PRIVATE KEY-----\nQAAAAQAAAAQAAAAQAAAA\n-----END PRIVATE KEY-----\n'],
  ['prose', 'text, `-----BEGIN FGT VM LICENSE-----`, base64, `-----END FGT VM LICENSE-----`'],
  ['both lines with nothing between', '-----BEGIN FGT VM LICENSE-----\n-----END FGT VM LICENSE-----\n'],
])('%s is none and holds none', (_, text) => {
  expect(looksLikeLicence(text)).toBe(false);
  expect(holdsLicenceBlock(text)).toBe(false);
  expect(bytesHoldLicence(Buffer.from(text))).toBe(false);
});

test('bytes: found in every encoding and at every place', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (before, after) => {
      const around = (text: Buffer) => Buffer.concat([before, text, after]);
      const text = configurationWithLicence();
      expect(bytesHoldLicence(around(Buffer.from(text)))).toBe(true);
      expect(bytesHoldLicence(around(Buffer.from(text, 'utf16le')))).toBe(true);
      expect(bytesHoldLicence(around(Buffer.from(text, 'utf16le').swap16()))).toBe(true);
      expect(bytesHoldLicence(around(Buffer.from(JSON.stringify({ license: text }))))).toBe(true);
      expect(bytesHoldLicence(Buffer.from(around(Buffer.from(text)).toString('base64')))).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('random bytes hold none', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 4_000 }), (bytes) => !bytesHoldLicence(Buffer.from(bytes))));
});

test('formats that cannot be looked into are known by their first bytes', () => {
  expect(closedFormat(Buffer.from('PK\x03\x04rest'))).toBe('zip');
  expect(closedFormat(Buffer.from('#FGBK|3|'))).toBe('encrypted FortiGate backup');
  expect(closedFormat(Buffer.from('#config-version=FGVMK6'))).toBeUndefined();
  expect(closedFormat(Buffer.alloc(0))).toBeUndefined();
  expect(isGzip(Buffer.from([0x1f, 0x8b, 8]))).toBe(true);
  expect(isGzip(Buffer.from([0x1f]))).toBe(false);
});
