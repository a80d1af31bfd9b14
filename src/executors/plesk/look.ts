// One look at the server: what it reads is kept only until the look is over, so that one observation is one pass. It is where
// "this server is the contract's" is asked, before anything is said of an object.
import { type KaiyakuError, refusal } from '../../base/errors.ts';
import { remember } from '../../base/remember.ts';
import type { LookContext } from '../port.ts';
import { type PleskDoor, readOutput, tryRead } from './door.ts';
import { type PleskAddress, readAddresses } from './read-addresses.ts';
import { type DomainInfo, readDomain } from './read-domain.ts';
import { readNames } from './read-names.ts';
import { readZone, type ZoneRecord } from './read-zone.ts';

export interface PleskParts {
  readonly door: PleskDoor;
  /** 本体IPアドレス: by it the server is known. */
  readonly mainAddress: string;
}

/** Everything that carries a name, by the list that shows it. */
export interface Names {
  readonly domains: ReadonlySet<string>;
  readonly subscriptions: ReadonlySet<string>;
  readonly sites: ReadonlySet<string>;
}

export interface Look {
  /** The server's addresses, whosever it is. */
  anyAddresses(): Promise<readonly PleskAddress[]>;
  /** Refusal `R07` unless the main address is one of them. */
  addresses(): Promise<readonly PleskAddress[]>;
  /** All three lists, read whole, of the contract's server. */
  names(): Promise<Names>;
  info(name: string): Promise<DomainInfo>;
  zone(name: string): Promise<readonly ZoneRecord[]>;
  lacking(): Promise<readonly string[]>;
}

/** What this executor calls. */
const UTILITIES = ['ipmanage', 'domain', 'subscription', 'site', 'dns', 'pleskbackup', 'pleskrestore'] as const;

export function startLook({ door, mainAddress }: PleskParts, ctx: LookContext): Look {
  const once = remember();
  const output = (utility: string, ...params: string[]) => readOutput(door, utility, params, ctx);
  const list = async (utility: string) => new Set(readNames(await output(utility, '--list'), `${utility} --list`));
  const look: Look = {
    anyAddresses: () => once('addresses', async () => readAddresses(await output('ipmanage', '--ip_list'))),
    addresses: async () => {
      const all = await look.anyAddresses();
      if (!all.some(({ address }) => address === mainAddress)) throw otherServer(mainAddress, all);
      return all;
    },
    names: () =>
      once('names', async () => {
        await look.addresses();
        // One after the other: what is created meanwhile is in a later list, what is renamed in none.
        const domains = await list('domain');
        const subscriptions = await list('subscription');
        return { domains, subscriptions, sites: await list('site') };
      }),
    info: (name) => once(`info ${name}`, async () => readDomain(await output('domain', '--info', name), name)),
    zone: (name) => once(`zone ${name}`, async () => readZone(await output('dns', '--info', name), name)),
    lacking: () =>
      once('lacking', () => tryRead(ctx, 'the list of utilities', () => door.lacking(UTILITIES, ctx.signal))),
  };
  return look;
}

function otherServer(mainAddress: string, all: readonly PleskAddress[]): KaiyakuError {
  return refusal('R07', `the Plesk server that answers does not have ${mainAddress}`, {
    why: 'a domain of another server may bear the same name',
    next: 'correct plesk or mainIp in the contract; ipmanage --ip_list on the server shows its addresses',
    facts: { expected: mainAddress, found: all.map(({ address }) => address) },
  });
}
