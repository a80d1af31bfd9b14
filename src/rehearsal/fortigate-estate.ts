// The part of a FortiGateVM contract that a rehearsal builds its world from and looks for afterwards. Pure.

interface Owned {
  readonly fate: 'delete' | 'keep';
  readonly usedBy: readonly string[];
  readonly ownedBy: 'none' | 'external';
}

interface Named extends Owned {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
}

export interface RouterItem extends Named {
  readonly kind: 'router';
  readonly switchId: string;
  readonly subnets: readonly { readonly id: string; readonly network: string }[];
  readonly ipv6Net?: { readonly id: string; readonly prefix: string };
}

export interface AddressItem extends Owned {
  readonly kind: 'address';
  readonly ip: string;
  readonly zone: string;
  readonly ptr?: string;
}

export interface NamedItem extends Named {
  readonly kind: 'switch' | 'packet-filter' | 'archive' | 'auto-backup' | 'disk';
}

export type EstateItem = RouterItem | AddressItem | NamedItem;

export interface EstateService {
  readonly server: { readonly id: string; readonly name: string; readonly zone: string };
  readonly disks: readonly { readonly id: string; readonly name: string }[];
  readonly ownedBy?: 'none' | 'external';
  readonly fortigate: {
    readonly host: string;
    readonly port: number;
    readonly hostKey: string;
    readonly user: string;
    readonly password?: unknown;
    readonly privateKey?: unknown;
    readonly serial: string;
    readonly hostname: string;
    readonly version: string;
    readonly vdoms: readonly string[];
    readonly reset: 'ssh' | 'by-person' | 'none';
    readonly resetCommand: string;
  };
}

export interface FortigateEstate {
  readonly provider: 'sakura-fortigate';
  readonly projectId: string;
  readonly memberCode: string;
  readonly api: { readonly root: string; readonly zones: readonly string[] };
  readonly services: readonly EstateService[];
  readonly estate: readonly EstateItem[];
  readonly dns?: readonly {
    readonly id: string;
    readonly domain: string;
    readonly ownedBy: 'none' | 'external';
    readonly records: readonly {
      readonly name: string;
      readonly type: string;
      readonly data: string;
      readonly fate: 'delete' | 'keep';
    }[];
  }[];
  readonly licenceFiles: readonly ({ readonly path: string } | { readonly place: string })[];
  readonly licenceSearch: readonly string[];
  readonly backup: { readonly to: string; readonly data: readonly { readonly name: string }[] };
  readonly engine: 'api' | 'terraform';
}

/** The contract's estate, where it is a FortiGateVM licence. */
export function fortigateEstateOf(content: unknown): FortigateEstate | undefined {
  return (content as { provider?: string }).provider === 'sakura-fortigate' ? (content as FortigateEstate) : undefined;
}

/** It goes with this contract: nobody keeps it, and no other contract uses it. */
export const ends = ({ fate, usedBy }: Owned): boolean => fate === 'delete' && usedBy.length === 0;

export const isRouter = (item: EstateItem): item is RouterItem => item.kind === 'router';
export const isAddress = (item: EstateItem): item is AddressItem => item.kind === 'address';
