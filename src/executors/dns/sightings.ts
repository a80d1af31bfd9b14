// What of the records that go by has to be remembered: those that carry the address, and those that lead on. All others are
// forgotten at once, so that memory does not grow with the zones.
import type { AddressMatch } from './address.ts';
import { type DnsRecord, nameOf } from './packet.ts';
import { carries, leadsOf } from './record.ts';
import type { Lead } from './lead.ts';
import { isWithin } from './zone-view.ts';
import type { Zone } from './zones.ts';

/** One record, where it was read. `zone` is `''` for what a resolver said. */
export interface Sighting {
  readonly server: string;
  readonly zone: string;
  readonly record: DnsRecord;
  /** An address handed out by the parent. */
  readonly isGlue: boolean;
  /** By itself it names the address. */
  readonly carries: boolean;
  readonly leads: readonly Lead[];
  /** Parts of it that only a run of it could tell. */
  readonly untold: readonly string[];
}

export class Sightings {
  readonly all: Sighting[] = [];
  readonly #zones: readonly Zone[];
  readonly #match: AddressMatch;

  constructor({ zones, match }: { readonly zones: readonly Zone[]; readonly match: AddressMatch }) {
    this.#zones = zones;
    this.#match = match;
  }

  see(server: string, zone: string, record: DnsRecord, isGlue = false): void {
    const named = this.#names(zone, record);
    const { leads, untold } = leadsOf(record);
    // A delegation counts whoever it leads to.
    if (named || leads.length > 0 || untold.length > 0 || record.type === 'NS')
      this.all.push({ server, zone, record, isGlue, carries: named, leads, untold });
  }

  #names(zone: string, record: DnsRecord): boolean {
    // Outside of the zones a reverse entry is the provider's own; it matters while it leads to one of our names.
    if (zone === '' && record.type === 'PTR')
      return this.#zones.some(({ name }) => isWithin(nameOf(String(record.data)), name));
    return carries(record, this.#match);
  }
}
