// What can be looked at and changed through a CloudStack API, as data. No I/O here, and nothing that decides when.
// Source of names and states: the API's own names, facts §1 (server 4.x; the provider's version is asked, never assumed).
import type { Command, Target } from '../port.ts';

/** Name of the executor, as targets carry it. */
export const CLOUDSTACK_API = 'cloudstack-api';

/** Objects by their UUID, except `account`. `rules`, `estate` and `leftovers` are read-only looks over many objects. */
export type CloudStackKind =
  | 'account'
  | 'vm'
  | 'volume'
  | 'snapshot'
  | 'ip-address'
  | 'static-nat'
  | 'firewall-rule'
  | 'port-forwarding-rule'
  | 'load-balancer-rule'
  | 'rules'
  | 'estate'
  | 'leftovers';

/** What the contract expects; a difference makes the observation `foreign`. */
export interface CloudStackExpect {
  /** vm, volume, snapshot: its name; account: the account's name. */
  readonly name?: string;
  /** ip-address, static-nat: the address itself. */
  readonly address?: string;
  /** Rules: the UUID of their address. */
  readonly addressId?: string;
  /** volume: the machine that may hold it; snapshot: its volume is `volumeId`. */
  readonly vmId?: string;
  readonly volumeId?: string;
  /** leftovers: UUIDs that the contract names, which are therefore not left over; estate: volumes and snapshots that stay. */
  readonly ids?: readonly string[];
  /** estate: machines by name, addresses by themselves. */
  readonly names?: readonly string[];
  readonly addresses?: readonly string[];
}

type Args = { kind: CloudStackKind; id: string; expect?: CloudStackExpect; label?: string };

/** A target of this executor; `expect` is copied as plain JSON. */
export function cloudStackTarget({ kind, id, expect = {}, label }: Args): Target {
  const name = expect.name ?? expect.address;
  return {
    executor: CLOUDSTACK_API,
    kind,
    id,
    expect: JSON.parse(JSON.stringify(expect)) as Target['expect'],
    label: label ?? `${kind} ${name ?? id}${name === undefined ? '' : ` (${id})`}`,
  };
}

/**
 * | verb | target | API call |
 * | --- | --- | --- |
 * | `stop` | vm | stopVirtualMachine, never forced |
 * | `destroy` | vm | destroyVirtualMachine, never with `expunge`: the machine is then `Destroyed`, not gone |
 * | `expunge` | vm that is `Destroyed` | expungeVirtualMachine |
 * | `detach` | volume | detachVolume |
 * | `delete` | detached data volume, snapshot | deleteVolume, deleteSnapshot |
 * | `delete-rule` | firewall-, port-forwarding-, load-balancer-rule | delete…Rule |
 * | `disable-static-nat` | static-nat | disableStaticNat |
 * | `release-address` | ip-address without rules that is not the source-NAT address | disassociateIpAddress |
 */
export type CloudStackVerb =
  'stop' | 'destroy' | 'expunge' | 'detach' | 'delete' | 'delete-rule' | 'disable-static-nat' | 'release-address';

/** One change of one target. */
export function cloudStackCommand(verb: CloudStackVerb, target: Target, args: Command['args'] = {}): Command {
  return { target, verb, args };
}

/**
 * Facts of an observation, by kind. What the API leaves out is null. Every object has `pendingJob` (UUID or null).
 * - account: `name, type: 'user'|'root-admin'|'domain-admin', version, zoneId, mayExpunge, seesDestroyed, mayForceStop, dateSkewMs`
 * - vm: `id, name, state, deleteProtected, networkIds[], publicAddress`
 * - volume: `id, name, type: 'ROOT'|'DATADISK', state, vmId, deleteProtected`; snapshot: `id, name, state, volumeId`
 * - ip-address: `id, address, state, sourceNat, staticNat, system, portable, vmId, networkId, rules[{kind, id}]`
 * - static-nat (id of its address): `address, vmId`; rules: `id, addressId`
 * - rules (id of an address): `rules[{kind, id, detail}]`, static NAT among them
 * - estate (id is any name): what bears the contract's names now, before or after ids are known. `seesDestroyed`,
 *   `machines[{id, name, state, deleteProtected}]`, `addresses[{id, address, sourceNat, system, portable, rules[]}]`,
 *   `storage[{kind: 'volume'|'snapshot', id, name, detail}]`: data volumes on these machines or named after them, and
 *   snapshots of such volumes or named after the machines; none that `expect.ids` names. `hits[]`: all of these in one list
 * - leftovers (id is any name): `hits[{kind: 'vm'|'volume'|'snapshot'|'ip-address', id, name, detail}]` that `expect.ids` does not name;
 *   a source-NAT address is none, because it goes with its network
 *
 * A vm is present in every state that a list shows, `Destroyed` and `Expunging` included. Absent is: the contract's
 * account and zone, every page of the list with and without projects read, the UUID in neither, and no other list that
 * still names it (`still-listed`). For a vm also: the key is able to see destroyed machines (else unknown, `cannot-see-destroyed`).
 */
export type CloudStackFactsNote = never;
