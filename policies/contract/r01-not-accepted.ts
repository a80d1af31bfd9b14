// R01: nothing is taken down before the provider has accepted the application. Products without one are not concerned.
// Of a notice that is returned by post, what counts is that it arrived: sending it proves nothing.
import type { Finding, Policy } from '../../src/teardown/policy.ts';
import type { History } from '../../src/teardown/provider.ts';
import type { Teardown } from '../../src/teardown/step.ts';

export const notAccepted: Policy = {
  refusal: 'R01',
  check({ provider, teardown, history }) {
    if (provider === 'altus') return notReturned(teardown, history);
    const application = teardown.steps.find((step) => step.id === 'apply-for-cancellation');
    if (application === undefined || application.notNeeded !== undefined) return [];
    const accepted =
      history.attested['apply-for-cancellation']?.['acceptedOn'] ?? history.attested['file-licence-notice']?.['endsOn'];
    if (accepted !== undefined) return [];
    return [
      {
        refusal: 'R01',
        severity: 'error',
        what: 'the application is not accepted: neither an acceptance date nor a licence notice is filed',
        why: 'SF4: only acceptance sets the end date; what is torn down before may still be under contract',
        next: 'kaiyaku attest CONTRACT file-licence-notice --set endsOn=YYYY-MM-DD --file NOTICE',
      },
    ];
  },
};

/** Days that say that the provider has the notice. */
const ARRIVED = ['arrivedOn', 'acceptedOn', 'endsOn'] as const;

/** AL1, AL7: each contract number's notice by itself. */
function notReturned({ steps }: Teardown, { attested }: History): Finding[] {
  return steps
    .filter(({ id }) => id.split(':')[0] === 'return-notice')
    .filter(({ id }) => ARRIVED.every((field) => attested[id]?.[field] === undefined))
    .map(({ id }) => ({
      refusal: 'R01',
      severity: 'error',
      what: `the notice is not accepted: nothing says that what ${id} sent has arrived`,
      why: 'AL8: the package is cancelled only when they were told; what is taken down before may still be under contract',
      next: `kaiyaku attest CONTRACT ${id} --set arrivedOn=YYYY-MM-DD`,
      about: id,
    }));
}
