// R01: nothing is taken down before the provider has accepted the application. Products without one are not concerned.
import type { Policy } from '../../src/teardown/policy.ts';

export const notAccepted: Policy = {
  refusal: 'R01',
  check({ teardown, history }) {
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
