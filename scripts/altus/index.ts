// The provider `altus`, put together. See README.md beside it.
import type { Provider } from '../../src/teardown/provider.ts';
import type { AltusContract } from './contract.ts';
import { explain } from './explain.ts';
import { endingDomains } from './order.ts';
import { requestText } from './request-texts.ts';
import { teardownOf } from './teardown.ts';
import { termsOf } from './terms.ts';

export const altus: Provider<AltusContract> = {
  id: 'altus',
  title: 'CMS package on GMO Cloud ALTUS Basic',
  explain,
  termsOf: (contract, { attested }, todayOn) => termsOf(contract, attested, todayOn),
  discover: () => [],
  teardownOf: (contract, terms, history) => teardownOf(contract, terms, history),
  requestText: (contract, step, form) => requestText(contract, step, form),
  whatIf: (option, on) => (option === 'toldOn' ? { 'notify-sales': { toldOn: on } } : undefined),
  claims: (contract) => [
    ...contract.contractNumbers,
    ...contract.addresses,
    ...contract.servers,
    ...endingDomains(contract).map(({ name }) => name),
  ],
  wantedEndsOn: ({ endOn }) => endOn,
  approval: ({ approvers, approvalHours }) => ({ approvers, hours: approvalHours }),
  waivers: ({ waivers }) => waivers,
};
