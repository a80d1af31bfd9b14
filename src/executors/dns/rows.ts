// Rows that are wanted, asked of everybody who should give them: name servers with authority, the parent for its delegation,
// or resolvers. A server that gives something else gives less than wanted; one that does not answer is an error.
import type { JsonObject } from '../../base/canonical-json.ts';
import { userError } from '../../base/errors.ts';
import { matchOf } from './address.ts';
import { type Asking, ask, askAuthority } from './ask.ts';
import type { DnsRow } from './command.ts';
import { readDelegation } from './delegation.ts';
import type { Endpoint } from './endpoint.ts';
import { dnsError } from './errors.ts';
import { type DnsRecord, nameOf } from './packet.ts';
import { eachLimited } from './parallel.ts';
import { dataText } from './record.ts';
import type { Zone } from './zones.ts';

interface Missing {
  readonly server: string;
  readonly row: DnsRow;
}

/** Facts as `command.ts` describes them. Throws dns errors. */
export async function missingAtServers(
  { name, children, parents }: Zone,
  rows: readonly DnsRow[],
  asking: Asking,
): Promise<JsonObject> {
  const missing = await missingAt(children, rows, asking, (server, row) => askAuthority(server, row, asking));
  const delegated = rows.filter((row) => row.type === 'NS' && nameOf(row.name) === name);
  if (delegated.length > 0)
    for (const server of parents) {
      const { ns } = await readDelegation(server, name, asking);
      missing.push(
        ...delegated.filter(({ data }) => !ns.includes(nameOf(data))).map((row) => ({ server: server.label, row })),
      );
    }
  return factsOf(missing, rows, children);
}

/** The same of resolvers. Throws `dns-lame` where one does not resolve for us. */
export async function missingAtResolvers(
  resolvers: readonly Endpoint[],
  rows: readonly DnsRow[],
  asking: Asking,
): Promise<JsonObject> {
  const missing = await missingAt(resolvers, rows, asking, async (server, row) => {
    const answer = await ask(server, row, asking, true);
    if (!answer.recursive) throw dnsError('dns-lame', server.label, 'does not resolve for us');
    return answer;
  });
  return factsOf(missing, rows, resolvers);
}

type AskRow = (server: Endpoint, row: DnsRow) => Promise<{ readonly answers: readonly DnsRecord[] }>;

async function missingAt(
  servers: readonly Endpoint[],
  rows: readonly DnsRow[],
  { limits }: Asking,
  askRow: AskRow,
): Promise<Missing[]> {
  // Nothing asked would be nothing missing.
  if (servers.length === 0 || rows.length === 0)
    throw userError('no-row', 'no row is wanted, or nobody is asked for it');
  if (rows.length > limits.namesMax)
    throw dnsError('dns-limit', 'rows', `more than ${limits.namesMax} rows are wanted at once`);
  const pairs = servers.flatMap((server) => rows.map((row) => ({ server, row })));
  const found = await eachLimited(pairs, limits.parallelMax, async ({ server, row }) => {
    const { answers } = await askRow(server, row);
    return answers.some((record) => isSame(record, row)) ? [] : [{ server: server.label, row }];
  });
  return found.flat();
}

/** Of a chain of CNAMEs what stands at its end counts. */
function isSame({ type, data }: DnsRecord, row: DnsRow): boolean {
  if (type !== row.type) return false;
  switch (row.type) {
    case 'A':
    case 'AAAA':
      return matchOf(row.data).is(String(data));
    case 'MX':
      return nameOf((data as { exchange: string }).exchange) === nameOf(row.data);
    case 'NS':
    case 'CNAME':
      return nameOf(String(data)) === nameOf(row.data);
    case 'TXT':
      return dataText({ data } as DnsRecord) === row.data;
  }
}

const factsOf = (missing: readonly Missing[], rows: readonly DnsRow[], servers: readonly Endpoint[]): JsonObject => ({
  missing: missing.map(({ server, row: { name, type, data } }) => ({ server, name: nameOf(name), type, data })),
  rows: rows.length,
  servers: servers.length,
});
