// The order in which an additional IP address at Clara ends: its domains side by side, then the form, then the end. Each kind
// of step is one function; its place is in order.ts. Pure: it never decides whether a step may run; the engine does.
// Source: document 001; rules CL1–CL9.
import type { Teardown } from '../../src/teardown/step.ts';
import type { Terms } from '../../src/teardown/terms.ts';
import type { ClaraContract } from './contract.ts';
import { domainStep } from './domain-steps.ts';
import { cancellationForm, close } from './form.ts';
import { orderOf } from './order.ts';

export function teardownOf(contract: ClaraContract, terms: Terms): Teardown {
  const steps = orderOf(contract).map((place) => {
    const context = { contract, terms, place };
    if (place.of !== undefined) return domainStep(context, place.of.work, place.of.domain);
    return place.id === 'close' ? close(context) : cancellationForm(context);
  });
  return { provider: 'clara-additional-ip', route: 'ordinary', steps };
}
