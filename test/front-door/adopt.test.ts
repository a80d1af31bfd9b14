// `adopt` from outside: what a Terraform state of either provider holds becomes an estate that `check` accepts, its repository
// is told how to let go, and whether it has is read from its next state. The states are as a real terraform printed them.
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { type ContractsFolder, contractsFolder } from '../helpers/contracts-folder.ts';
import { WITHOUT_TERRAFORM } from '../executors/terraform-stand-in/terraform.ts';
import { jsonOf } from '../helpers/run-kaiyaku.ts';

interface Resource {
  address: string;
  type: string;
  values: Record<string, unknown>;
}
interface State {
  values: { root_module: { resources: Resource[] } };
}

let at: ContractsFolder;
beforeEach(async () => {
  at = await contractsFolder();
  return () => at.close();
});

const state = async (version: string): Promise<State> =>
  JSON.parse(await readFile(`test/fixtures/states/${version}.json`, 'utf8')) as State;

/** Writes `state.json`, changed. */
async function put(version: string, change: (resources: Resource[]) => Resource[] = (all) => all): Promise<void> {
  const document = await state(version);
  document.values.root_module.resources = change(document.values.root_module.resources);
  await at.write({ 'state.json': JSON.stringify(document) });
}

const ADOPT = ['adopt', '--state', 'state.json'];
const FORTIGATE = `fortigate:
      host: 127.0.0.1
      hostKey: SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
      password: env:FGT_PASSWORD
      serial: FGVM02TM24001234
      hostname: FGT-PROD-01
      version: "7.4"`;

/** The example's head and tail around the sections that `adopt` wrote, with what no state knows filled in. */
async function contractWith(sections: string): Promise<string> {
  const example = await at.example('no-term');
  const from = example.search(/^services:/m);
  const rest = example.slice(from).search(/^licenceFiles:/m) + from;
  const filled = sections
    .replace('resourceId: ""', 'resourceId: "113000000900"')
    .replace(/fortigate: \{\}.*/, FORTIGATE);
  return `${example.slice(0, from)}${filled}\n${example.slice(rest)}`;
}

describe.each(['v2', 'v3'])('a state of provider %s', (version) => {
  test('becomes an estate that the gate accepts, owned by its repository until that lets go', async () => {
    await put(version);
    const ran = await at.run([...ADOPT, '--server', 'fgt-prod-01']);
    expect(ran.code, ran.err).toBe(0);
    await at.write({ 'fgt.yaml': await contractWith(ran.out) });
    const checked = await at.run(['check', 'fgt.yaml', '--files-only']);
    expect(checked.code, checked.out + checked.err).toBe(0);
    // As many objects as the state has of it; the other server’s are not among them.
    expect(ran.out.match(/ownedBy: external/g)).toHaveLength(6);
    expect(ran.out).not.toMatch(/^[^#]*web-01/m);
    expect(ran.out).toMatch(/^# {3}sakura(cloud)?_archive\.image: nothing says whose archive/m);
  });

  test('has let go when nothing of the contract is in it, and only then', async () => {
    await put(version);
    await at.write({ 'fgt.yaml': await contractWith((await at.run([...ADOPT, '--server', 'fgt-prod-01'])).out) });
    const proof = ['adopt', 'fgt', '--state', 'state.json', '--format', 'json'];
    const before = await at.run(proof);
    expect(before.code, before.err).toBe(11);
    expect(jsonOf(before)).toMatchObject({ letGo: false, examined: 12 });
    expect(jsonOf<{ held: unknown[] }>(before).held).toHaveLength(9);
    await put(version, (all) => all.filter(({ address }) => address.endsWith('.web')));
    const after = await at.run(proof);
    expect(after.code, after.err).toBe(0);
    expect(jsonOf(after)).toMatchObject({ letGo: true, examined: 2, held: [] });
  });

  test('tells its repository how to forget without destroying', async () => {
    await put(version);
    const ran = await at.run([...ADOPT, '--server', 'fgt-prod-01', '--removed']);
    expect(ran.code, ran.err).toBe(0);
    expect(ran.out.match(/destroy = false/g)).toHaveLength(9);
    expect(ran.out).not.toMatch(/\.web\b/);
    if (WITHOUT_TERRAFORM === '')
      execFileSync('terraform', ['fmt', '-check', '-'], {
        input: `${ran.out.trimEnd()}
`,
        env: { PATH: process.env['PATH'], CHECKPOINT_DISABLE: '1' },
        stdio: ['pipe', 'ignore', 'pipe'],
      });
    else console.warn(`the blocks were not read by terraform${WITHOUT_TERRAFORM}`);
  });
});

describe('DNS records', () => {
  const ZONE = '113000000151';
  const record = (version: string, name: string, rest: Record<string, unknown>, zone = ZONE): Resource => ({
    ...provided(version, 'dns_record', name),
    values: {
      id: name,
      dns_id: zone,
      name,
      ttl: 300,
      priority: null,
      weight: null,
      port: null,
      timeouts: null,
      ...rest,
    },
  });
  const zone = (version: string, records: readonly Record<string, unknown>[], mode = 'managed') => ({
    ...provided(version, 'dns', 'zone'),
    mode,
    values: { id: ZONE, zone: 'example.jp', dns_servers: [], ...(version === 'v2' ? { record: records } : {}) },
  });
  const provided = (version: string, type: string, name: string) => {
    const prefix = version === 'v2' ? 'sakuracloud' : 'sakura';
    const provider_name = `registry.terraform.io/sacloud/${prefix}`;
    return { address: `${prefix}_${type}.${name}`, mode: 'managed', type: `${prefix}_${type}`, name, provider_name };
  };
  const A = (value: string) => ({ type: 'A', value });
  const SPF = { type: 'TXT', value: 'v=spf1 ip4:203.0.113.16/28 -all' };
  const inZone = (name: string, rest: object) => ({ name, ttl: 300, priority: 0, weight: 0, port: 0, ...rest });

  test.each(['v2', 'v3'])('%s: those that name an address of the estate are listed, and let go of', async (version) => {
    await put(version, (all) => [
      ...all,
      zone(version, [inZone('vpn', A('203.0.113.4')), inZone('spf', SPF), inZone('www', A('198.51.100.10'))], 'data'),
      record(version, 'vpn', A('203.0.113.4')),
      record(version, 'spf', SPF),
      record(version, 'www', A('198.51.100.10')),
      record(version, 'elsewhere', A('203.0.113.4'), '113000000159'),
    ]);
    const ran = await at.run([...ADOPT, '--server', 'fgt-prod-01', '--format', 'json']);
    const { estate, taken, leftOut, warnings, removed } = jsonOf<{
      estate: string;
      removed: string;
      taken: string[];
      warnings: string[];
      leftOut: { address: string; why: string }[];
    }>(ran);
    await at.write({ 'fgt.yaml': await contractWith(estate) });
    const checked = await at.run(['check', 'fgt.yaml', '--files-only']);
    expect(checked.code, checked.out + checked.err).toBe(0);
    expect(estate).toContain(
      `dns:
  - id: "${ZONE}"
    domain: "example.jp"
    ownedBy: external
    records:
      - { name: "vpn", type: A, data: "203.0.113.4" }
      - { name: "spf", type: TXT, data: "v=spf1 ip4:203.0.113.16/28 -all" }
`,
    );
    const named = (name: string) => provided(version, 'dns_record', name).address;
    expect(taken).toEqual(expect.arrayContaining([named('vpn'), named('spf')]));
    expect(removed).toContain(`from = ${named('vpn')}\n`);
    expect(warnings).toEqual([]);
    expect(Object.fromEntries(leftOut.map(({ address, why }) => [address, why]))).toMatchObject(
      Object.fromEntries([
        [named('www'), 'it names no address of the estate'],
        [
          named('elsewhere'),
          expect.stringContaining('names an address of the estate, but its zone’s domain is not in the state'),
        ],
      ]),
    );

    // While one of them is in the state it has not let go; the zone is no hindrance by itself.
    const proof = async () =>
      jsonOf<{ letGo: boolean; held: object[] }>(
        await at.run(['adopt', 'fgt', '--state', 'state.json', '--format', 'json']),
      );
    await put(version, () => [
      zone(version, []),
      record(version, 'spf', SPF),
      record(version, 'www', A('198.51.100.10')),
    ]);
    expect(await proof()).toMatchObject({
      letGo: false,
      held: [{ address: named('spf'), kind: 'dns-record', id: `spf TXT ${SPF.value}` }],
    });
    await put(version, () => [zone(version, []), record(version, 'www', A('198.51.100.10'))]);
    expect(await proof()).toMatchObject({ letGo: true, held: [] });
  });

  test('v2: a record that only its zone shows is listed, and a warning says what nobody can tell or forget', async () => {
    const shown = zone('v2', [
      inZone('vpn', A('203.0.113.4')),
      inZone('mail', { type: 'MX', value: 'mx', priority: 5 }),
    ]);
    await put('v2', (all) => [...all, shown]);
    const ran = await at.run([...ADOPT, '--server', 'fgt-prod-01']);
    expect(ran.out).toContain('- { name: "vpn", type: A, data: "203.0.113.4" }');
    expect(ran.out).not.toContain('mail');
    expect(ran.out).toMatch(
      /^# NOT ITS OWN RESOURCE: vpn A 203\.0\.113\.4 of example\.jp is shown by sakuracloud_dns\.zone/m,
    );
    const removed = (await at.run([...ADOPT, '--server', 'fgt-prod-01', '--removed'])).out;
    expect(removed).not.toContain('from = sakuracloud_dns.zone');
    expect(removed).toMatch(/^# NOT ITS OWN RESOURCE: vpn/m);
    await at.write({ 'fgt.yaml': await contractWith(ran.out) });
    await put('v2', () => [shown]);
    const proof = await at.run(['adopt', 'fgt', '--state', 'state.json']);
    expect([proof.code, proof.out]).toEqual([
      11,
      expect.stringContaining('dns-record vpn A 203.0.113.4  sakuracloud_dns.zone: the zone has it'),
    ]);
  });

  test('records of a router that stays are not the estate’s, but for its own addresses', async () => {
    await put('v2', (all) => {
      const web = all.find(({ address }) => address === 'sakuracloud_server.web')!;
      const wan = all.find(({ address }) => address === 'sakuracloud_internet.wan')!;
      web.values['network_interface'] = [{ upstream: wan.values['switch_id'] }];
      return [...all, zone('v2', [inZone('vpn', A('203.0.113.4')), inZone('web', A('203.0.113.9'))])];
    });
    const { out } = await at.run([...ADOPT, '--server', 'fgt-prod-01']);
    expect(out).toContain('data: "203.0.113.4"');
    expect(out).not.toContain('203.0.113.9');
  });

  test('the value of any other resource is not read as a record', async () => {
    const secret = {
      ...provided('v2', 'secretmanager_secret', 'psk'),
      values: { dns_id: ZONE, name: 'a', type: 'A', value: '203.0.113.4' },
    };
    const foreign = {
      ...record('v2', 'vpn', A('203.0.113.4')),
      provider_name: 'registry.terraform.io/other/sakuracloud',
    };
    await put('v2', (all) => [...all, zone('v2', []), secret, foreign]);
    expect((await at.run([...ADOPT, '--server', 'fgt-prod-01'])).out).not.toContain('\ndns:');
  });
});

test('what another server uses as well is kept, with the reason', async () => {
  await put('v2', (all) => {
    const web = all.find(({ address }) => address === 'sakuracloud_server.web')!;
    web.values['network_interface'] = [{ upstream: '113000000131', packet_filter_id: '113000000132' }];
    return all;
  });
  const { out } = await at.run([...ADOPT, '--server', '113000000101']);
  expect(out).toMatch(/name: "fgt-lan", zone: is1b, fate: keep, reason: "used by web-01", ownedBy: external/);
  expect(out).toMatch(/name: "fgt-wan", zone: is1b, fate: keep, reason: "used by web-01"/);
});

test('a block that would let go of more says so; modules and instances are read', async () => {
  const document = await state('v2');
  const { resources } = document.values.root_module;
  const disks = resources.filter(({ type }) => type === 'sakuracloud_disk');
  const moved = disks.map((one, index) => ({ ...one, address: `module.edge[0].sakuracloud_disk.all["${index}"]` }));
  const root = {
    resources: resources.filter(({ type }) => type !== 'sakuracloud_disk'),
    child_modules: [{ address: 'module.edge[0]', resources: moved }],
  };
  await at.write({ 'state.json': JSON.stringify({ ...document, values: { root_module: root } }) });
  const { code, out } = await at.run([...ADOPT, '--server', 'fgt-prod-01', '--removed']);
  expect(code).toBe(0);
  expect(out).toContain('# NOT ALONE: module.edge[0].sakuracloud_disk.all["2"] goes by the same block');
  expect(out.match(/from = module\.edge\.sakuracloud_disk\.all$/gm)).toHaveLength(1);
});

test('nothing of a state but the estate is printed: no secret that it may hold', async () => {
  await put('v2', (all) => {
    for (const { values } of all) {
      values['password'] = 'planted-secret';
      values['user_data'] = 'planted-secret';
    }
    return all;
  });
  const ran = await at.run([...ADOPT, '--format', 'json']);
  expect(ran.code, ran.err).toBe(0);
  expect(ran.out).not.toContain('planted-secret');
});

describe('bad input is an error of the user', () => {
  test.each<[string, string, RegExp]>([
    ['not JSON', 'resource "x" {}', /is not JSON/],
    ['a raw state', '{"version":4,"lineage":"a","serial":1}', /state file itself/],
    ['a plan', '{"format_version":"1.2","planned_values":{},"resource_changes":[]}', /is a plan/],
    ['something else', '{"a":1}', /no state/],
    ['a list', '[]', /no state/],
    ['null', 'null', /no state/],
    ['an empty state', '{"format_version":"1.0"}', /holds no server/],
  ])('%s', async (_, text, saying) => {
    await at.write({ 'state.json': text });
    const ran = await at.run(ADOPT);
    expect(ran.code, ran.out + ran.err).toBe(2);
    expect(ran.err).toMatch(saying);
  });

  test('no file, no state, no such server', async () => {
    expect((await at.run(ADOPT)).err).toMatch(/cannot be read \(ENOENT\)/);
    expect((await at.run(['adopt'])).err).toMatch(/give --state/);
    await put('v2');
    const ran = await at.run([...ADOPT, '--server', 'fgt-prod-1']);
    expect([ran.code, ran.err]).toEqual([2, expect.stringMatching(/no server fgt-prod-1.*fgt-prod-01, web-01/s)]);
  });

  test('a state with nothing in it proves nothing, unless somebody says that it is the right one', async () => {
    await at.write({ 'fgt.yaml': await at.example('no-term'), 'state.json': '{"format_version":"1.0"}' });
    const ran = await at.run(['adopt', 'fgt', '--state', 'state.json']);
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining('may be another state')]);
    expect((await at.run(['adopt', 'fgt', '--state', 'state.json', '--empty'])).code).toBe(0);
  });

  test('a contract that owns nothing in Terraform', async () => {
    await put('v2');
    await at.write({ 'ip.yaml': await readFile(join('examples', 'clara-additional-ip', 'no-domain.yaml'), 'utf8') });
    const ran = await at.run(['adopt', 'ip', '--state', 'state.json']);
    expect([ran.code, ran.err]).toEqual([
      2,
      expect.stringContaining('names nothing that a Terraform state could hold'),
    ]);
  });
});
