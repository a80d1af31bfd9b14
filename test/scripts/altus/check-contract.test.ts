// Rules over more than one field of a contract file, and the example files, which must be valid without a warning.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkContract, contractSchema } from '../../../scripts/altus/check-contract.ts';
import type { AltusContract } from '../../../scripts/altus/contract.ts';
import { readContract } from '../../../src/contract/read-contract.ts';
import { letters, whole } from './contracts.ts';

const found = (contract: Partial<AltusContract>) =>
  checkContract(contract).map(({ code, severity = 'error', path }) => [code, severity, path.join('.')]);
const [domain] = whole().domains;

describe('the example files', () => {
  it.each(readdirSync('examples/altus'))('%s', async (name) => {
    const read = await readContract(`examples/altus/${name}`, { altus: contractSchema });
    expect(read.warnings).toEqual([]);
  });
});

describe('a contract file', () => {
  it('may not end before its users may lose the service, and says since when they may', () => {
    expect(found(whole({ serviceEndsOn: '2027-04-01' }))).toEqual([['ends-before-service', 'error', 'serviceEndsOn']]);
    expect(found(whole({ serviceEndsOn: '2027-03-31' }))).toEqual([]);
    const { serviceEndsOn: _, ...rest } = whole();
    expect(found(rest)).toEqual([['no-service-end', 'warning', 'endOn']]);
    expect(found(letters({ closures: [{ from: '01-01', to: '12-31' }] }))).toEqual([
      ['no-business-day', 'error', 'closures'],
    ]);
    expect(found(letters({ endOn: '2099-01-01' }))).toEqual([['calendar-out-of-range', 'error', 'endOn']]);
  });

  it.each<[string, Partial<AltusContract>, string]>([
    ['a contract number', { contractNumbers: ['G1002001', 'g1002001'] }, 'contractNumbers.1'],
    ['an address', { addresses: ['203.0.113.10', '203.0.113.10'] }, 'addresses.1'],
    ['a server', { servers: ['KLS-1', 'KLS-2', 'KLS-1'] }, 'servers.2'],
    ['a licence', { plesk: [{ serverIp: '203.0.113.10' }, { serverIp: '203.0.113.10' }] }, 'plesk.1.serverIp'],
    ['a domain', { domains: [domain!, { ...domain!, name: 'EXAMPLE.com' }] }, 'domains.1.name'],
  ])('lists %s once', (_, change, path) => {
    expect(found(whole(change))).toEqual([['listed-twice', 'error', path]]);
  });

  it('never releases the source-NAT address (AL5)', () => {
    expect(found(whole({ sourceNatAddress: '203.0.113.11' }))).toEqual([['source-nat', 'error', 'addresses.1']]);
  });

  it.each<[string, Partial<AltusContract['domains'][number]>, [string, string, string][]]>([
    ['no renewal', { nextRenewalOn: undefined }, [['missing-key', 'error', 'domains.0']]],
    ['no renewal, but kept', { nextRenewalOn: undefined, disposition: 'keep' }, []],
    ['on the renewal', { cancel: '2027-05-30' }, [['dates-contradict', 'error', 'domains.0.cancel']]],
    ['on the day before', { cancel: '2027-05-29' }, []],
    ['another kind', { kind: 'jp' }, [['wrong-kind', 'error', 'domains.0.kind']]],
    ['a .jp name', { name: 'x.JP' }, [['wrong-kind', 'error', 'domains.0.kind']]],
    [
      'an organisation’s name',
      { name: 'x.co.jp', kind: 'jp' },
      [['abolishes-organisation-name', 'warning', 'domains.0.disposition']],
    ],
    ['an unknown number', { contractNumber: 'G9' }, [['unknown-contract-number', 'error', 'domains.0.contractNumber']]],
  ])('of a domain: %s', (_, change, expected) => {
    expect(found(whole({ domains: [{ ...domain!, ...change }] }))).toEqual(expected);
  });

  it('says nothing about fields that it was not given', () => {
    expect(found({})).toEqual([]);
    const contract = whole();
    for (const key of Object.keys(contract) as (keyof AltusContract)[]) {
      const { [key]: _, ...rest } = contract;
      expect(() => checkContract(rest)).not.toThrow();
      expect(found({ [key]: contract[key] })).toEqual([]);
    }
  });

  it('names waivers and closures that cannot be', () => {
    const waivers = [{ refusal: 'R21', about: 'x', reason: 'x' }];
    expect(found(letters({ waivers }))).toEqual([['not-waivable', 'error', 'waivers.0.refusal']]);
    expect(found(letters({ closures: [{ from: '02-30', to: '03-01' }] }))).toEqual([
      ['wrong-value', 'error', 'closures.0.from'],
    ]);
  });
});
