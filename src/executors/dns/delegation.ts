// What a server of the parent says about a zone: to whom it is delegated, and which addresses it hands out for them.
import { KaiyakuError } from '../../base/errors.ts';
import { type Asking, ask } from './ask.ts';
import type { Endpoint } from './endpoint.ts';
import { dnsError } from './errors.ts';
import { type Answer, type DnsRecord, nameOf } from './packet.ts';

export interface Delegation {
  readonly zone: string;
  readonly server: Endpoint;
  /** In alphabetical order; empty where the parent answers with authority that there is no delegation. */
  readonly ns: readonly string[];
  readonly nsRecords: readonly DnsRecord[];
  /** Addresses of the name servers, as the parent itself hands them out. */
  readonly glue: readonly DnsRecord[];
  /** The server holds the zone too and answers from there: its glue cannot be seen. */
  readonly answersAsChild: boolean;
}

export async function readDelegation(server: Endpoint, zone: string, asking: Asking): Promise<Delegation> {
  const answer = await ask(server, { name: zone, type: 'NS' }, asking);
  const isDelegation = (record: DnsRecord) => record.type === 'NS' && record.name === zone;
  const answersAsChild = answer.answers.some(isDelegation);
  const nsRecords = (answersAsChild ? answer.answers : answer.authorities).filter(isDelegation);
  const denies = answer.authoritative && answer.authorities.some(({ type, name }) => type === 'SOA' && name !== zone);
  if (nsRecords.length === 0 && !denies)
    throw dnsError('dns-lame', server.label, `is no server of the parent of ${zone}`);
  const ns = nsRecords.map(({ data }) => nameOf(String(data))).sort();
  const glue = addressesIn(answer);
  const known = new Set(glue.map(({ name }) => name));
  // A host object outside of the zone comes only when it is asked for by name.
  for (const host of ns.filter((name) => !known.has(name))) glue.push(...(await readHost(server, host, asking)));
  return { zone, server, ns, nsRecords, glue, answersAsChild };
}

async function readHost(server: Endpoint, host: string, asking: Asking): Promise<DnsRecord[]> {
  const found: DnsRecord[] = [];
  for (const type of ['A', 'AAAA']) {
    try {
      const answer = await ask(server, { name: host, type }, asking);
      found.push(...addressesIn(answer).filter(({ name }) => name === host));
    } catch (error) {
      // Of a host in another tree this server knows nothing, and hands nothing out.
      if (!(error instanceof KaiyakuError) || error.code !== 'dns-refused') throw error;
    }
  }
  return found;
}

function addressesIn({ answers, additionals }: Answer): DnsRecord[] {
  return [...answers, ...additionals].filter(({ type }) => type === 'A' || type === 'AAAA');
}
