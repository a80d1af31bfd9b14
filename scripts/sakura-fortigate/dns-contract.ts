// The DNS zones of the same account whose records name addresses of this contract, as a section of the contract file. A zone itself
// never ends with a FortiGate: only the records that are listed do.
import * as z from 'zod';
import { digits12, nonEmpty } from '../../src/contract/fields.ts';

const record = z.strictObject({
  name: nonEmpty.describe('as in the zone: vpn, or @ for the domain itself'),
  type: z.enum(['A', 'AAAA', 'ALIAS', 'CNAME', 'NS', 'MX', 'TXT', 'SRV', 'CAA', 'HTTPS', 'SVCB', 'PTR']),
  data: nonEmpty.describe('exactly as in the zone, with the numbers of MX and SRV: 203.0.113.4'),
  fate: z.enum(['delete', 'keep']).default('delete').describe('delete: ends with the contract; keep: needs a reason'),
  reason: nonEmpty.optional().describe('why it is kept'),
});

/** Optional: a contract without it has no step for it. */
export const dnsZones = z.array(
  z.strictObject({
    id: digits12.describe('resource id of the DNS zone (DNSアプライアンス), 12 digits, in quotes'),
    domain: nonEmpty.describe('the domain of the zone: example.jp'),
    records: z.array(record).min(1).describe('records to take out, one by one; every other record stays'),
    ownedBy: z
      .enum(['none', 'external'])
      .default('none')
      .describe('external: another Terraform state holds the records; its owner takes them out, kaiyaku verifies'),
  }),
);

export type DnsZone = z.infer<typeof dnsZones>[number];
