// The configuration of one web server, and what still uses an address of its machine, as targets; and the changes that are made.
// No I/O here: scripts/ builds these. Source: the documentation of Apache httpd 2.4 (mpm_common, core) and of nginx.
import type { JsonObject } from '../../base/canonical-json.ts';
import type { SshPlace } from '../../base/ssh-place.ts';
import type { Command, Target } from '../port.ts';

export const WEB_SERVER = 'web-server';

export type WebServerKind = 'apache' | 'nginx';

/** Where its configuration lies. */
export interface WebServer {
  readonly server: WebServerKind;
  /** Main configuration files; what they include is read as well. */
  readonly roots: readonly string[];
  /** The machine; none: this one. */
  readonly ssh?: SshPlace;
}

export interface AddressInConfig extends WebServer {
  /** The address that ends. */
  readonly address: string;
  /** The address that goes on; of the same family. */
  readonly to: string;
}

/** Everything in the configuration that names the address. */
export function configTarget({ address, ...expect }: AddressInConfig): Target {
  return target('web-config', address, expect, `${expect.server} configuration that names ${address}`);
}

export interface SiteInConfig extends WebServer {
  readonly domain: string;
}

/** The virtual hosts of one domain and its subdomains. */
export function siteTarget({ domain, ...expect }: SiteInConfig): Target {
  return target('web-site', domain, expect, `${expect.server} virtual hosts of ${domain}`);
}

export interface Traffic {
  readonly address: string;
  readonly to: string;
  /** Access logs whose lines name the local address (Apache `%A`, nginx `$server_addr`). */
  readonly logs: readonly string[];
  /** How far the look reaches back. */
  readonly hours: number;
  readonly ssh?: SshPlace;
}

/** Who still uses the address: connections now, and requests since. Only read. */
export function trafficTarget({ address, ...expect }: Traffic): Target {
  return target('address-traffic', address, expect, `use of ${address} on the server`);
}

function target(kind: string, id: string, expect: object, label: string): Target {
  return { executor: WEB_SERVER, kind, id, expect: JSON.parse(JSON.stringify(expect)) as JsonObject, label };
}

/** The server's own words, as argv. */
export interface ServerCommands {
  /** Its test of the configuration: `apachectl -t`, `nginx -t`. */
  readonly test: readonly string[];
  readonly reload: readonly string[];
}

/**
 * - `serve-also` (web-config): wherever the server listens on the address it listens on the other one as well, and virtual
 *   hosts of it are the other one’s too. The address itself stays.
 * - `leave-address` (web-config): the server no longer names the address; what was only there is now on the other one.
 * - `remove-site` (web-site): the virtual hosts of the domain are taken out. Contents and certificates stay where they lie.
 *
 * Each: the server’s own test before and after, files as they were as evidence, and put back where anything fails. Receipt
 * facts: `files[], diff[]` (`-old`, `+new`), `diffLines`, `reloaded`.
 */
export type WebServerVerb = 'serve-also' | 'leave-address' | 'remove-site';

export const webServerCommand = (verb: WebServerVerb, target: Target, { test, reload }: ServerCommands): Command => ({
  target,
  verb,
  args: { test: [...test], reload: [...reload] },
});

/**
 * Facts of an observation:
 * - web-config: `mentions[{file, line, directive}]`, `mentionCount`, `alone` (places where it listens on the address only),
 *   `byHand` (places that no verb changes), `files` (how many were read).
 * - web-site: `sites[{file, line}]`, `siteCount`, `shared[{file, line}]` (hosts that serve other domains too), `files`.
 * - address-traffic: `connections`, `hits` (requests within `hours`), `hours`, `logs` (files read).
 * Never absent. Unknown: a file, a log or `ss` that cannot be read; a log that does not reach back so far, or names no local
 * address. Foreign: the machine has another host key.
 */
export type WebServerFactsNote = never;
