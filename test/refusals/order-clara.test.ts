// An additional address at Clara, out of the provider's order: from the front door, step by step, and nothing is written. That a
// form waits for clean DNS, with real name servers, is in test/front-door/clara-dns.test.ts.
import { describe, vi } from 'vitest';
import { inDays, inMonths, personsContract } from '../helpers/persons-contract.ts';
import { refusesOutOfOrder } from './order.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const DOMAINS = `
  - { name: example.jp, fate: move, primaryDns: own-server, registrar: clara, hostRegistered: true, hostNames: [ns1.example.jp], records: [www.example.jp] }
  - { name: old-campaign.com, fate: delete, primaryDns: other-company, dnsCompany: ドメインサービス株式会社, registrar: other, hostRegistered: false, abolish: true }`;

const start = () =>
  personsContract('clara-additional-ip/two-domains', {
    endMonth: inMonths(3),
    openedOn: inDays(-900),
    ttlDays: '0',
    quietDays: '0',
    domains: DOMAINS,
  });

describe('R03 clara-additional-ip', () => {
  refusesOutOfOrder(start, [
    {
      what: 'the form before anything',
      at: 'back-up:example.jp',
      tried: 'cancellation-form',
      names: 'verify:example.jp',
    },
    { what: 'the TTL before the backup', at: 'back-up:example.jp', tried: 'lower-ttl:example.jp' },
    {
      what: 'a change of the zone before the backup',
      at: 'back-up:example.jp',
      tried: 'change:example.jp',
      names: 'lower-ttl:example.jp',
    },
    {
      what: 'a deletion of the zone before the backup',
      at: 'back-up:old-campaign.com',
      tried: 'delete:old-campaign.com',
    },
    { what: 'a change of the zone before its TTL is low', at: 'lower-ttl:example.jp', tried: 'change:example.jp' },
    {
      what: 'the secondary zone before the primary is changed',
      at: 'change:example.jp',
      tried: 'secondary-zone:example.jp',
    },
    {
      what: 'the registered host before the zone',
      at: 'change:example.jp',
      tried: 'host-objects:example.jp',
      names: 'secondary-zone:example.jp',
    },
    {
      what: 'mail clients before the registered host',
      at: 'host-objects:example.jp',
      tried: 'mail-clients:example.jp',
    },
    {
      what: 'a domain abolished while its zone still exists',
      at: 'delete:old-campaign.com',
      tried: 'abolish:old-campaign.com',
    },
    { what: 'the form while one domain is not verified', at: 'verify:example.jp', tried: 'cancellation-form' },
    { what: 'the end before the form', at: 'cancellation-form', tried: 'close' },
  ]);
});
