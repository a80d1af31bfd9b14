// The zones of the platform (facts §1.1). Name servers and proxies are documentation names, not the real ones.

export const ZONE_NAMES = ['tk1a', 'tk1b', 'is1a', 'is1b', 'is1c', 'tk1v'] as const;
export type ZoneName = (typeof ZONE_NAMES)[number];

/** Zone that global resources answer under when the path names none. */
export const GLOBAL_ZONE: ZoneName = 'is1a';

interface ZoneFact {
  readonly id: string;
  readonly description: string;
  readonly region: { readonly id: string; readonly name: string };
  /** The shared segment (共有セグメント): one switch and one block a zone. */
  readonly shared: { readonly switchId: string; readonly network: string };
}

const tokyo = { id: '210', name: '東京' };
const ishikari = { id: '310', name: '石狩' };

export const ZONES: Readonly<Record<ZoneName, ZoneFact>> = {
  tk1a: {
    id: '21001',
    description: '東京第1ゾーン',
    region: tokyo,
    shared: { switchId: '112500000001', network: '198.19.1.0/24' },
  },
  tk1b: {
    id: '21002',
    description: '東京第2ゾーン',
    region: tokyo,
    shared: { switchId: '112500000002', network: '198.19.2.0/24' },
  },
  is1a: {
    id: '31001',
    description: '石狩第1ゾーン',
    region: ishikari,
    shared: { switchId: '112500000003', network: '198.19.3.0/24' },
  },
  is1b: {
    id: '31002',
    description: '石狩第2ゾーン',
    region: ishikari,
    shared: { switchId: '112500000004', network: '198.51.100.0/24' },
  },
  is1c: {
    id: '31003',
    description: '石狩第3ゾーン',
    region: ishikari,
    shared: { switchId: '112500000005', network: '198.19.5.0/24' },
  },
  tk1v: {
    id: '29001',
    description: 'Sandbox',
    region: { id: '290', name: 'Sandbox' },
    shared: { switchId: '112500000006', network: '198.19.6.0/24' },
  },
};

export function zoneNameOf(text: string | undefined): ZoneName | undefined {
  return ZONE_NAMES.find((name) => name === text);
}

/** The zone with this id, `31002` → `is1b`. */
export function zoneById(id: string): ZoneName | undefined {
  return ZONE_NAMES.find((name) => ZONES[name].id === id);
}

/** Where new routers get their blocks; documentation and benchmark ranges only. */
export const ROUTER_POOLS = ['203.0.113.0/24', '192.0.2.0/24', '198.18.0.0/16'] as const;
/** New IPv6 nets are `2001:db8:<n>::/64`. */
export const IPV6_POOL_PREFIX = '2001:db8';
