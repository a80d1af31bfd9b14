// What can be looked at and changed on a Plesk server, as data. No I/O here, and nothing that decides when.
// Source of the utilities and their options: Plesk's own command line reference, facts §2.
import type { Command, Target } from '../port.ts';

/** Name of the executor, as targets carry it. */
export const PLESK = 'plesk';

export type PleskKind = 'server' | 'address' | 'domain' | 'zone' | 'domain-backup' | 'backup';

/** What the contract expects; a difference makes the observation `foreign`. */
export interface PleskExpect {
  /** domain: the address that it hangs on, and that it is to leave; zone: the address that no record may hold. */
  readonly from?: string;
  /** domain that moves: the address on which it is to be found afterwards. */
  readonly to?: string;
  /** domain that is removed: the other sites of its subscription are looked for, because they would go with it. */
  readonly alone?: true;
}

type Args = { kind: PleskKind; id: string; expect?: PleskExpect; label?: string };

/** A target of this executor; `expect` is copied as plain JSON. */
export function pleskTarget({ kind, id, expect = {}, label }: Args): Target {
  return {
    executor: PLESK,
    kind,
    id,
    expect: JSON.parse(JSON.stringify(expect)) as Target['expect'],
    label: label ?? `${kind} ${id} in Plesk`,
  };
}

/**
 * | verb | target | args | utility |
 * | --- | --- | --- | --- |
 * | `back-up` | domain-backup | `to`: folder on the server | `pleskbackup --domains-name`, then `pleskrestore --check-backup` |
 * | `move` | domain of a subscription, with `from` and `to` | | `subscription --update -ip … -mail-service-ip …` |
 * | `remove` | domain | `backup`: path of one that is read back first | `subscription --remove`; `site --remove` for an add-on domain |
 *
 * Receipt facts: `utility, code, endedAt`; back-up also `verified: true, path, domain, startedAt`; move `addresses[]`.
 * `move` sets every address of the domain at once: Plesk drops the family that is left out. Mail goes with the web.
 */
export type PleskVerb = 'back-up' | 'move' | 'remove';

/** One change of one target. */
export function pleskCommand(verb: PleskVerb, target: Target, args: Command['args'] = {}): Command {
  return { target, verb, args };
}

/**
 * Facts of an observation, by kind.
 * - server (id: its main address): `addresses[]`, `lacking[]` utilities that this key is not offered; foreign where the main
 *   address is not one of its own: then it is another server.
 * - address: `type: 'shared'|'exclusive', hosting` (sites), `clients` (pools that hold it), `hits[{kind: 'sites'|'pools', id}]`
 * - domain: `subscription` (false: an add-on domain), `hosting, web[], mail[]|null, stillOn: ('web')[], onMain`,
 *   `subscriptionOf` (its subscription's name, or null where Plesk does not show it), `otherSites[]` with `alone`. Plesk shows no
 *   address of a mail service: `mail` is what the MX hosts of its zone have, null where its zone is not read. Foreign where its
 *   web is neither on `from` nor on `to`.
 * - zone (id: the domain): `mentions[{name, type, server}]` of `from`, also inside of texts; `records`
 * - domain-backup (id: the domain): `listed: true`; that it was made is only in its receipt
 * - backup (id: a path on the server): `readable`, by `pleskrestore --check-backup`
 *
 * Absent is: the server is the contract's, by its main address; the whole lists of domains, subscriptions and sites were read, and
 * the name is in none of them. An address is absent from the list that shows the main one. A utility that ends with another
 * code than 0, or answers in a form that is not known, is `unknown`.
 */
export type PleskFactsNote = never;
