// What each kind of object is in the API's lists: its facts, what makes it another one, and which other list still names
// one that its own list no longer has. Nothing here writes, and nothing here says "absent".
import type { JsonObject } from '../../base/canonical-json.ts';
import type { Difference, Target } from '../port.ts';
import type { CloudStackExpect } from './command.ts';
import type { ListName, Look } from './look.ts';
import { RULE_ADDRESS_KEYS, type RuleKind, rulesOf } from './rules.ts';
import { readFlag, readId, readRows, readText, type Row, textOrNull } from './shapes.ts';

export interface ObjectKind {
  readonly list: ListName;
  facts(row: Row, look: Look): Promise<JsonObject>;
  /** Fact and expectation that say whether it is the contract's. */
  readonly identity: readonly (readonly [fact: string, expected: keyof CloudStackExpect])[];
  /** The fact by which it would be found again under another id. */
  readonly sameAs?: readonly [rowKey: string, expected: keyof CloudStackExpect];
  /** Lists that name it, by the key they name it with. */
  readonly namedIn: readonly (readonly [list: ListName, rowKey: string])[];
}

/** The expectations of a target; `expect` is plain JSON there. */
export const expectOf = (target: Target): CloudStackExpect => target.expect;

/** A job that the API says is running on the object. */
export function pendingJob(row: Row): string | null {
  return row['jobstatus'] === 0 ? textOrNull(row, 'jobid') : null;
}

const named = (row: Row) => ({ id: readId(row, 'id'), name: textOrNull(row, 'name'), pendingJob: pendingJob(row) });

const vm: ObjectKind = {
  list: 'vm',
  identity: [['name', 'name']],
  sameAs: ['name', 'name'],
  namedIn: [
    ['volume', 'virtualmachineid'],
    ['ip-address', 'virtualmachineid'],
  ],
  facts: (row) =>
    Promise.resolve({
      ...named(row),
      state: readText(row, 'state'),
      deleteProtected: readFlag(row, 'deleteprotection'),
      networkIds: nicsOf(row).map((nic) => textOrNull(nic, 'networkid')),
      publicAddress: textOrNull(row, 'publicip'),
    }),
};

/** A `Destroyed` machine may have none. */
function nicsOf(row: Row): readonly Row[] {
  return row['nic'] === undefined || row['nic'] === null ? [] : readRows(row['nic'], 'nic');
}

const volume: ObjectKind = {
  list: 'volume',
  identity: [
    ['name', 'name'],
    ['vmId', 'vmId'],
  ],
  namedIn: [],
  facts: (row) =>
    Promise.resolve({
      ...named(row),
      type: readText(row, 'type'),
      state: readText(row, 'state'),
      vmId: textOrNull(row, 'virtualmachineid'),
      deleteProtected: readFlag(row, 'deleteprotection'),
    }),
};

const snapshot: ObjectKind = {
  list: 'snapshot',
  identity: [
    ['name', 'name'],
    ['volumeId', 'volumeId'],
  ],
  namedIn: [],
  facts: (row) =>
    Promise.resolve({ ...named(row), state: textOrNull(row, 'state'), volumeId: textOrNull(row, 'volumeid') }),
};

const address: ObjectKind = {
  list: 'ip-address',
  identity: [['address', 'address']],
  sameAs: ['ipaddress', 'address'],
  namedIn: [
    ['firewall-rule', 'ipaddressid'],
    ['port-forwarding-rule', 'ipaddressid'],
    ['load-balancer-rule', 'publicipid'],
  ],
  facts: async (row, look) => ({
    id: readId(row, 'id'),
    pendingJob: pendingJob(row),
    address: readText(row, 'ipaddress'),
    state: textOrNull(row, 'state'),
    sourceNat: readFlag(row, 'issourcenat'),
    staticNat: readFlag(row, 'isstaticnat'),
    system: readFlag(row, 'issystem'),
    portable: readFlag(row, 'isportable'),
    vmId: textOrNull(row, 'virtualmachineid'),
    networkId: textOrNull(row, 'associatednetworkid') ?? textOrNull(row, 'networkid'),
    rules: (await rulesOf(readId(row, 'id'), look)).map(({ kind, id }) => ({ kind, id })),
  }),
};

const rule = (list: RuleKind): ObjectKind => ({
  list,
  identity: [['addressId', 'addressId']],
  namedIn: [],
  facts: (row) =>
    Promise.resolve({
      id: readId(row, 'id'),
      addressId: textOrNull(row, RULE_ADDRESS_KEYS[list]),
      pendingJob: pendingJob(row),
    }),
});

const KINDS: Readonly<Record<string, ObjectKind>> = {
  vm,
  volume,
  snapshot,
  'ip-address': address,
  'firewall-rule': rule('firewall-rule'),
  'port-forwarding-rule': rule('port-forwarding-rule'),
  'load-balancer-rule': rule('load-balancer-rule'),
};

/** Undefined for kinds that are no objects of their own. */
export const objectKind = (kind: string): ObjectKind | undefined => KINDS[kind];

/** What of the facts is not as the contract says. */
export function differencesOf(facts: JsonObject, expect: CloudStackExpect, kind: ObjectKind): readonly Difference[] {
  return kind.identity.flatMap(([fact, key]) => {
    const expected = expect[key];
    const found = facts[fact];
    // A volume that was detached is still the contract's volume.
    if (typeof expected !== 'string' || found === expected || (fact === 'vmId' && found === null)) return [];
    return [{ what: fact, expected, found: typeof found === 'string' ? found : 'none' }];
  });
}
