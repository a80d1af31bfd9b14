// The order in which a CMS package on ALTUS Basic ends, as a table of contents: each step is one function, its place is in
// order.ts. Pure: contract, terms and history in, steps out. It never decides whether a step may run; the engine does.
// Source: document 000 §1–§6; rules AL1–AL8.
import type { Discovered, History } from '../../src/teardown/provider.ts';
import type { Step, Teardown } from '../../src/teardown/step.ts';
import type { Terms } from '../../src/teardown/terms.ts';
import { seenIn } from './api-names.ts';
import type { ApiView } from './api-view.ts';
import { destroyServersByApi, expungeServersByApi, releaseAddressesByApi, withSweep } from './by-api.ts';
import { hasApi, type AltusContract } from './contract.ts';
import type { Context } from './context.ts';
import { backUp, notifySales, returnNotice } from './letters.ts';
import { orderOf } from './order.ts';
import { cancelDomains, settleCertificates } from './panel.ts';
import { close, deletePleskLicences, destroyServers, expungeServers, releaseAddresses } from './take-down.ts';

const STEPS: Readonly<Record<string, (context: Context) => Step>> = {
  'notify-sales': notifySales,
  'back-up': backUp,
  'return-notice': returnNotice,
  'cancel-domains': cancelDomains,
  'settle-certificates': settleCertificates,
  'final-back-up': backUp,
  'delete-plesk-licences': deletePleskLicences,
  'release-addresses': releaseAddresses,
  'destroy-servers': destroyServers,
  'expunge-servers': expungeServers,
  close,
};

/** The same steps, done by kaiyaku where the contract has an `api`; the others stay a person's. */
const BY_API: Readonly<Record<string, (view: ApiView) => Step>> = {
  'release-addresses': releaseAddressesByApi,
  'destroy-servers': destroyServersByApi,
  'expunge-servers': expungeServersByApi,
  close: (view) => withSweep(view, close(view)),
};

export function teardownOf(
  contract: AltusContract,
  terms: Terms,
  history: History,
  discovered: Discovered = new Map(),
): Teardown {
  const stepAt = (place: Context['place']): Step => {
    const kind = place.id.split(':')[0]!;
    const byApi = hasApi(contract) ? BY_API[kind] : undefined;
    if (!hasApi(contract) || byApi === undefined) return STEPS[kind]!({ contract, terms, history, place });
    return byApi({ contract, terms, history, place, seen: seenIn(contract, discovered) });
  };
  const steps = orderOf(contract).map((place) => {
    const step = stepAt(place);
    return place.notNeeded === undefined ? step : { ...step, notNeeded: place.notNeeded };
  });
  return { provider: 'altus', route: 'ordinary', steps };
}
