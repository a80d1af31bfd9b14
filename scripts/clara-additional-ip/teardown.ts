// The order in which an additional IP address at Clara ends: its domains side by side, then the form, then the end. Each kind
// of step is one function; its place is in order.ts. Pure: it never decides whether a step may run; the engine does.
// Source: document 001; rules CL1–CL9.
import type { History } from '../../src/teardown/provider.ts';
import type { Step, Teardown } from '../../src/teardown/step.ts';
import type { Terms } from '../../src/teardown/terms.ts';
import { addressUnused, stepByPlesk } from './by-plesk.ts';
import { byServer, webAddress } from './by-server.ts';
import type { Context } from './context.ts';
import type { ClaraContract } from './contract.ts';
import { domainStep } from './domain-steps.ts';
import { cancellationForm, close } from './form.ts';
import { ADDRESS_UNUSED, orderOf, WEB_ADDRESS } from './order.ts';

export function teardownOf(contract: ClaraContract, terms: Terms, history: History): Teardown {
  const steps = orderOf(contract).map((place) => {
    const context = { contract, terms, history, place };
    if (place.of !== undefined) return stepOfDomain(context, place.of);
    if (place.id === ADDRESS_UNUSED) return addressUnused(context);
    if (place.id === WEB_ADDRESS) return webAddress(context);
    return place.id === 'close' ? close(context) : cancellationForm(context);
  });
  return { provider: 'clara-additional-ip', route: 'ordinary', steps };
}

/** A person’s, or kaiyaku’s own where the contract lets it into Plesk or onto the server. */
function stepOfDomain(context: Context, { work, domain }: NonNullable<Context['place']['of']>): Step {
  const byPerson = domainStep(context, work, domain);
  const { contract, history, place } = context;
  const { plesk } = contract;
  if (place.actor !== 'kaiyaku' || plesk === undefined) return byServer(context, work, domain, byPerson);
  return stepByPlesk({ contract: { ...contract, plesk }, history, byPerson }, work, domain);
}
