// What can be looked at and changed through the Sakura Cloud API, as data. No I/O here: scripts/ builds these.
// Source of paths and states: the API's own names, facts §2–§6 (API v1.1).
import type { Command, Target } from '../port.ts';

export const SAKURA_API = 'sakura-api';

/** Objects with a zone, except `account`. A `set` is several objects of one kind and zone. `references`, `copies`, `sweep` are read-only looks over many objects. */
export type SakuraKind =
  | 'account'
  | 'server'
  | 'disk'
  | 'archive'
  | 'auto-backup'
  | 'interface'
  | 'switch'
  | 'router'
  | 'subnet'
  | 'ipv6-net'
  | 'ptr'
  | 'packet-filter'
  | 'set'
  | 'dns-zone'
  | 'references'
  | 'copies'
  | 'sweep';

/** A record of a DNS zone, as the API has it: `name` within the zone (`@` for itself), numbers of MX and SRV inside `data`. */
export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  readonly data: string;
}

/** `vpn A 203.0.113.4`: one record, for people and for comparison. */
export const dnsRecordSaid = ({ name, type, data }: DnsRecord): string => `${name} ${type} ${data}`;

/** What the contract expects of the object; a difference makes the observation `foreign`. */
export interface SakuraExpect {
  readonly name?: string;
  /** account only */
  readonly memberCode?: string;
  /** subnet and ipv6-net: `network/len`. */
  readonly network?: string;
  /** disk: the server that may hold it. */
  readonly serverId?: string;
  /** subnet and ipv6-net: the router they belong to (needed to delete them). */
  readonly routerId?: string;
  /** router: its switch half. */
  readonly switchId?: string;
  /** dns-zone: its domain. */
  readonly domain?: string;
  /** dns-zone: the records that end. */
  readonly records?: readonly DnsRecord[];
  /** server: its disks; used to find it again when its id was renewed. */
  readonly diskIds?: readonly string[];
  /**
   * Ids of other objects that the contract knows: one of them under the same name is not this object under a new id,
   * and (references) what they name themselves is no reference.
   */
  readonly ownIds?: readonly string[];
}

type Args = { kind: SakuraKind; id: string; zone?: string; expect?: SakuraExpect; label?: string };

export function sakuraTarget({ kind, id, zone, expect = {}, label }: Args): Target {
  return {
    executor: SAKURA_API,
    kind,
    id,
    ...(zone === undefined ? {} : { zone }),
    expect: JSON.parse(JSON.stringify(expect)) as Target['expect'],
    label: label ?? `${kind} ${expect.name ?? id}${expect.name === undefined ? '' : ` (${id})`}`,
  };
}

/** Objects of one kind and zone that are deleted from one plan of Terraform's; `name` differs when the members do. */
export function setTarget(name: string, zone: string, members: readonly Target[]): Target {
  const listed = members.map(({ kind, id, expect }) => ({ kind, id, expect }));
  return {
    executor: SAKURA_API,
    kind: 'set',
    id: name,
    zone,
    expect: { members: listed },
    label: members.map(({ label }) => label).join(', '),
  };
}

/** What the stage that deletes it is called, and its state: the same for every attempt. */
export const stageNameOf = ({ kind, id }: Target): string => (kind === 'set' ? id : `${kind}.${id}`);

/** The members of a set, as targets of their own; any other target itself. */
export function membersOf(target: Target): readonly Target[] {
  if (target.kind !== 'set') return [target];
  const members = target.expect['members'] as unknown as readonly {
    kind: SakuraKind;
    id: string;
    expect: SakuraExpect;
  }[];
  return members.map((member) =>
    sakuraTarget({ ...member, ...(target.zone === undefined ? {} : { zone: target.zone }) }),
  );
}

/**
 * | verb | target | API call |
 * | --- | --- | --- |
 * | `remove-tag` {tag} | server | PUT server/:id with the other tags |
 * | `shut-down` | server | DELETE server/:id/power |
 * | `force-stop` | server | DELETE server/:id/power {Force:true} |
 * | `disconnect` | interface | DELETE interface/:id/to/switch |
 * | `clear-ptr` | ptr | PUT ipaddress/:ip {HostName:""} |
 * | `delete` | server, disk, archive, auto-backup, switch, router, subnet, ipv6-net, packet-filter | DELETE |
 * | `delete` {subnets, ipv6Nets} | router | DELETE internet/:id, unless it has blocks (ids) that are not listed |
 * | `delete` | set | one plan of Terraform's with exactly these deletions; never by the API |
 * | `remove-records` | dns-zone | PUT commonserviceitem/:id with the other records and the SettingsHash of what was read |
 * | `disconnect` | disk | DELETE disk/:id/to/server |
 */
export type SakuraVerb =
  'remove-tag' | 'shut-down' | 'force-stop' | 'disconnect' | 'clear-ptr' | 'remove-records' | 'delete';

export function sakuraCommand(verb: SakuraVerb, target: Target, args: Command['args'] = {}): Command {
  return { target, verb, args };
}

/**
 * Facts of an observation, by kind. Ids are strings. Every kind has `name` where the object has one. What the API
 * leaves empty is null. `renewedId` is added where a plan or bandwidth change has given the object another id: it was
 * found by its `@previous-id` tag, and `id` is the new one too.
 * - account: `id, code, name, memberCode, permission, penalty, dateSkewMs` (API `Date`, whole seconds, minus our clock; null without a `Date`)
 * - server: `id, name, autoReboot: boolean, power: 'up'|'down'|'cleaning'|'unknown', availability, tags[], diskIds[], interfaces[{id, mac, ip, userIp, switchId, switchScope, packetFilterId}], plan`
 * - disk: `id, name, availability, serverId, serverName, sourceDiskId, sourceArchiveId, bundle: {name, hostClass, serviceClass} | null`
 * - archive: `id, name, availability, scope, sourceDiskId, sourceArchiveId`
 * - auto-backup: `id, name, diskId`
 * - interface: `id, serverId, switchId, userIp, packetFilterId`
 * - switch: `id, name, serverCount, applianceCount, routerId, bridgeId, hybrid, serverIds[]`
 * - router: `id, name, switchId, subnets[{id, network, nextHop}] (additional blocks only), primarySubnets[{id, network}], ipv6Nets[{id, prefix}], attachedServerIds[], applianceIds[]`
 * - subnet: `id, network, nextHop, routerId, switchId, addresses[]`
 * - ipv6-net: `id, prefix, routerId`
 * - ptr: `ip, hostName, interfaceId, subnetId`
 * - packet-filter: `id, name, interfaceIds[]`
 * - set: `left[]`, the ids of members that are still there; absent when all are, foreign when one is, unknown when one is
 * - dns-zone: `id, domain, records` (how many), `left[]`: which of `expect.records` it still has, each as `vpn A 203.0.113.4`
 * - references (id = an IP address, `network/len` or a switch id): `references[{what, id, name, detail}]`; `what` as a waiver names it:
 *   `dns:example.com/www/A`, `simple-monitor:N`, `gslb:N`, `elb:N`, `local-router:N`, `load-balancer:N`, `vpc-router:N`, `mobile-gateway:N`,
 *   `database:N`, `nfs:N`, `server:N/nic0`, and of a switch also `bridge:N`, `hybrid-connection:ID`, `interface:ID`. `id` is the naming object's:
 *   the contract's own server is among them, unless `expect.ownIds` has it.
 * - copies (id = a disk id): `copies[{kind: 'archive'|'disk'|'auto-backup', id, name, zone}]` in every contract zone, recursively
 * - sweep (id = comma-joined names): `hits[{kind, id, name, zone}]`: what still carries the names, `expect.ids` or their `@previous-id` tags, without `expect.ignoreIds`
 *
 * Absent (J5) is: the right account, an unrestricted key, every contract zone listed, something readable in the target's
 * zone, the id reads the API's own 404 `not_found`, and in no contract zone a list of its kind has its id, its tag or its name. Beyond that:
 * - server: none holds one of `diskIds`; disk: no server lists it; interface: no server lists it (it has no name)
 * - switch: no server is on it; packet-filter: no interface uses it; router: no router has `switchId`, and that switch reads 404
 * - subnet, ipv6-net: no list has the same network, no router lists the id (they have no names)
 * - ptr: the *address* is held nowhere: no address list or server has it, no router routes its block
 * A list that still has the id while it reads 404 is `unknown` (`still-listed`).
 */
export type SakuraFactsNote = never;
