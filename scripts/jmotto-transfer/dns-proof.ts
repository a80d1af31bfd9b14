// What name servers must show once DNS is switched: the new server everywhere, the old one nowhere; and at the end of the days
// side by side, that nobody's cache gives anything else (JM4, JM9). Pure.
import type { DnsRow } from '../../src/executors/dns/command.ts';
import { addressGone, rowsResolved, rowsServed, type ZoneProof } from '../../src/teardown/dns-proof.ts';
import type { ProofPart } from '../../src/teardown/step.ts';
import type { JmottoTransferContract } from './contract.ts';

type Contract = Pick<JmottoTransferContract, 'dns' | 'domain' | 'newHost'>;

/** For `switch-dns`: who serves the zone. None without a `dns` section. */
export function switchProof(contract: Contract): ProofPart[] {
  const { dns } = contract;
  const rows = wantedRows(contract);
  return asked(contract).flatMap((zone) => [
    ...(rows.length === 0 ? [] : [rowsServed(rows, zone)]),
    ...dns!.oldAddresses.map((address) => addressGone(address, zone)),
  ]);
}

/** For `verify`: the same once more, and the resolvers. */
export function settledProof(contract: Contract): ProofPart[] {
  const rows = wantedRows(contract);
  if (rows.length === 0) return switchProof(contract);
  return [...switchProof(contract), ...asked(contract).map((zone) => rowsResolved(rows, zone))];
}

function asked({ dns, domain }: Contract): ZoneProof[] {
  if (dns === undefined) return [];
  const { zones, resolvers, names } = dns;
  return zones
    .filter(({ name }) => name === domain.name)
    .map((zone) => ({ zone, resolvers, ...(names === undefined ? {} : { names }) }));
}

/** What the contract says of the new host, as rows. */
export function wantedRows({ dns, domain, newHost }: Contract): DnsRow[] {
  const { webIp, mailHost, nameServers } = newHost;
  const webNames = dns?.webNames ?? [domain.name];
  return [
    ...(webIp === undefined
      ? []
      : webNames.map((name) => ({
          name,
          type: webIp.includes(':') ? ('AAAA' as const) : ('A' as const),
          data: webIp,
        }))),
    ...(mailHost === undefined ? [] : [{ name: domain.name, type: 'MX' as const, data: mailHost }]),
    ...nameServers.map((data) => ({ name: domain.name, type: 'NS' as const, data })),
  ];
}
