// A whole zone from one server (AXFR), told record by record and kept by nobody here. It is whole only between two SOA records of
// the same serial; anything less is an error, and only a refusal is told apart, because then the names are asked one by one.
import { KaiyakuError } from '../../base/errors.ts';
import type { AddressMatch } from './address.ts';
import type { Endpoint } from './endpoint.ts';
import { dnsError } from './errors.ts';
import type { DnsLimits } from './limits.ts';
import { type Asked, askedOf, type DnsRecord } from './packet.ts';
import { type Part, partOf } from './transfer-part.ts';

const REFUSALS = new Set(['REFUSED', 'NOTAUTH', 'NOTIMP', 'NOTIMPL']);

/** `refused`: not for us, in words or by an empty answer. */
export type TransferState = 'begun' | 'whole' | 'refused';

/** The serial of an SOA record's data. */
export function serialOf({ data }: Pick<DnsRecord, 'data'>): number {
  return (data as { serial: number }).serial;
}

export class Transfer {
  readonly asked: Asked;
  state: TransferState = 'begun';
  serial = 0;
  /** So far; when it is whole, without the closing SOA. */
  records = 0;
  readonly #server: Endpoint;
  readonly #match: AddressMatch;
  readonly #recordsMax: number;

  constructor(server: Endpoint, zone: string, match: AddressMatch, { recordsMax }: DnsLimits) {
    this.asked = askedOf({ name: zone, type: 'AXFR' }, {});
    this.#server = server;
    this.#match = match;
    this.#recordsMax = recordsMax;
  }

  /**
   * Takes the next message, and tells its records: the SOA once, and no address that cannot be the one looked for. What was told of
   * a transfer that does not become whole says nothing. Throws dns errors.
   */
  take(bytes: Buffer, tell: (record: DnsRecord) => void): void {
    const zone = this.asked.name;
    const { rcode, authoritative, truncated, count, records, first, last } = this.#read(bytes);
    if (truncated) throw this.#failed('dns-truncated', `cuts off the transfer of ${zone}`);
    const isFirst = this.records === 0;
    if (isFirst && (REFUSALS.has(rcode) || (rcode === 'NOERROR' && count === 0))) {
      this.state = 'refused';
      return;
    }
    if (rcode !== 'NOERROR') throw this.#failed('dns-failed', `answers ${rcode} to the transfer of ${zone}`);
    if (!authoritative) throw this.#failed('dns-lame', `transfers ${zone} without authority`);
    if (isFirst) {
      if (first?.type !== 'SOA')
        throw this.#failed('dns-malformed', `the transfer of ${zone} does not begin with its SOA`);
      this.serial = serialOf(first);
    }
    this.records += count;
    if (this.records > this.#recordsMax)
      throw this.#failed('dns-limit', `${zone} has more than ${this.#recordsMax} records`);
    const closing = last?.type === 'SOA' && this.records > 1 ? last : undefined;
    for (const record of records) if (record !== closing) tell(record);
    if (closing === undefined) return;
    if (serialOf(closing) !== this.serial)
      throw this.#failed('dns-changed', `${zone} changed while it was transferred`);
    this.records -= 1;
    this.state = 'whole';
  }

  #read(bytes: Buffer): Part {
    const { name } = this.asked;
    let part: Part | undefined;
    try {
      part = partOf(bytes, this.asked, this.records > 0, this.#match.maybe);
    } catch (error) {
      if (error instanceof KaiyakuError) throw error;
      throw dnsError('dns-malformed', this.#server.label, `the transfer of ${name} cannot be read`, error);
    }
    if (part === undefined) throw this.#failed('dns-malformed', `the transfer of ${name} answers another question`);
    return part;
  }

  #failed(code: Parameters<typeof dnsError>[0], message: string): KaiyakuError {
    return dnsError(code, this.#server.label, message);
  }
}
