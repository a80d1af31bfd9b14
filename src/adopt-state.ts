// What a Terraform state holds, as an estate for a contract; and whether it still holds anything of one. Offline: only the
// file is read.
import { resolve } from 'node:path';
import { providers } from '../scripts/index.ts';
import { bugError, userError } from './base/errors.ts';
import { ContractReader } from './contract-reader.ts';
import { type DnsRecord, dnsRecordSaid } from './executors/sakura-api/command.ts';
import type { TerraformHeld } from './executors/terraform/command.ts';
import { readStateFile } from './executors/terraform/state-json.ts';
import type { AdoptedEstate } from './teardown/adopted-estate.ts';

/** The one provider whose contracts own what Terraform knows. */
const ADOPTING = 'sakura-fortigate';

export interface Adoption {
  readonly estate: AdoptedEstate;
  /** Addresses of everything in the state. */
  readonly addresses: readonly string[];
}

/** `servers`: names or ids; none: all of them. Throws user errors (`state-…`, `no-such-server`, `nothing-to-adopt`). */
export async function adoptState(path: string, servers: readonly string[]): Promise<Adoption> {
  const { objects, domains } = await readStateFile(resolve(path));
  const provider = await providers.find(({ id }) => id === ADOPTING)?.provider();
  const estate = provider?.adopt?.(objects, servers, domains);
  if (estate === undefined) throw bugError('cannot-adopt', `${ADOPTING} adopts nothing`);
  if ('missing' in estate)
    throw userError('no-such-server', `no server ${estate.missing} in ${path}`, {
      next: `servers there: ${objects.flatMap(({ kind, name }) => (kind === 'server' && name !== undefined ? [name] : [])).join(', ') || 'none'}`,
    });
  if (estate.servers.length === 0)
    throw userError('nothing-to-adopt', `${path} holds no server of the Sakura Cloud providers`, {
      next: 'terraform show -json > state.json, in the repository that owns the FortiGate',
    });
  return { estate, addresses: objects.map(({ address }) => address) };
}

export interface LetGo {
  readonly contract: string;
  /** Objects of the contract that the state still holds. */
  readonly held: readonly {
    readonly address: string;
    readonly kind: string;
    readonly id: string;
    /** Of a zone that shows such a record: no state says whether its configuration lists it. */
    readonly untold?: true;
  }[];
  readonly examined: number;
}

/** Throws as `adoptState`, and `no-terraform` (user) for a contract that names nothing Terraform could hold. */
export async function letGo(contractPath: string, statePath: string): Promise<LetGo> {
  const { contract } = await new ContractReader().read(contractPath);
  const named = contract.provider.terraformObjects?.(contract.content);
  if (named === undefined)
    throw userError('no-terraform', `${contract.provider.id} names nothing that a Terraform state could hold`);
  const { objects, examined } = await readStateFile(resolve(statePath));
  const own = new Set(named.map(({ kind, id }) => `${kind} ${id}`));
  const ending = new Set(contract.provider.endingRecords?.(contract.content).map(recordKey));
  const recordsHeld = ({ id: zoneId = '', part, records = [] }: TerraformHeld) =>
    records.flatMap((record) =>
      ending.has(recordKey({ zoneId, ...record }))
        ? [{ kind: 'dns-record', id: dnsRecordSaid(record), ...(part === true ? {} : { untold: true as const }) }]
        : [],
    );
  return {
    contract: contract.name,
    examined,
    held: objects.flatMap((held) => {
      const { address, kind, id, records } = held;
      // A zone does not end with a contract: only its records do.
      if (records !== undefined) return recordsHeld(held).map((one) => ({ address, ...one }));
      return kind !== undefined && id !== undefined && own.has(`${kind} ${id}`) ? [{ address, kind, id }] : [];
    }),
  };
}

const recordKey = ({ zoneId, ...record }: DnsRecord & { readonly zoneId: string }): string =>
  `${zoneId} ${dnsRecordSaid(record)}`;
