// The provider `clara-additional-ip`, put together. See README.md beside it.
import { lastDayOfMonth } from '../../src/calendar/civil-date.ts';
import { withBackups } from '../../src/teardown/backups.ts';
import type { Provider } from '../../src/teardown/provider.ts';
import type { ClaraContract } from './contract.ts';
import { explain } from './explain.ts';
import { requestText } from './request-texts.ts';
import { teardownOf } from './teardown.ts';
import { termsOf } from './terms.ts';

export const claraAdditionalIp: Provider<ClaraContract> = {
  id: 'clara-additional-ip',
  title: 'additional IP address at Clara',
  explain,
  termsOf: (contract, history, todayOn) => termsOf(contract, withBackups(contract, history).attested, todayOn),
  discover: () => [],
  teardownOf: (contract, terms) => teardownOf(contract, terms),
  requestText,
  whatIf: (option, on) => (option === 'receivedOn' ? { 'cancellation-form': { arrivedOn: on } } : undefined),
  claims: ({ additionalIp, domains }) => [
    additionalIp,
    ...domains.flatMap(({ name, fate }) => (fate === 'delete' ? [name] : [])),
  ],
  wantedEndsOn: ({ endMonth }) => lastDayOfMonth(endMonth),
  approval: ({ approvers, approvalHours }) => ({ approvers, hours: approvalHours }),
  waivers: ({ waivers }) => waivers,
};
