// The provider `clara-additional-ip`, put together. See README.md beside it.
import { lastDayOfMonth } from '../../src/calendar/civil-date.ts';
import { withBackups } from '../../src/teardown/backups.ts';
import type { Provider } from '../../src/teardown/provider.ts';
import type { ClaraContract } from './contract.ts';
import { explain } from './explain.ts';
import { attestedBy } from './plesk-done.ts';
import { attestedByServer } from './facts.ts';
import { requestText } from './request-texts.ts';
import { teardownOf } from './teardown.ts';
import { termsOf } from './terms.ts';

export const claraAdditionalIp: Provider<ClaraContract> = {
  id: 'clara-additional-ip',
  title: 'additional IP address at Clara',
  explain,
  termsOf: (contract, history, todayOn) => {
    const saved = withBackups(contract, history);
    return termsOf(contract, attestedByServer(contract, attestedBy(contract, saved), history), todayOn);
  },
  discover: () => [],
  teardownOf: (contract, terms, history) => teardownOf(contract, terms, history),
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
