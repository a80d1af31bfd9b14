// Records of a DNS zone: those of the contract go, every other one and every other setting stays as it was, and a change of somebody
// else in between is never overwritten.
import { afterEach, expect, test } from 'vitest';
import { type DnsRecord, sakuraTarget } from '../../../src/executors/sakura-api/command.ts';
import type { FetchOne } from '../../../src/base/http-exchange.ts';
import type { Target } from '../../../src/executors/port.ts';
import { type Estate, ids, NO_ID, startEstate } from './estate.ts';

const open: Estate[] = [];
afterEach(async () => {
  for (const estate of open.splice(0)) await estate.close();
});
async function start(options?: Parameters<typeof startEstate>[0]): Promise<Estate> {
  const estate = await startEstate(options);
  open.push(estate);
  return estate;
}

const VPN: DnsRecord = { name: 'vpn', type: 'A', data: '203.0.113.4' };
const zone = (records: readonly DnsRecord[] = [VPN], id: string = ids.dns, domain = 'example.jp'): Target =>
  sakuraTarget({ kind: 'dns-zone', id, zone: 'is1b', expect: { domain, records } });

interface Item {
  readonly settings: Record<string, unknown>;
}
/** The zone as the simulator has it, itself. */
function itemOf({ simulator }: Estate): Item {
  let item: Item | undefined;
  simulator.change((state) => void (item = state.global.items.find(({ id }) => id === ids.dns)));
  return item!;
}
const recordsOf = (estate: Estate) =>
  (itemOf(estate).settings['DNS'] as { ResourceRecordSets: Record<string, unknown>[] }).ResourceRecordSets;

test('takes out what is listed, and leaves the rest as it was: order, lifetimes, other settings', async () => {
  const estate = await start();
  const { settings } = itemOf(estate);
  settings['MonitoringSuite'] = { Enabled: true };
  settings['DNS'] = { ...(settings['DNS'] as object), Other: 1 };
  const before = structuredClone(itemOf(estate));
  const other = { ...VPN, data: '203.0.113.40' };
  expect(await estate.look(zone([VPN, other]))).toMatchObject({
    state: 'present',
    facts: { domain: 'example.jp', records: 3, left: ['vpn A 203.0.113.4'] },
  });
  const receipt = await estate.act('remove-records', zone([VPN, other]));
  expect(receipt.facts).toMatchObject({ removed: [{ Name: 'vpn', Type: 'A', RData: '203.0.113.4', TTL: 300 }] });
  expect(estate.writes()).toEqual([`PUT is1b/commonserviceitem/${ids.dns}`]);
  const kept = recordsOf(estate);
  expect(kept.map(({ Name }) => Name)).toEqual(['@', 'web']);
  const after = structuredClone(itemOf(estate));
  for (const item of [before, after]) (item.settings['DNS'] as Record<string, unknown>)['ResourceRecordSets'] = kept;
  expect({ ...after, modifiedAt: '' }).toEqual({ ...before, modifiedAt: '' });
  expect(await estate.look(zone())).toMatchObject({ state: 'present', facts: { records: 2, left: [] } });
});

test('a change between the read and the write is refused by the zone’s hash, and nothing is lost', async () => {
  let meanwhile: () => void = () => undefined;
  const fetch: FetchOne = (url, init) => {
    if (init?.method === 'PUT') meanwhile();
    return globalThis.fetch(url, init);
  };
  const estate = await start({ fetch });
  meanwhile = () => {
    meanwhile = () => undefined;
    recordsOf(estate).push({ Name: 'new', Type: 'A', RData: '192.0.2.9', TTL: 60 });
  };
  await expect(estate.act('remove-records', zone())).rejects.toMatchObject({
    detail: { code: 'conflict', class: 'permanent', facts: { apiCode: 'original_hash_mismatch' } },
  });
  expect(recordsOf(estate).map(({ Name }) => Name)).toEqual(['@', 'vpn', 'web', 'new']);
  await estate.act('remove-records', zone());
  expect(recordsOf(estate).map(({ Name }) => Name)).toEqual(['@', 'web', 'new']);
});

test('a zone that shows no hash is not written', async () => {
  const fetch: FetchOne = async (url, init) => {
    const answer = await globalThis.fetch(url, init);
    if (!url.includes('commonserviceitem')) return answer;
    return new Response((await answer.text()).replace('"SettingsHash"', '"Hash"'), answer);
  };
  const estate = await start({ fetch });
  await expect(estate.act('remove-records', zone())).rejects.toMatchObject({ detail: { code: 'bad-response' } });
  expect(estate.writes()).toEqual([]);
});

test('another domain, and what is no DNS zone, are foreign and not touched; a zone that is gone is absent', async () => {
  const estate = await start();
  for (const wrong of [zone([VPN], ids.dns, 'example.com'), zone([VPN], ids.monitor)]) {
    expect(await estate.look(wrong)).toMatchObject({ state: 'foreign' });
    await expect(estate.act('remove-records', wrong)).rejects.toMatchObject({ detail: { code: 'R07' } });
  }
  expect(estate.writes()).toEqual([]);
  expect(await estate.look(zone([VPN], NO_ID))).toMatchObject({ state: 'absent' });
});
