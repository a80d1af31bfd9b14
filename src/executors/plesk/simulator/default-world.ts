// A server as a customer of an additional address has it: one domain that is to move, one that is to be deleted, an add-on
// domain, and a domain on the main address that nobody is to touch.
import { templateZone, type Subscription, type WorldState } from './world.ts';

/** Addresses and names of the default world. */
export const DEFAULTS = {
  mainAddress: '203.0.113.20',
  additionalAddress: '203.0.113.77',
  moves: 'example.jp',
  addOn: 'shop.example.jp',
  deleted: 'old-campaign.example',
  stranger: 'other-customer.example',
} as const;

const { mainAddress, additionalAddress, moves, addOn, deleted, stranger } = DEFAULTS;

const subscription = (name: string, address: string, sites: Subscription['sites'] = []): Subscription => ({
  name,
  owner: 'Administrator (admin)',
  systemUser: `${name.split('.')[0]}_u`,
  hosting: 'Physical hosting',
  web: [address],
  mail: [address],
  sites,
});

export const UTILITIES = ['dns', 'domain', 'ipmanage', 'pleskbackup', 'pleskrestore', 'site', 'subscription'];

/** A new copy each time. */
export function defaultWorld(): WorldState {
  const subscriptions = [
    subscription(moves, additionalAddress, [{ name: addOn, hosting: 'Physical hosting' }]),
    subscription(deleted, additionalAddress),
    subscription(stranger, mainAddress),
  ];
  return {
    version: '18.0.60',
    utilities: [...UTILITIES],
    addresses: [mainAddress, additionalAddress].map((address) => ({
      address,
      interface: 'eth0',
      mask: '255.255.255.0',
      type: address === mainAddress ? 'S' : 'E',
      clients: 0,
    })),
    mainAddress,
    subscriptions,
    zones: subscriptions.map(templateZone),
    backups: [],
  };
}
