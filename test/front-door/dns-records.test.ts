// DNS records of a contract, from the file to the end: refused while they name an address and are not listed (R13), taken out before
// any address is released, everything else of the zone untouched, and never twice or over somebody else's change.
import { afterEach, expect, test, vi } from 'vitest';
import { DEFAULT_IDS as IDS } from '../../src/executors/sakura-api/simulator/world/default-world.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { applyToTheEnd, type Estate, NAME, runAll, startEstate, toTheNotice } from '../helpers/estate.ts';
import { jsonOf } from '../helpers/run-kaiyaku.ts';

vi.setConfig({ testTimeout: 180_000 });

const open: Estate[] = [];
afterEach(async () => void (await Promise.all(open.splice(0).map((one) => one.close()))));

const VPN = '{ name: vpn, type: A, data: 203.0.113.4 }';
const section = (records: string, more = ''): string =>
  `dns:\n  - id: "${IDS.dns}"\n    domain: example.jp${more}\n    records: [${records}]\nlicenceFiles:`;

/** Up to the deletion of the licence file; nothing but the zone names the address any more. */
async function ready(dns: string | undefined): Promise<Estate> {
  const estate = await startEstate();
  open.push(estate);
  if (dns !== undefined) await estate.edit('licenceFiles:', dns);
  await toTheNotice(estate);
  await estate.change({ remove: { collection: 'items', id: IDS.monitor } });
  await runAll(estate, ['approve', NAME, '--all', '--confirm', NAME]);
  await estate.run(['apply', NAME, '--until', 'delete-licence-file']);
  return estate;
}

const isOf =
  (word: string) =>
  ({ body }: Entry): boolean =>
    'effect' in body && String(body.effect).includes(word);

interface Applied {
  readonly outcome: string;
}
const records = async (estate: Estate): Promise<string[]> => {
  const { global } = (await estate.world()) as {
    global: { items: { id: string; settings: { DNS: { ResourceRecordSets: { Name: string; Type: string }[] } } }[] };
  };
  const { settings } = global.items.find(({ id }) => id === IDS.dns)!;
  return settings.DNS.ResourceRecordSets.map(({ Name, Type }) => `${Name} ${Type}`);
};

test('listed, it goes before its address; the zone and its other records stay; the receipt says what it was', async () => {
  const estate = await ready(section(VPN));
  expect(await records(estate)).toEqual(['@ MX', 'vpn A', 'web A']);
  const last = await applyToTheEnd(estate);
  expect(jsonOf<Applied>(last).outcome, last.out).toBe('complete');
  expect(await records(estate)).toEqual(['@ MX', 'web A']);
  const done = (await estate.entries()).filter(({ kind }) => kind === 'done');
  const at = done.findIndex(isOf('remove-records:'));
  expect(done[at]!.body).toMatchObject({
    receipt: { removed: [{ Name: 'vpn', Type: 'A', RData: '203.0.113.4', TTL: 300 }] },
  });
  const first = done.findIndex(isOf('release-ips/'));
  expect(at).toBeGreaterThan(-1);
  expect(at).toBeLessThan(first);
  expect((await estate.transitions()).filter(({ kind }) => kind === 'dns')).toHaveLength(1);
});

test('not listed, or kept, R13 refuses the release and says where to list it', async () => {
  for (const dns of [undefined, section(VPN.replace(' }', ', fate: keep, reason: test }'))]) {
    const estate = await ready(dns);
    const ran = await estate.run(['apply', NAME, '--format', 'json']);
    expect(ran.code).toBe(13);
    expect(ran.out).toContain('dns:example.jp/vpn/A still uses 203.0.113.4');
    expect(ran.out).toContain('list it under `dns`');
    expect(await records(estate)).toEqual(['@ MX', 'vpn A', 'web A']);
  }
});

test('what was sent and not answered is settled by looking; nothing is sent twice', async () => {
  const estate = await ready(section(VPN));
  await estate.fault({ name: 'http-500', after: true, match: { method: 'PUT', path: '/commonserviceitem/' } });
  const ran = await estate.run(['apply', NAME, '--until', 'remove-dns-records', '--format', 'json']);
  expect([0, 15], ran.out).toContain(ran.code);
  const entries = (await estate.entries()).filter(isOf('remove-records:'));
  expect(entries.map(({ kind }) => kind)).toEqual(['intended', 'done', 'verified']);
  expect((await estate.transitions()).filter(({ kind }) => kind === 'dns')).toHaveLength(1);
});

test('of another domain R07 refuses, of another owner R05; gone already, it is found', async () => {
  const wrong = await ready(section(VPN).replace('example.jp', 'example.com'));
  const refused = await wrong.run(['apply', NAME, '--format', 'json']);
  expect([refused.code, refused.out]).toEqual([13, expect.stringContaining('R07')]);

  const theirs = await ready(section(VPN, '\n    ownedBy: external'));
  const stopped = await theirs.run(['apply', NAME, '--format', 'json']);
  expect([stopped.code, stopped.out]).toEqual([13, expect.stringContaining('R05')]);
  expect(await records(theirs)).toContain('vpn A');
  await theirs.change({
    patch: { collection: 'items', id: IDS.dns, with: { settings: { DNS: { ResourceRecordSets: [] } } } },
  });
  await theirs.run(['apply', NAME, '--until', 'remove-dns-records']);
  const found = (await theirs.entries()).filter(isOf('remove-records:'));
  expect(found.map(({ kind }) => kind)).toEqual(['found']);
});

test('a file that lists a name outside its zone, a record twice, or keeps without a reason is refused', async () => {
  const estate = await startEstate();
  open.push(estate);
  const outside = VPN.replace('vpn', 'vpn.example.jp');
  const kept = '{ name: old, type: A, data: 203.0.113.5, fate: keep }';
  await estate.edit('licenceFiles:', section([VPN, VPN, outside, kept].join(', ')));
  const ran = await estate.run(['check', NAME, '--files-only', '--format', 'json']);
  for (const code of ['listed-twice', 'wrong-value', 'keep-without-reason']) expect(ran.out).toContain(code);
});
