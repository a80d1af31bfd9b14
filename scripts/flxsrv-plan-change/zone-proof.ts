// What is seen of the zones: their exports before the edit, and what name servers must show after it (FX6, FX7). Pure.
import { zoneExportTarget, type ZoneExportFacts } from '../../src/executors/bind/command.ts';
import { type Observation, type Target, targetKey } from '../../src/executors/port.ts';
import { addressGone, rowsResolved, rowsServed, type ZoneProof } from '../../src/teardown/dns-proof.ts';
import type { Discovered } from '../../src/teardown/provider.ts';
import type { ProofPart } from '../../src/teardown/step.ts';
import type { FlxsrvDomain, FlxsrvPlanChangeContract } from './contract.ts';
import { namesOf, type RowsToChange, rowsToChange, wantedRows } from './zone-rows.ts';

type Contract = Pick<FlxsrvPlanChangeContract, 'domains' | 'dns' | 'oldServerIp' | 'newServerIp'>;

/** The exports that the contract names. */
export const exportsOf = ({ domains }: Pick<Contract, 'domains'>): Target[] =>
  domains.flatMap((domain) => exportOf(domain) ?? []);

const exportOf = ({ name, zoneExport }: FlxsrvDomain): Target | undefined =>
  zoneExport === undefined ? undefined : zoneExportTarget({ zone: name, file: zoneExport });

/** What was read of a domain's export. Undefined: it has none, or nobody has looked. */
export function exportSeen(domain: FlxsrvDomain, discovered: Discovered): Observation | undefined {
  const target = exportOf(domain);
  return target === undefined ? undefined : discovered.get(targetKey(target));
}

/** Its rows and the lines that are none. */
export function exportFacts(seen: Observation | undefined): ZoneExportFacts | undefined {
  return seen?.state === 'present' ? (seen.facts as unknown as ZoneExportFacts) : undefined;
}

/** What is to be changed in the zone of a domain; undefined while its rows or the new address are not known. */
export function changesOf(
  { oldServerIp, newServerIp }: Contract,
  facts: ZoneExportFacts | undefined,
): RowsToChange | undefined {
  if (facts === undefined || newServerIp === undefined) return undefined;
  return rowsToChange(facts.rows, { from: oldServerIp, to: newServerIp });
}

/** The switch: every name server serves the new rows, and none names the old address; no line of an export was left unread. */
export function switchProof(contract: Contract, discovered: Discovered): ProofPart[] {
  return contract.domains.flatMap((domain) => [
    ...exportRead(contract, domain),
    ...served(contract, domain, discovered),
  ]);
}

/** The end of it: the same once more, and nobody's cache gives anything else. */
export function settledProof(contract: Contract, discovered: Discovered): ProofPart[] {
  return contract.domains.flatMap((domain) => {
    const asked = askedOf(contract, domain, discovered);
    const rows = rowsOf(contract, domain, discovered);
    return [
      ...served(contract, domain, discovered),
      ...(asked === undefined || rows.length === 0 ? [] : [rowsResolved(rows, asked)]),
    ];
  });
}

function served(contract: Contract, domain: FlxsrvDomain, discovered: Discovered): ProofPart[] {
  const asked = askedOf(contract, domain, discovered);
  if (asked === undefined) return [];
  const rows = rowsOf(contract, domain, discovered);
  return [...(rows.length === 0 ? [] : [rowsServed(rows, asked)]), addressGone(contract.oldServerIp, asked)];
}

/** Names come from the export: one that stands in a line nobody could read would not be asked for. */
function exportRead({ dns }: Contract, domain: FlxsrvDomain): ProofPart[] {
  const target = exportOf(domain);
  if (target === undefined || dns?.zones.some(({ name }) => name === domain.name) !== true) return [];
  return [
    {
      part: `every line of the export of ${domain.name} is read`,
      target,
      goal: { is: 'facts', equal: { unread: [] } },
    },
  ];
}

function askedOf({ dns }: Contract, domain: FlxsrvDomain, discovered: Discovered): ZoneProof | undefined {
  const zone = dns?.zones.find(({ name }) => name === domain.name);
  if (dns === undefined || zone === undefined) return undefined;
  const facts = exportFacts(exportSeen(domain, discovered));
  return { zone, resolvers: dns.resolvers, ...(facts === undefined ? {} : { names: namesOf(facts.rows) }) };
}

function rowsOf(contract: Contract, domain: FlxsrvDomain, discovered: Discovered) {
  const changes = changesOf(contract, exportFacts(exportSeen(domain, discovered)));
  return changes === undefined ? [] : wantedRows(changes);
}
