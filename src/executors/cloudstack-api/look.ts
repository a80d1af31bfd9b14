// One look at the account: what it reads is kept only until the look is over, so that one observation is one pass.
// It is where "the account and zone are the contract's" and "this key is able to see" are asked.
import type { Clock } from '../../base/clock.ts';
import { providerError, refusal } from '../../base/errors.ts';
import { remember } from '../../base/remember.ts';
import type { LookContext } from '../port.ts';
import type { CloudStackClient } from './client.ts';
import { badResponse, isRow, readFlag, readId, readRow, readText, type Row, textOrNull } from './shapes.ts';

/** What the contract says of the API: the zone's name, and the account's where it is known. */
export interface ContractPlace {
  readonly zone: string;
  readonly account?: string;
}

export interface LookParts {
  readonly client: CloudStackClient;
  readonly place: ContractPlace;
}

export interface Account {
  readonly name: string;
  readonly type: 'user' | 'root-admin' | 'domain-admin';
  readonly version: string;
  readonly zoneId: string;
  readonly mayExpunge: boolean;
  readonly seesDestroyed: boolean;
  readonly mayForceStop: boolean;
  readonly dateSkewMs: number | null;
}

/** The lists of objects, by the command that gives them, with the key of their rows (not derivable from the command). */
export const LISTS = {
  vm: ['listVirtualMachines', 'virtualmachine'],
  volume: ['listVolumes', 'volume'],
  snapshot: ['listSnapshots', 'snapshot'],
  'ip-address': ['listPublicIpAddresses', 'publicipaddress'],
  'firewall-rule': ['listFirewallRules', 'firewallrule'],
  'port-forwarding-rule': ['listPortForwardingRules', 'portforwardingrule'],
  'load-balancer-rule': ['listLoadBalancerRules', 'loadbalancerrule'],
} as const;

export type ListName = keyof typeof LISTS;

export interface Look {
  readonly clock: Clock;
  /** A whole list of the account, without and with projects; each row once. Asked once a look. */
  all(list: ListName): Promise<readonly Row[]>;
  /** Refusal `R06` unless the contract's account answers; `provider` `zone-not-listed`. Asked once a look. */
  account(): Promise<Account>;
}

export function startLook({ client, place }: LookParts, ctx: LookContext): Look {
  const once = remember();
  return {
    clock: ctx.clock,
    all: (list) => once(list, () => readEverywhere(client, list, ctx)),
    account: () => once('account', () => readAccount(client, place, ctx)),
  };
}

/** Objects of a project are in no list that does not ask for projects. */
async function readEverywhere(client: CloudStackClient, name: ListName, ctx: LookContext): Promise<readonly Row[]> {
  const [command, rowKey] = LISTS[name];
  const own = await client.list(command, rowKey, { listall: 'true' }, ctx);
  const projects = await client.list(command, rowKey, { listall: 'true', projectid: '-1' }, ctx);
  return [...new Map([...own, ...projects].map((row) => [readId(row, 'id'), row])).values()];
}

const ACCOUNT_TYPES = ['user', 'root-admin', 'domain-admin'] as const;

async function readAccount(client: CloudStackClient, place: ContractPlace, ctx: LookContext): Promise<Account> {
  const capability = readRow((await client.read('listCapabilities', {}, ctx))['capability'], 'capability');
  const accounts = await client.list('listAccounts', 'account', {}, ctx);
  const [row] = accounts;
  // An administrator may see several; which of them the key belongs to is then not told.
  const own = place.account === undefined ? row : accounts.find(({ name }) => name === place.account);
  if (row === undefined) throw badResponse('listAccounts shows no account');
  if (own === undefined)
    throw wrongAccount(
      place.account!,
      accounts.map((one) => readText(one, 'name')),
    );
  const type = ACCOUNT_TYPES[own['accounttype'] as number];
  if (type === undefined) throw badResponse(`accounttype is ${JSON.stringify(own['accounttype'])}`);
  const admin = type !== 'user';
  return {
    name: readText(own, 'name'),
    type,
    version: textOrNull(capability, 'cloudstackversion') ?? 'unknown',
    zoneId: await findZone(client, place.zone, ctx),
    mayExpunge: admin || readFlag(capability, 'allowuserexpungerecovervm'),
    seesDestroyed: admin || readFlag(capability, 'allowuserviewdestroyedvm'),
    mayForceStop: admin || readFlag(capability, 'allowuserforcestopvm'),
    dateSkewMs: client.skewMs(),
  };
}

async function findZone(client: CloudStackClient, name: string, ctx: LookContext): Promise<string> {
  const zones = await client.list('listZones', 'zone', {}, ctx);
  const zone = zones.find((row) => isRow(row) && row['name'] === name);
  if (zone !== undefined) return readId(zone, 'id');
  throw providerError('zone-not-listed', `the API does not list the zone ${name}`, {
    class: 'permanent',
    why: 'a zone that cannot be seen cannot be said to be empty',
    next: 'correct the zone in the contract',
    facts: { listed: zones.map((row) => row['name']) },
  });
}

function wrongAccount(expected: string, found: readonly string[]) {
  return refusal('R06', `the API key belongs to account ${found.join(', ')}, not to ${expected}`, {
    why: 'objects of one account mean nothing in another',
    next: 'use the key of the contract’s account, or correct it in the contract',
    facts: { expected, found },
  });
}
