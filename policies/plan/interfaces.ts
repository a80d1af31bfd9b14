// What an update of a server does to its interfaces: the one update that a plan may hold. Anything that is not plainly
// "off the switch of a router that ends" is named as what it is.
import type { Json } from '../../src/base/canonical-json.ts';
import type { TerraformChange } from '../../src/executors/terraform/command.ts';
import { textSaid } from './said.ts';

/** What both providers write for an interface that is connected to nothing. */
export const DISCONNECTED = 'disconnect';

/** The provider computes these again whenever an interface changes. */
const COMPUTED: ReadonlySet<string> = new Set([
  'network_interface',
  'ip_address',
  'gateway',
  'netmask',
  'network_address',
  'dns_servers',
]);

type Interface = Readonly<Record<string, Json>>;

/** Why this update of a server is more than detaching; empty when it only detaches. */
export function beyondDetaching(change: TerraformChange, switchIds: ReadonlySet<string>): string[] {
  const others = change.changed.filter((name) => !COMPUTED.has(name));
  if (others.length > 0) return others.map((name) => `changes ${name}`);
  if (!change.changed.includes('network_interface')) return ['updates no interface'];
  const before = listOf(change.before['network_interface']);
  const after = listOf(change.after['network_interface']);
  if (before === undefined || after === undefined) return ['changes interfaces that the plan does not show'];
  if (after.length > before.length) return ['adds an interface'];
  const unknown = listOf(change.afterUnknown['network_interface']) ?? [];
  if (change.afterUnknown['network_interface'] === true) return ['changes interfaces to what is not known yet'];
  return before.flatMap((nic, at) => interfaceChange(nic, after[at], unknown[at], switchIds, at));
}

function interfaceChange(
  before: Interface,
  after: Interface | undefined,
  unknown: Interface | undefined,
  switchIds: ReadonlySet<string>,
  at: number,
): string[] {
  const from = before['upstream'];
  const to = after === undefined ? DISCONNECTED : after['upstream'];
  if (unknown?.['upstream'] === true) return [`connects interface ${at} to what is not known yet`];
  if (after !== undefined && to === from) {
    const same = ['packet_filter_id', 'user_ip_address'].every(
      (name) => (before[name] ?? '') === (after[name] ?? '') && unknown?.[name] !== true,
    );
    return same ? [] : [`changes interface ${at}, which stays connected`];
  }
  if (to !== DISCONNECTED) return [`connects interface ${at} to ${textSaid(to)}`];
  if (typeof from === 'string' && switchIds.has(from)) return [];
  return [`takes interface ${at} off ${textSaid(from)}, which is no router of the contract whose turn has come`];
}

function listOf(value: Json | undefined): readonly Interface[] | undefined {
  return Array.isArray(value)
    ? value.map((one) => (typeof one === 'object' && one !== null ? (one as Interface) : {}))
    : undefined;
}
