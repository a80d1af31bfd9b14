// Which texts name an address: 203.0.113.5 is not found in 203.0.113.50, and a default route names nobody.
import { assert, integer, ipV4, ipV6, property } from 'fast-check';
import { expect, test } from 'vitest';
import {
  addressOfReverseName,
  names,
  overlaps,
  parseNetwork,
  sameNetwork,
} from '../../../src/executors/sakura-api/addresses.ts';

const network = (text: string) => parseNetwork(text)!;

test.each([
  ['203.0.113.5', '203.0.113.5', true],
  ['203.0.113.50', '203.0.113.5', false],
  ['1203.0.113.5', '203.0.113.5', false],
  ['v=spf1 ip4:203.0.113.5 -all', '203.0.113.5', true],
  ['v=spf1 ip4:203.0.113.0/28 -all', '203.0.113.5', true],
  ['v=spf1 ip4:203.0.113.0/28 -all', '203.0.113.17', false],
  ['0.0.0.0/0', '203.0.113.5', false],
  ['203.0.0.0/16', '203.0.113.5', false],
  ['203.0.113.5:443', '203.0.113.5', true],
  ['https://203.0.113.5/health.', '203.0.113.5', true],
  ['10 203.0.113.5.', '203.0.113.5', true],
  ['203.0.113.20', '203.0.113.16/28', true],
  ['203.0.113.16/28', '203.0.113.16/28', true],
  ['203.0.113.32', '203.0.113.16/28', false],
  ['v=spf1 ip6:2001:db8:1::5 -all', '2001:db8:1::5', true],
  ['2001:DB8:1:0:0:0:0:5', '2001:db8:1::5', true],
  ['2001:db8:1::51', '2001:db8:1::5', false],
  ['::/0', '2001:db8:1::5', false],
  ['mail.example.com', '203.0.113.5', false],
  ['', '203.0.113.5', false],
])('%j names %s: %s', (text, wanted, expected) => {
  expect(names(text, network(wanted))).toBe(expected);
});

test('every address names itself, in any sentence, and its own network', () => {
  assert(
    property(ipV4(), integer({ min: 24, max: 32 }), (ip, prefix) => {
      expect(names(`ip4:${ip}`, network(ip))).toBe(true);
      expect(names(`a ${ip}/${prefix} b`, network(ip))).toBe(true);
      expect(overlaps(network(`${ip}/${prefix}`), network(ip))).toBe(true);
    }),
  );
  assert(
    property(ipV6(), (ip) => {
      expect(names(ip, network(ip))).toBe(true);
    }),
  );
});

test('two addresses name each other only when they are the same', () => {
  assert(
    property(ipV4(), ipV4(), (a, b) => {
      expect(names(a, network(b))).toBe(sameNetwork(a, b));
    }),
  );
});

test.each([
  ['203.0.113.16/28', '203.0.113.16/28', true],
  ['203.0.113.16/28', '203.0.113.16/27', false],
  ['2001:db8:1::/64', '2001:0DB8:0001:0::/64', true],
  ['2001:db8:1::', '2001:db8:1::/64', true],
  ['2001:db8:1::', '2001:db8:2::/64', false],
  ['203.0.113.5', '::ffff:203.0.113.5', false],
])('%s is the network %s: %s', (a, b, expected) => {
  expect(sameNetwork(a, b)).toBe(expected);
});

test.each([
  '',
  '203.0.113',
  '203.0.113.5/33',
  '203.0.113.5/a',
  '1/2/3',
  '2001:db8::/129',
  'fe80::1%eth0',
  'example.com',
])('%j is no network', (text) => {
  expect(parseNetwork(text)).toBeUndefined();
});

test.each([
  ['5.113.0.203.in-addr.arpa', '203.0.113.5'],
  ['5.0-15.113.0.203.in-addr.arpa.', '203.0.113.5'],
  ['113.0.203.in-addr.arpa', undefined],
  ['example.com', undefined],
  [
    `5${'.0'.repeat(19)}.1.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa`.replace('.1.0.0.0.8', '.1.0.0.0.8'),
    '2001:0db8:0001:0000:0000:0000:0000:0005',
  ],
])('%s is the reverse name of %s', (name, address) => {
  expect(addressOfReverseName(name)).toBe(address);
});
