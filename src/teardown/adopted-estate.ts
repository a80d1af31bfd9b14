// What a Terraform state holds of an estate, as a contract would name it. Types only.
import type { TerraformHeld } from '../executors/terraform/command.ts';

/** An object with its place, as a contract names it. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly from: TerraformHeld;
}

export interface AdoptedRouter extends Named {
  readonly switchId: string;
  readonly subnets: readonly { readonly id: string; readonly network: string; readonly from: TerraformHeld }[];
  /** Its id is in no state. */
  readonly ipv6Prefix?: string;
}

export interface AdoptedZone {
  readonly id: string;
  readonly domain: string;
  readonly records: readonly {
    readonly name: string;
    readonly type: string;
    readonly data: string;
    readonly from: TerraformHeld;
    /** The resource is this record and nothing else, so that it can be forgotten; else it is the zone that shows it. */
    readonly whole: boolean;
  }[];
}

export interface AdoptedEstate {
  readonly servers: readonly (Named & { readonly disks: readonly Named[] })[];
  readonly routers: readonly AdoptedRouter[];
  readonly addresses: readonly {
    readonly ip: string;
    readonly zone: string;
    readonly ptr?: string;
    readonly from?: TerraformHeld;
  }[];
  readonly items: readonly (Named & { readonly kind: 'switch' | 'packet-filter' | 'archive' | 'auto-backup' })[];
  /** Records that name an address of the estate, by their zone. */
  readonly dns: readonly AdoptedZone[];
  /** Names of other servers that use the object, by its id. */
  readonly sharedWith: ReadonlyMap<string, readonly string[]>;
  /** In the state, and not taken over. */
  readonly leftOut: readonly { readonly address: string; readonly why: string }[];
}
