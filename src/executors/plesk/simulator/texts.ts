// What the utilities print, from the world. Column widths are Plesk's own where they are known; see README.md.
import type { Site, Subscription, WorldState, Zone } from './world.ts';

const KEY_COLUMNS = 40;
const line = (key: string, value: string): string => `${`${key}:`.padEnd(KEY_COLUMNS)}${value}`;
const heading = (text: string): string => `${text}\n=============================`;

/** Sites, main domains included, whose web is on an address. */
export const hostingOn = ({ subscriptions }: WorldState, address: string): number =>
  subscriptions.filter(({ web }) => web.includes(address)).reduce((sum, { sites }) => sum + 1 + sites.length, 0);

export function addressList(world: WorldState): string {
  const rows = world.addresses.map(
    ({ address, interface: name, mask, type, clients }) =>
      `  0     ${type}   ${`${name}:${address}/${mask}`.padEnd(40)} ${clients}       ${hostingOn(world, address)}       `,
  );
  return ['State Type IP                                       Clients Hosting PublicIP', ...rows, ''].join('\n');
}

export const nameList = (names: readonly string[]): string => names.map((name) => `${name}\n`).join('');

/** Of a subscription's main domain, or of an add-on domain of it. */
export function domainInfo(subscription: Subscription, site?: Site): string {
  const name = site?.name ?? subscription.name;
  const hosting = site?.hosting ?? subscription.hosting;
  return [
    heading('General'),
    line('Domain name', name),
    line('Owner’s contact name'.replace('’', "'"), subscription.owner),
    line('Domain status', 'OK'),
    line('Creation date', 'Apr 10, 2025'),
    '',
    heading('Hosting'),
    line('Hosting type', hosting),
    ...(hosting === 'None' ? [] : [line('IP Address', subscription.web.join(', '))]),
    ...(hosting === 'Physical hosting'
      ? [line('FTP Login', subscription.systemUser), line('FTP Password', '************')]
      : []),
    '',
    heading('Mail Accounts'),
    line('Mail service', 'On'),
    line('Total ', '3'),
    '',
    `SUCCESS: Gathering information for '${name}' complete`,
    '',
  ].join('\n');
}

export function zoneInfo({ name, records }: Zone): string {
  const lines = records.map((record) => `${record.name} ${record.type} ${record.value}`);
  return [...lines, `SUCCESS: Getting information for Domain '${name}' complete`, ''].join('\n');
}
