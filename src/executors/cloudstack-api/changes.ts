// Which call carries a verb out, and in which states of its target it may be sent at all. Pure. The rules that the API
// itself would not keep stand here: no expunge by way of a destroy, no source-NAT address, no address with rules.
import type { JsonObject } from '../../base/canonical-json.ts';
import { bugError, type KaiyakuError, providerError } from '../../base/errors.ts';
import type { Command } from '../port.ts';
import type { CloudStackVerb } from './command.ts';
import type { Account } from './look.ts';
import type { Params } from './sign.ts';

/** One call of the API. */
export interface Change {
  readonly api: string;
  readonly params: Params;
}

const CALLS: Readonly<Record<string, readonly [api: string, idParam: string]>> = {
  'stop vm': ['stopVirtualMachine', 'id'],
  'destroy vm': ['destroyVirtualMachine', 'id'],
  'expunge vm': ['expungeVirtualMachine', 'id'],
  'detach volume': ['detachVolume', 'id'],
  'delete volume': ['deleteVolume', 'id'],
  'delete snapshot': ['deleteSnapshot', 'id'],
  'delete-rule firewall-rule': ['deleteFirewallRule', 'id'],
  'delete-rule port-forwarding-rule': ['deletePortForwardingRule', 'id'],
  'delete-rule load-balancer-rule': ['deleteLoadBalancerRule', 'id'],
  'disable-static-nat static-nat': ['disableStaticNat', 'ipaddressid'],
  'release-address ip-address': ['disassociateIpAddress', 'id'],
};

/** The call of a command. Throws `bug` for a verb that its kind does not have. */
export function changeFor({ verb, target }: Command): Change {
  const call = CALLS[`${verb} ${target.kind}`];
  if (call === undefined) throw bugError('unknown-verb', `the CloudStack executor cannot ${verb} a ${target.kind}`);
  return { api: call[0], params: { [call[1]]: target.id } };
}

type Rule = readonly [holds: (facts: JsonObject, account: Account) => boolean, code: string, why: string, next: string];

const CHECK = 'look at it in the console; nothing was sent';

const PROTECTED: Rule = [
  (facts) => facts['deleteProtected'] === true,
  'delete-protected',
  'it is protected against deletion',
  'let a person who knows why it is protected lift the protection',
];

/** Each holds when the verb must not be sent. The first one is the reason given. */
const RULES: Readonly<Record<CloudStackVerb, readonly Rule[]>> = {
  stop: [[stateIsNot('Running'), 'not-running', 'only a running machine is stopped', CHECK]],
  destroy: [
    PROTECTED,
    // The API would answer success and do nothing, or start to expunge one in the state Error.
    [stateIsNot('Running', 'Stopped'), 'wrong-state', 'only a running or stopped machine is destroyed', CHECK],
  ],
  expunge: [
    [stateIsNot('Destroyed'), 'not-destroyed', 'only a destroyed machine is expunged', 'destroy it first'],
    [
      (_, account) => !account.mayExpunge,
      'may-not-expunge',
      'this key has no right to expunge (allow.user.expunge.recover.vm)',
      'do it in the console, or wait until the provider’s expunge delay is over',
    ],
  ],
  detach: [
    [(facts) => facts['vmId'] === null, 'not-attached', 'it is attached to no machine', CHECK],
    [(facts) => facts['type'] === 'ROOT', 'root-volume', 'a ROOT volume goes with its machine', 'expunge the machine'],
  ],
  delete: [
    PROTECTED,
    [(facts) => facts['type'] === 'ROOT', 'root-volume', 'a ROOT volume goes with its machine', 'expunge the machine'],
    [
      (facts) => typeof facts['vmId'] === 'string',
      'volume-attached',
      'it is attached to a machine',
      'detach it, or destroy the machine first',
    ],
  ],
  'delete-rule': [],
  'disable-static-nat': [],
  'release-address': [
    [
      (facts) => facts['sourceNat'] === true,
      'source-nat',
      'it is the source-NAT address of its network and goes with it',
      'leave it alone',
    ],
    [(facts) => facts['system'] === true, 'system-address', 'it is an address of the system', 'leave it alone'],
    [(facts) => facts['portable'] === true, 'portable-address', 'it can be moved to other networks', CHECK],
    [
      (facts) => Array.isArray(facts['rules']) && facts['rules'].length > 0,
      'address-has-rules',
      'static NAT, port forwarding, load balancer or firewall rules still stand on it',
      'remove its rules first',
    ],
  ],
};

function stateIsNot(...states: readonly string[]) {
  return (facts: JsonObject): boolean => !states.some((state) => state === facts['state']);
}

/** Throws `provider` errors of class `permanent`, or `retry` (`job-pending`), when the command must not be sent. */
export function requireSendable({ verb, target }: Command, facts: JsonObject, account: Account): void {
  const pending = facts['pendingJob'];
  if (typeof pending === 'string')
    throw held(target.label, 'job-pending', `job ${pending} is running on it`, 'wait', 'retry');
  const broken = RULES[verb as CloudStackVerb].find(([holds]) => holds(facts, account));
  if (broken === undefined) return;
  const [, code, why, next] = broken;
  throw held(
    `${target.label} (${typeof facts['state'] === 'string' ? facts['state'] : target.kind})`,
    code,
    why,
    next,
    'permanent',
  );
}

function held(label: string, code: string, why: string, next: string, errorClass: 'permanent' | 'retry'): KaiyakuError {
  return providerError(code, `${label}: ${why}`, { class: errorClass, why: 'nothing was sent', next });
}
