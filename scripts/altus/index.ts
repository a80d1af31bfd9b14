// The provider `altus`, put together. See README.md beside it.
import { withBackups } from '../../src/teardown/backups.ts';
import type { Provider } from '../../src/teardown/provider.ts';
import { estateTarget } from './api-targets.ts';
import { hasApi, type AltusContract } from './contract.ts';
import { explain } from './explain.ts';
import { attestedBy } from './facts.ts';
import { endingDomains } from './order.ts';
import { requestText } from './request-texts.ts';
import { teardownOf } from './teardown.ts';
import { termsOf } from './terms.ts';

export const altus: Provider<AltusContract> = {
  id: 'altus',
  title: 'CMS package on GMO Cloud ALTUS Basic',
  explain,
  termsOf: (contract, history, todayOn) =>
    termsOf(contract, attestedBy(contract, withBackups(contract, history)), todayOn),
  // Effects need ids; the contract names servers and addresses as the provider does.
  discover: (contract) => (hasApi(contract) ? [estateTarget(contract)] : []),
  teardownOf,
  requestText: (contract, step, form) => requestText(contract, step, form),
  whatIf: (option, on) => (option === 'toldOn' ? { 'notify-sales': { toldOn: on } } : undefined),
  claims: (contract) => [
    ...contract.contractNumbers,
    ...contract.addresses,
    ...contract.servers,
    ...(contract.api?.storage ?? []).map(({ id }) => id),
    ...endingDomains(contract).map(({ name }) => name),
  ],
  wantedEndsOn: ({ endOn }) => endOn,
  approval: ({ approvers, approvalHours }) => ({ approvers, hours: approvalHours }),
  waivers: ({ waivers }) => waivers,
};
