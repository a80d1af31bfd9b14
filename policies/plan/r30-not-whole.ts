// R30: only a plan that is whole, and wholly understood, says what its apply will do.
import type { TerraformChange } from '../../src/executors/terraform/command.ts';
import type { Finding } from '../../src/teardown/policy.ts';
import type { PlanPolicy, PlanPolicyContext } from '../../src/teardown/plan-policy.ts';
import { listSaid, objectSaid } from './said.ts';

export const planNotWhole: PlanPolicy = {
  refusal: 'R30',
  check(context) {
    const { plan } = context;
    const unknown = plan.changes.filter(isUnknown);
    return [
      ...(plan.errored
        ? [refused('errored', 'planning failed halfway (errored)', 'mend what terraform plan reports')]
        : []),
      ...(plan.complete === false
        ? [
            refused(
              'incomplete',
              'the plan is not complete: it was made with -target, or something was put off',
              TARGET,
            ),
          ]
        : []),
      ...(plan.deferred.length > 0
        ? [refused('deferred', `changes were put off: ${listSaid(plan.deferred)}`, 'plan again once they are known')]
        : []),
      ...(plan.applyable === false && !doesNothing(context)
        ? [refused('not-applyable', 'Terraform says that the plan cannot be applied, or that nothing is in it', AGAIN)]
        : []),
      ...(plan.invocations.length > 0
        ? [refused('invocations', `provider actions would be called: ${listSaid(plan.invocations)}`, 'remove them')]
        : []),
      ...(unknown.length > 0
        ? [
            refused(
              'unknown',
              `unknown actions: ${listSaid(unknown.map((one) => `${one.actions.join('+')} ${objectSaid(one)}`))}`,
              'use a newer kaiyaku, which may know them',
            ),
          ]
        : []),
    ];
  },
};

const EPHEMERAL: ReadonlySet<string> = new Set(['no-op', 'read', 'open', 'renew', 'close']);

/** Data sources are only read; ephemeral values are in no state. */
function isUnknown({ mode, does, actions }: TerraformChange): boolean {
  switch (mode) {
    case 'managed':
      return does === 'unknown';
    case 'data':
      return does !== 'no-op' && does !== 'read';
    case 'ephemeral':
      return !actions.every((one) => EPHEMERAL.has(one));
    case 'unknown':
      return true;
  }
}

/** A plan without any change is not applyable, and in order where nothing is to be applied. */
const doesNothing = ({ stage, plan }: PlanPolicyContext): boolean =>
  (stage === 'adopt' || stage === 'stack') &&
  !plan.errored &&
  plan.changes.every(
    ({ does, mode, importing }) =>
      mode === 'data' || (mode === 'managed' && does === 'no-op' && importing === undefined),
  );

const AGAIN = 'plan again: terraform plan -out=plan.bin';
const TARGET = 'take the blocks of what is due out of the configuration, and plan without -target';

const refused = (about: string, what: string, next: string): Finding => ({
  refusal: 'R30',
  severity: 'error',
  what,
  why: 'what the plan does not say cannot be judged',
  next,
  about,
});
