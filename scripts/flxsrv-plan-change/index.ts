// The provider `flxsrv-plan-change`, put together. See README.md beside it.
import { withBackups } from '../../src/teardown/backups.ts';
import type { Provider } from '../../src/teardown/provider.ts';
import type { FlxsrvPlanChangeContract } from './contract.ts';
import { explain } from './explain.ts';
import { factsOf } from './facts.ts';
import { requestText } from './request-texts.ts';
import { teardownOf } from './teardown.ts';
import { termsOf } from './terms.ts';
import { exportsOf } from './zone-proof.ts';

export const flxsrvPlanChange: Provider<FlxsrvPlanChangeContract> = {
  id: 'flxsrv-plan-change',
  title: 'change of hosting plan at flxsrv (EX-CLOUD)',
  explain,
  termsOf: (contract, history, todayOn) => termsOf(contract, factsOf(withBackups(contract, history)), todayOn),
  // Rows and names of the zones: which ones name servers are asked for follows from them.
  discover: exportsOf,
  teardownOf,
  requestText,
  // FX4: the day of the first ticket begins one reading of the months left. Nothing here is accepted or received by a day.
  whatIf: (option, on) => (option === 'toldOn' ? { 'ticket-before-order': { sentOn: on } } : undefined),
  claims: ({ contractName }) => [`flxsrv:${contractName}`],
  // The old plan ends when the provider says so (FX6); the contract wants no day of its own.
  wantedEndsOn: () => undefined,
  approval: ({ approvers, approvalHours }) => ({ approvers, hours: approvalHours }),
  waivers: ({ waivers }) => waivers,
};
