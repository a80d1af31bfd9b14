// A domain of a Clara contract that moves, for tests from the front door: two servers of its own that do not follow each other, its
// parent, and two that resolve; and the contract that names them.
import { type BindPrimary, startPrimary } from '../executors/dns/bind.ts';
import { inDays, inMonths } from '../helpers/persons-contract.ts';

export const OLD = '203.0.113.77';
export const NEW = '203.0.113.20';
/** As each of its servers holds it. */
export const zone = (address: string) => ({
  name: 'example.jp',
  text: `@ NS ns1\n@ NS ns2\nns1 A 127.0.0.1\nns2 A 127.0.0.1\n@ A ${address}\nwww A ${address}\n@ TXT "v=spf1 ip4:${address} -all"`,
});

/** The parent, which delegates; and the reverse zone, in which the address has no name. */
const ABOVE = {
  name: 'jp',
  text: '@ NS ns.jp.\nns A 127.0.0.1\nexample NS ns1.example\nexample NS ns2.example\nns1.example A 127.0.0.1\nns2.example A 127.0.0.1',
};
const REVERSE = { name: '113.0.203.in-addr.arpa', text: '@ NS ns.provider.example.\n20 PTR web01.example.jp.' };

/** All five, in the order in which `contractOf` takes them; the domain's own hold the old address. */
export async function startServers(): Promise<BindPrimary[]> {
  const servers: BindPrimary[] = [];
  for (let count = 0; count < 2; count += 1) servers.push(await startPrimary([zone(OLD)]));
  servers.push(await startPrimary([ABOVE]));
  for (let count = 0; count < 2; count += 1) servers.push(await startPrimary([REVERSE], true));
  return servers;
}

export const contractOf = ([
  primary,
  secondary,
  parent,
  one,
  other,
]: readonly BindPrimary[]) => `provider: clara-additional-ip
customerNumber: C-104477
service: Clara Cloud Flex
serverHost: web01.example.jp
additionalIp: ${OLD}
mainIp: ${NEW}
endMonth: ${inMonths(3)}
openedOn: ${inDays(-900)}
minimumTermMonths: 12
monthlyFee: 550
panel: none
domains:
  - { name: example.jp, fate: move, primaryDns: own-server, registrar: clara, hostRegistered: false, records: [www.example.jp] }
dns:
  zones:
    - name: example.jp
      primary: ["${primary!.at}"]
      secondary: ["${secondary!.at}"]
      parent: ["${parent!.at}"]
      serverNames: { "${primary!.at}": ns1.example.jp, "${secondary!.at}": ns2.example.jp }
  resolvers: ["${one!.at}", "${other!.at}"]
contact: { company: 株式会社エグザンプル, person: 佐藤花子, registered: true, mail: it@example.co.jp }
seal: company
quietDays: 0
ttlDays: 0
formMayArriveEarly: true
`;
