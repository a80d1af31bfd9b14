// The web server of a rehearsed server: a site a domain on the additional address, and a stranger's on the main one. Its access log
// begins before anybody could ask for quiet. Pure.
import { sitesOf, type ServerEstate } from './server-estate.ts';
import { STRANGER } from './server-zones.ts';

type Kind = Exclude<ServerEstate['server']['web'], 'none'>['kind'];

/** What a request to that site is answered with. */
export const answerOf = (domain: string): string => `http://site-of.${domain}/`;

/** What stands in the main file of addresses. */
export const listensOf = (kind: Kind, { additionalIp, mainIp }: ServerEstate, port: number): string =>
  kind === 'apache' ? [mainIp, additionalIp].map((address) => `Listen ${address}:${port}`).join('\n') : '';

/** By their names beside the main file. */
export function siteFilesOf(kind: Kind, estate: ServerEstate, port: number): Record<string, string> {
  const all = [
    ...sitesOf(estate).map(({ name }) => [name, estate.additionalIp] as const),
    [STRANGER, estate.mainIp] as const,
  ];
  return Object.fromEntries(
    all.map(([name, address]) => [`sites/${name}.conf`, SITES[kind](name, `${address}:${port}`)]),
  );
}

const SITES: Readonly<Record<Kind, (name: string, at: string) => string>> = {
  apache: (name, at) =>
    `<VirtualHost ${at}>\n  ServerName ${name}\n  ServerAlias www.${name}\n  Redirect / ${answerOf(name)}\n</VirtualHost>\n`,
  nginx: (name, at) =>
    `server {\n  listen ${at};\n  server_name ${name} www.${name};\n  return 302 ${answerOf(name)};\n}\n`,
};

const MS_PER_HOUR = 3_600_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Its last visitors before a quiet time that ends at `nowMs`. */
export function logOf({ additionalIp, mainIp, server }: ServerEstate, nowMs: number): string {
  const at = new Date(nowMs - (server.quietHours + 1) * MS_PER_HOUR).toISOString();
  const day = `${at.slice(8, 10)}/${MONTHS[Number(at.slice(5, 7)) - 1]}/${at.slice(0, 4)}:${at.slice(11, 19)} +0000`;
  return [mainIp, additionalIp].map((address) => `${address} 192.0.2.9 [${day}] "GET / HTTP/1.1" 302\n`).join('');
}
