// What the contract names, as targets of the CloudStack API. Ids come from what was seen or from the journal; nothing here
// makes one up: before anything was looked at the name stands in for it, and such a target is never asked about.
import { cloudStackTarget, type CloudStackKind } from '../../src/executors/cloudstack-api/command.ts';
import type { Target } from '../../src/executors/port.ts';
import type { ApiContract } from './contract.ts';

/** An object's id with the name, or the address, by which the contract knows it. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

export const accountTarget = ({ api: { zone, account } }: ApiContract): Target =>
  cloudStackTarget({
    kind: 'account',
    id: zone,
    expect: account === undefined ? {} : { name: account },
    label: account === undefined ? `the key’s account in ${zone}` : `account ${account}`,
  });

/** What of the account bears these names now; volumes and snapshots that are to stay are left out. */
function estateOf({ api: { storage } }: ApiContract, names: readonly string[], addresses: readonly string[]): Target {
  const kept = storage.filter(({ fate }) => fate === 'keep').map(({ id }) => id);
  return cloudStackTarget({
    kind: 'estate',
    id: [...names, ...addresses].join(','),
    expect: { names, addresses, ids: kept },
    label: `what bears the names ${[...names, ...addresses].join(', ')}`,
  });
}

/** Everything that the contract names. */
export const estateTarget = (contract: ApiContract): Target => estateOf(contract, contract.servers, contract.addresses);

export const serversTarget = (contract: ApiContract): Target => estateOf(contract, contract.servers, []);

export const addressesTarget = (contract: ApiContract): Target => estateOf(contract, [], contract.addresses);

export const machineTarget = ({ id, name }: Named): Target =>
  cloudStackTarget({ kind: 'vm', id, expect: { name }, label: `server ${name} (${id})` });

export const addressTarget = ({ id, name }: Named): Target =>
  cloudStackTarget({ kind: 'ip-address', id, expect: { address: name }, label: `address ${name} (${id})` });

export const staticNatTarget = ({ id, name }: Named): Target =>
  cloudStackTarget({ kind: 'static-nat', id, expect: { address: name }, label: `static NAT of ${name}` });

/** `addressId`: unknown where the address is gone, and only the journal still knows the rule. */
export const ruleTarget = (kind: CloudStackKind, id: string, address: string, addressId: string | undefined): Target =>
  cloudStackTarget({
    kind,
    id,
    expect: addressId === undefined ? {} : { addressId },
    label: `${kind} ${id} of ${address}`,
  });

export const storageTarget = ({ kind, id, name }: ApiContract['api']['storage'][number]): Target =>
  cloudStackTarget({ kind, id, expect: { name } });
