// Rules over more than one field of a contract file, and the example files, which must be valid.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkContract, contractSchema } from '../../../scripts/clara-additional-ip/check-contract.ts';
import type { ClaraContract, ClaraDomain } from '../../../scripts/clara-additional-ip/contract.ts';
import { readContract } from '../../../src/contract/read-contract.ts';
import { bare, domain, example, two } from './contracts.ts';

const found = (contract: Partial<ClaraContract>) =>
  checkContract(contract).map(({ code, severity = 'error', path }) => [code, severity, path.join('.')]);

describe('the example files', () => {
  it.each(readdirSync('examples/clara-additional-ip'))('%s', async (name) => {
    const read = await readContract(`examples/clara-additional-ip/${name}`, { 'clara-additional-ip': contractSchema });
    // The one that ends before its minimum term says so.
    expect(read.warnings.map(({ code }) => code)).toEqual(name === 'provider-dns.yaml' ? ['before-minimum-term'] : []);
  });
});

describe('a contract file', () => {
  it('cannot end in the month of its opening, nor in a year that no calendar knows', () => {
    expect(found(two({ openedOn: '2027-02-01', minimumTermMonths: 0 }))).toEqual([
      ['dates-contradict', 'error', 'endMonth'],
    ]);
    expect(found(two({ openedOn: '2027-01-29', minimumTermMonths: 1 }))).toEqual([]);
    // Opened on a Saturday, with no business day left to send the form.
    expect(found(two({ openedOn: '2027-01-30', minimumTermMonths: 0 }))).toEqual([
      ['dates-contradict', 'error', 'endMonth'],
    ]);
    // No calendar is needed for an opening of long ago; closures that leave no day are named.
    expect(found(two({ openedOn: '1960-05-01' }))).toEqual([]);
    expect(found(two({ closures: [{ from: '01-01', to: '12-31' }] }))).toEqual([
      ['no-business-day', 'error', 'closures'],
    ]);
    expect(found(two({ endMonth: '2099-02' }))).toEqual([['calendar-out-of-range', 'error', 'endMonth']]);
  });

  it('says beforehand what the minimum term costs (CL8)', () => {
    const [problem] = checkContract(example('provider-dns'));
    expect(problem).toMatchObject({ code: 'before-minimum-term', why: expect.stringContaining('1 × 550 = 550 yen') });
  });

  it('keeps the two addresses apart', () => {
    expect(found(two({ mainIp: '203.0.113.77' }))).toEqual([['same-address', 'error', 'mainIp']]);
    expect(found(two({ mainIp: '2001:db8::1' }))).toEqual([['address-family', 'error', 'mainIp']]);
  });

  it.each<[string, Partial<ClaraDomain>, [string, string, string][]]>([
    ['moved and given up', { abolish: true }, [['fate-contradicts', 'error', 'domains.0.abolish']]],
    ['hosts without glue', { hostNames: ['ns1.example.jp'] }, [['fate-contradicts', 'error', 'domains.0.hostNames']]],
    ['glue without hosts', { hostRegistered: true }, [['request-incomplete', 'warning', 'domains.0']]],
    [
      'records of another company’s',
      { primaryDns: 'other-company', records: [] },
      [['request-incomplete', 'warning', 'domains.0']],
    ],
    ['records of its own', { records: [] }, []],
  ])('of a domain: %s', (_, changes, expected) => {
    expect(found(two({ domains: [domain(changes)] }))).toEqual(expected);
  });

  it('lists a domain once', () => {
    expect(found(two({ domains: [domain(), domain({ name: 'EXAMPLE.jp' })] }))).toEqual([
      ['listed-twice', 'error', 'domains.1.name'],
    ]);
  });

  it('refuses a staff member’s seal, and wants the full legal name (CL7)', () => {
    expect(found(two({ seal: 'staff' }))).toEqual([['seal-refused', 'error', 'seal']]);
    const contact = { company: 'エグザンプル', person: '佐藤花子', registered: true };
    expect(found(two({ contact }))).toEqual([['no-legal-form', 'warning', 'contact.company']]);
    for (const company of ['医療法人社団エグザンプル会', 'エグザンプル合同会社', 'エグザンプル市'])
      expect(found(two({ contact: { ...contact, company } }))).toEqual([]);
  });

  it('cannot price a change of plan that is not made (CL10)', () => {
    const planChange = { ...example('provider-dns').planChange!, service: 'vps' as const };
    expect(found(two({ planChange }))).toEqual([['no-plan-change', 'error', 'planChange.service']]);
  });

  it('says nothing about fields that it was not given', () => {
    expect(found({})).toEqual([]);
    const contract = bare();
    for (const key of Object.keys(contract) as (keyof ClaraContract)[]) {
      const { [key]: _, ...rest } = contract;
      expect(() => checkContract(rest)).not.toThrow();
      expect(found({ [key]: contract[key] })).toEqual([]);
    }
  });
});
