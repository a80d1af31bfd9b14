// One address recognised in every form that a record may carry, and its neighbours left alone.
import { describe, expect, it } from 'vitest';
import { matchOf } from '../../../src/executors/dns/address.ts';

describe('an address in a text', () => {
  it.each([
    ['192.0.2.10', 'v=spf1 ip4:192.0.2.10 -all', true],
    ['192.0.2.10', 'v=spf1 +ip4:192.0.2.0/24 -all', true],
    ['192.0.2.10', 'host=192.0.2.10;', true],
    ['192.0.2.10', 'server 192.0.2.10.', true],
    ['192.0.2.10', 'ip4:0.0.0.0/0', true],
    ['192.0.2.10', 'ip4:192.0.2.100', false],
    ['192.0.2.1', 'ip4:192.0.2.10', false],
    ['192.0.2.10', 'ip4:192.0.2.0/29', false],
    ['192.0.2.10', 'version 1192.0.2.10', false],
    ['192.0.2.10', 'ip4:192.0.2.10/99', false],
    ['2001:db8::10', 'v=spf1 ip6:2001:DB8:0:0:0:0:0:10 -all', true],
    ['2001:db8::10', 'v=spf1 -ip6:2001:db8::/32 -all', true],
    ['2001:db8::10', '2001:db8::10', true],
    ['2001:db8::10', 'ip6:2001:db8::11', false],
    ['2001:db8::10', 'ip6:2001:db9::/32', false],
    ['2001:db8::10', 'at 12:30:45', false],
  ])('%s in %j: %s', (address, text, expected) => expect(matchOf(address).inText(text)).toBe(expected));

  it('knows its bytes and its reverse name', () => {
    expect(matchOf('2001:db8::10').inBytes(Buffer.from('0020010db800000000000000000000001000', 'hex'))).toBe(true);
    expect(matchOf('192.0.2.10').inBytes(Buffer.from([1, 192, 0, 2, 10]))).toBe(true);
    expect(matchOf('192.0.2.10').inBytes(Buffer.from([192, 0, 2, 11]))).toBe(false);
    expect(matchOf('192.0.2.10').reverseName).toBe('10.2.0.192.in-addr.arpa');
    expect(matchOf('2001:db8::10').reverseName).toMatch(/^0\.1\.0\.0\..*\.8\.b\.d\.0\.1\.0\.0\.2\.ip6\.arpa$/);
  });

  it('refuses what is no address', () => {
    expect(() => matchOf('192.0.2.300')).toThrow(expect.objectContaining({ code: 'bad-address', kind: 'user' }));
  });
});
