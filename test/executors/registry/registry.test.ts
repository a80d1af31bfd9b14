// A registration by RDAP and by JPRS's WHOIS: what is read of it, what is held against it, and that nothing but the registry's
// own word is taken for an absence.
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realClock } from '../../../src/base/clock.ts';
import {
  domainTarget,
  movedDomainTarget,
  type RegistrationWanted,
  type RegistryDoor,
} from '../../../src/executors/registry/command.ts';
import { createRegistryExecutor } from '../../../src/executors/registry/executor.ts';
import { registrationIn } from '../../../src/executors/registry/jprs-text.ts';
import { registrationOf } from '../../../src/executors/registry/rdap-json.ts';
import {
  type FaultSpec,
  type RegistrySimulator,
  startRegistry,
} from '../../../src/executors/registry/simulator/index.ts';

let registry: RegistrySimulator;
beforeEach(async () => {
  registry = await startRegistry();
});
afterEach(() => registry.close());

const look = (name: string, door: RegistryDoor, wanted: RegistrationWanted = {}, moved = false) =>
  createRegistryExecutor().observe((moved ? movedDomainTarget : domainTarget)(name, door, wanted), {
    clock: realClock,
    progress: () => undefined,
  });
const rdap = () => ({ rdap: registry.rdap });
const whois = () => ({ whois: registry.whois });

describe('what is read', () => {
  it('by RDAP, at the root of the contract and at the one of IANA’s list', async () => {
    for (const door of [rdap(), { bootstrap: registry.bootstrap }])
      expect(await look('shop.example', door)).toMatchObject({
        state: 'present',
        facts: {
          source: 'rdap',
          server: registry.rdap,
          status: ['active'],
          expiresOn: '2028-08-28',
          registrar: 'Old Registrar, Inc.',
          registrarId: '9998',
          nameServers: ['ns1.old.example', 'ns2.old.example'],
          differs: [],
        },
      });
  });

  it('by WHOIS, of general-use and of organizational names; the registrar is not shown', async () => {
    expect(await look('example.jp', whois())).toMatchObject({
      state: 'present',
      facts: { source: 'whois', status: ['Active'], expiresOn: '2028-08-31', registrar: null },
    });
    expect(await look('example.co.jp', whois())).toMatchObject({
      facts: { status: ['Connected'], expiresOn: '2028-03-31', nameServers: ['ns1.example.co.jp'] },
    });
    expect(registry.asked).toEqual(['whois example.jp/e', 'whois example.co.jp/e']);
  });

  it('names under .jp are asked of JPRS, others of whom IANA names, unless the contract says otherwise', () => {
    const by = (name: string, door: RegistryDoor = {}) => domainTarget(name, door).expect['by'];
    expect(by('example.co.jp')).toEqual({ whois: 'whois.jprs.jp' });
    expect(by('example.com')).toEqual({ bootstrap: 'https://data.iana.org/rdap/dns.json' });
    expect(by('example.jp', { rdap: 'https://rdap.example/' })).toEqual({ rdap: 'https://rdap.example/' });
  });

  it('names of other scripts are asked for in their ASCII form', async () => {
    await look('日本語.jp', whois());
    expect(registry.asked).toEqual(['whois xn--wgv71a119e.jp/e']);
  });
});

describe('what differs', () => {
  const differs = async (wanted: RegistrationWanted) =>
    ((await look('shop.example', rdap(), wanted, true)) as unknown as { facts: { differs: string[] } }).facts.differs;

  it('is said for each thing that is wanted and shown', async () => {
    expect(await differs({ expiresFrom: '2028-08-28', expiresTo: '2028-08-28', registrar: '9998' })).toEqual([]);
    expect(await differs({ registrar: 'old registrar, inc.', unlocked: true })).toEqual([]);
    expect(await differs({ expiresFrom: '2028-08-29', registrar: 'New Registrar' })).toEqual([
      'it expires on 2028-08-28, before 2028-08-29',
      'its registrar is Old Registrar, Inc., not New Registrar',
    ]);
    expect(await differs({ expiresTo: '2028-08-27' })).toEqual(['it expires on 2028-08-28, after 2028-08-27']);
  });

  it('a lock keeps a domain from being transferred, in RDAP’s and in JPRS’s words', async () => {
    const domain = { registrar: 'x', createdOn: '2001-01-01', expiresOn: '2028-08-31', nameServers: [] };
    registry.change('shop.example', {
      ...domain,
      name: 'shop.example',
      form: 'generic',
      status: ['client transfer prohibited'],
    });
    registry.change('example.jp', {
      ...domain,
      name: 'example.jp',
      form: 'jp',
      status: ['Active', 'AgentChangeLocked'],
    });
    expect(await differs({ unlocked: true })).toEqual(['it is locked: client transfer prohibited']);
    expect(await look('example.jp', whois(), { unlocked: true })).toMatchObject({
      facts: { differs: ['it is locked: AgentChangeLocked'] },
    });
  });
});

describe('what is no answer', () => {
  it('only the registry’s own word is an absence', async () => {
    expect(await look('gone.example', rdap())).toMatchObject({ state: 'absent' });
    expect(await look('gone.jp', whois())).toMatchObject({ state: 'absent' });
    registry.addFault({ name: 'page' });
    expect(await look('gone.example', rdap())).toMatchObject({
      state: 'unknown',
      error: { code: 'registry-malformed', class: 'retry' },
    });
  });

  it.each<[string, FaultSpec, 'rdap' | 'whois', string]>([
    ['a limit on questions', { name: 'http', status: 429, retryAfter: 60 }, 'rdap', 'registry-busy'],
    ['a failure', { name: 'http', status: 500 }, 'rdap', 'registry-failed'],
    ['half an answer', { name: 'not-json' }, 'rdap', 'registry-malformed'],
    ['a redirect to plain HTTP', { name: 'redirect', to: 'http://registry.example/' }, 'rdap', 'registry-malformed'],
    ['redirects without end', { name: 'redirect', times: 'always' }, 'rdap', 'registry-limit'],
    ['a WHOIS that says something else', { name: 'other' }, 'whois', 'registry-malformed'],
    ['a WHOIS that is cut off', { name: 'cut' }, 'whois', 'registry-malformed'],
  ])('%s is unknown', async (_, fault, door, code) => {
    registry.addFault(fault);
    const [name, at] = door === 'whois' ? ['example.jp', whois()] : ['shop.example', rdap()];
    expect(await look(name, at)).toMatchObject({ state: 'unknown', error: { code } });
  });

  it('silence is unknown, by either door', { timeout: 30_000 }, async () => {
    registry.addFault({ name: 'silence', times: 'always' });
    const seen = await Promise.all([look('shop.example', rdap()), look('example.jp', whois())]);
    expect(seen).toMatchObject([{ error: { code: 'registry-timeout' } }, { error: { code: 'registry-timeout' } }]);
  });

  it('a name that no list serves, an address that must not be used, and a port where nobody listens', async () => {
    const { bootstrap } = registry;
    expect(await look('example.test', { bootstrap })).toMatchObject({ error: { code: 'registry-unserved' } });
    for (const door of [{ rdap: 'http://rdap.example/' }, { whois: 'not a host' }])
      expect(await look('example.test', door)).toMatchObject({ state: 'unknown', error: { code: 'bad-registry' } });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    expect(await look('example.jp', { whois: `127.0.0.1:${port}` })).toMatchObject({
      error: { code: 'registry-unreachable' },
    });
  });

  it('another name’s registration, or one whose day cannot be read, is none', () => {
    const domain = { objectClassName: 'domain', ldhName: 'A.EXAMPLE' };
    expect(registrationOf(domain, 'a.example')).toEqual({ status: [], nameServers: [] });
    expect(registrationOf(domain, 'b.example')).toBeUndefined();
    expect(registrationOf({ ...domain, objectClassName: 'entity' }, 'a.example')).toBeUndefined();
    const events = [{ eventAction: 'expiration', eventDate: 'soon' }];
    expect(registrationOf({ ...domain, events }, 'a.example')).toBeUndefined();
    expect(registrationIn('[Domain Name] A.JP\n[Status] Active\n[Expires on] soon\n', 'a.jp')).toBeUndefined();
    expect(registrationIn('[Domain Name] A.JP\n[Status] Active\n', 'b.jp')).toBeUndefined();
  });

  it('days are Japan’s: an instant of the evening in UTC is the next day', () => {
    const events = [{ eventAction: 'expiration', eventDate: '2027-11-29T15:00:00Z' }];
    const domain = { objectClassName: 'domain', ldhName: 'a.example', events };
    expect(registrationOf(domain, 'a.example')?.expiresOn).toBe('2027-11-30');
  });
});
