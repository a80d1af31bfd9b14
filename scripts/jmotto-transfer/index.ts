// The provider `jmotto-transfer`, put together. See README.md beside it.
import { withBackups } from '../../src/teardown/backups.ts';
import type { Provider } from '../../src/teardown/provider.ts';
import type { JmottoTransferContract } from './contract.ts';
import { explain } from './explain.ts';
import { factsOf } from './facts.ts';
import { requestText } from './request-texts.ts';
import { teardownOf } from './teardown.ts';
import { termsOf, wantedEndOf } from './terms.ts';

export const jmottoTransfer: Provider<JmottoTransferContract> = {
  id: 'jmotto-transfer',
  title: 'leaving J-MOTTO hosting for another host',
  explain,
  termsOf: (contract, history, todayOn) => termsOf(contract, factsOf(withBackups(contract, history)), todayOn),
  discover: () => [],
  teardownOf,
  requestText,
  // JM1 counts 受理, which is at once a receipt and an acceptance; nobody has to be told by a day.
  whatIf: (option, on) => (option === 'toldOn' ? undefined : { 'withdrawal-form': { acceptedOn: on } }),
  claims: ({ domain }) => [`jmotto:${domain.name}`],
  wantedEndsOn: wantedEndOf,
  approval: ({ approvers, approvalHours }) => ({ approvers, hours: approvalHours }),
  waivers: ({ waivers }) => waivers,
};
