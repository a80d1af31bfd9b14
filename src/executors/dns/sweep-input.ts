// What a sweep is given. Types.
import type { AddressMatch } from './address.ts';
import type { Asking } from './ask.ts';
import type { Endpoint } from './endpoint.ts';
import type { Zone } from './zones.ts';

export interface Sweep {
  readonly zones: readonly Zone[];
  readonly resolvers: readonly Endpoint[];
  readonly match: AddressMatch;
  readonly ttlSeconds?: number;
  readonly asking: Asking;
}
