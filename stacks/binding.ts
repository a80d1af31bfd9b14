// What a provider version has to offer for an estate: its provider block and one block an object. The table of names beside
// this file has both versions; nothing else may know how their types and attributes are named.
import type { TerraformMetaArguments, TerraformProvider, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import type { EstateObject } from './estate.ts';

export type ProviderVersion = 2 | 3;

/** One provider block a zone. Credentials are never in it: the provider takes them from the environment. */
export interface ZoneProvider {
  readonly alias: string;
  readonly zone: string;
  readonly zones: string[];
  readonly apiRootUrl: string;
}

export interface Block<K extends EstateObject['kind'] = EstateObject['kind']> {
  readonly scope: Construct;
  /** Logical name in the stack, and in the Terraform address. */
  readonly name: string;
  readonly object: Extract<EstateObject, { kind: K }>;
  /** The id of another object: a reference while its block stands, else the id itself. */
  readonly idOf: (id: string) => string;
  readonly meta: TerraformMetaArguments;
}

export interface Binding {
  /** Oldest Terraform that understands the result. */
  readonly terraform: string;
  provider(scope: Construct, name: string, config: ZoneProvider): TerraformProvider;
  /** The resource type of a kind, for the addresses of blocks that are no more. */
  readonly types: Readonly<Record<EstateObject['kind'], string>>;
  readonly blocks: { readonly [K in EstateObject['kind']]: (block: Block<K>) => TerraformResource };
}

/**
 * Values that the providers require and no contract holds. Every block ignores changes, so they never reach an object
 * that exists; and the API takes none of the first two, so that they cannot build one either.
 */
export const STAND_IN = { nextHop: '0.0.0.0', hostName: 'unknown.invalid', weekdays: ['sun'] } as const;
