// R31: a plan speaks of the world as it was when it was made, and a stack of the journal as it was; an old one is made again.
import type { Finding } from '../../src/teardown/policy.ts';
import type { PlanPolicy } from '../../src/teardown/plan-policy.ts';

/** Same figures as PLAN_AGE_MS_MAX and CLOCK_SKEW_MS_MAX in src/base/limits.ts; a test compares them. */
export const AGE_MS_MAX = 3_600_000;
export const SKEW_MS_MAX = 120_000;

export const planAge: PlanPolicy = {
  refusal: 'R31',
  check({ plan, nowMs, head }) {
    const { stack } = plan;
    // Seq and hash: a journal that was put back to an older copy is another one.
    if (stack !== undefined && (stack.journalSeq !== head.seq || stack.journalHash !== head.hash))
      return [
        {
          ...refused(`the stack is as of entry ${stack.journalSeq}, and the journal is at ${head.seq}`),
          why: 'what was proven since then is not in it, or the journal is another one',
          next: 'kaiyaku synth CONTRACT, then plan again, and check and apply that very file',
          about: 'journal',
        },
      ];
    const ageMs = nowMs - plan.createdAtMs;
    const at = new Date(plan.createdAtMs).toISOString();
    if (ageMs > AGE_MS_MAX)
      return [
        refused(`the plan is of ${at}, ${Math.floor(ageMs / 60_000)} minutes old; the limit is ${AGE_MS_MAX / 60_000}`),
      ];
    if (ageMs < -SKEW_MS_MAX) return [refused(`the plan is of ${at}, which is in the future`)];
    return [];
  },
};

const refused = (what: string): Finding => ({
  refusal: 'R31',
  severity: 'error',
  what,
  why: 'what was free to go then may be in use now; and windows are counted by the clock',
  next: 'plan again, and check and apply that very file: terraform plan -out=plan.bin',
  about: 'timestamp',
});
