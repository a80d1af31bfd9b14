// The DNS section of a contract file: every zone and record once, names within their zone, what is kept with its reason. Pure.
import type { ContractProblem } from '../../src/contract/provider-schema.ts';
import { dnsRecordSaid } from '../../src/executors/sakura-api/command.ts';
import { twice } from './check-services.ts';
import type { PartialContract } from './contract.ts';
import type { DnsZone } from './dns-contract.ts';

export function checkDns({ dns = [] }: PartialContract): ContractProblem[] {
  return dns.flatMap((zone, at) => {
    const first = dns.findIndex(({ id, domain }) => id === zone.id || domain === zone.domain);
    return [
      ...(first === at ? [] : [twice(['dns', at, 'id'], `zone ${zone.domain} (${zone.id})`)]),
      ...zone.records.flatMap((_, no) => checkRecord(zone, at, no)),
    ];
  });
}

function checkRecord({ domain, records }: DnsZone, at: number, no: number): ContractProblem[] {
  const record = records[no]!;
  const path = ['dns', at, 'records', no] as const;
  const said = dnsRecordSaid(record);
  const problems: ContractProblem[] = [];
  if (records.findIndex((one) => dnsRecordSaid(one) === said) !== no) problems.push(twice([...path], `record ${said}`));
  if (record.name === domain || record.name.endsWith(`.${domain}`) || record.name.endsWith('.'))
    problems.push({
      code: 'wrong-value',
      path: [...path, 'name'],
      what: `${record.name} is not a name within ${domain}`,
      why: 'a record that the zone does not have reads as taken out',
      next: 'write it as the zone has it: vpn for vpn.example.jp, @ for the domain itself',
    });
  if (record.fate === 'keep' && record.reason === undefined)
    problems.push({
      code: 'keep-without-reason',
      path: [...path, 'fate'],
      what: 'what is kept needs a reason',
      why: 'a record that names a released address names a stranger soon (R13)',
      next: 'add `reason: …` beside it',
    });
  return problems;
}
