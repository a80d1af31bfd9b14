// Take the listed DNS records out before their addresses are released: whoever gets such an address next would receive what is
// meant for you. Every zone is one effect, because the API replaces its records as one list.
import { sakuraCommand, sakuraTarget } from '../../src/executors/sakura-api/command.ts';
import type { Target } from '../../src/executors/port.ts';
import { effect, step, type Step } from '../../src/teardown/step.ts';
import { cite } from './citation.ts';
import type { Context } from './context.ts';
import type { SakuraFortigateContract } from './contract.ts';
import type { DnsZone } from './dns-contract.ts';
import { accountTarget } from './targets.ts';

const STEP = 'remove-dns-records';

/** Any zone of the API answers for DNS: that of the first server surely shows something. */
const dnsTarget = ({ services }: SakuraFortigateContract, { id, domain, records }: DnsZone): Target =>
  sakuraTarget({
    kind: 'dns-zone',
    id,
    zone: services[0]!.server.zone,
    expect: { domain, records: ending(records) },
    label: `DNS zone ${domain} (${id})`,
  });

const ending = (records: DnsZone['records']) =>
  records.filter(({ fate }) => fate === 'delete').map(({ name, type, data }) => ({ name, type, data }));

/** None for a contract that lists no record that ends. */
export function removeDnsRecords({ contract, terms }: Context): Step[] {
  const zones = (contract.dns ?? []).filter(({ records }) => ending(records).length > 0);
  if (zones.length === 0) return [];
  return [
    step({
      id: STEP,
      title: 'take the DNS records of the addresses out',
      actor: 'kaiyaku',
      after: ['delete-licence-file'],
      window: terms.teardownWindow ?? {},
      effects: zones.map((zone) =>
        effect({
          step: STEP,
          title: `take the listed records out of ${zone.domain}`,
          command: sakuraCommand('remove-records', dnsTarget(contract, zone)),
          goal: { is: 'facts', equal: { left: [] }, orAbsent: true },
        }),
      ),
      looks: [accountTarget(contract)],
      guards: ['R01', 'R05', 'R06', 'R07', 'R17', 'R20', 'R21'],
      citation: cite('3.7', '不要となった提供物(ライセンスファイルなど)やサーバーを削除'),
    }),
  ];
}

/** Of every zone: the records that end. */
export const endingRecords = ({ dns = [] }: SakuraFortigateContract) =>
  dns.flatMap(({ id: zoneId, records }) => ending(records).map((record) => ({ zoneId, ...record })));

/** One contract claims a record, never its zone: others may have records of their own there. */
export const dnsClaims = ({ dns = [] }: SakuraFortigateContract): string[] =>
  dns.flatMap(({ id, records }) => records.map(({ name, type, data }) => `${id}/${name}/${type}/${data}`));
