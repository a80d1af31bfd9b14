// Which subscription a site belongs to. No list says so; but every site of one subscription is run by one system user, which each
// shows. One that shows none cannot be assigned, and is then counted as belonging: removing too little is mended, too much is not.
import { providerError } from '../../base/errors.ts';
import { SITES_ASKED_MAX } from './limits.ts';
import type { Look } from './look.ts';

/** Null where Plesk does not show it. */
export async function subscriptionOf(name: string, look: Look): Promise<string | null> {
  const { systemUser } = await look.info(name);
  if (systemUser === undefined) return null;
  for (const one of (await look.names()).subscriptions)
    if ((await look.info(one)).systemUser === systemUser) return one;
  return null;
}

/** Sites that would go with this subscription, and those of which nobody can tell. Throws `plesk-too-many-sites`. */
export async function otherSitesOf(subscription: string, look: Look): Promise<string[]> {
  const { domains, subscriptions, sites } = await look.names();
  const addOns = [...new Set([...domains, ...sites])].filter((name) => !subscriptions.has(name)).sort();
  if (addOns.length > SITES_ASKED_MAX)
    throw providerError(
      'plesk-too-many-sites',
      `${addOns.length} add-on domains would have to be asked for their subscription`,
      {
        class: 'permanent',
        why: `at most ${SITES_ASKED_MAX} are; one that is not asked might go along`,
        next: 'leave the removal to a person: take plesk out of the contract, and kaiyaku amend CONTRACT',
      },
    );
  const { systemUser } = await look.info(subscription);
  const others: string[] = [];
  for (const name of addOns) {
    const own = (await look.info(name)).systemUser;
    if (own === undefined || systemUser === undefined || own === systemUser) others.push(name);
  }
  return others;
}
