// R11: no reset without a fresh, verified backup. That it is of the *present* configuration is checked once more in the
// connection that is reset (executors/fortigate-ssh).
import type { Target } from '../../src/executors/port.ts';
import type { Finding, Policy } from '../../src/teardown/policy.ts';

export const noBackup: Policy = {
  refusal: 'R11',
  check({ teardown, step, open, verifiedAtMs, nowMs }) {
    // A reset that was done and waits for its proof needs no backup any more; a person's step is open as a whole.
    const devices = new Set(
      open.filter((one) => one.command.verb === 'factory-reset').map((one) => one.command.target.id),
    );
    const isNeeded = (target: Target) =>
      step.actor !== 'kaiyaku' || (target.kind === 'fortigate' ? devices.has(target.id) : devices.size > 0);
    const backUp = teardown.steps.find((step) => step.id === 'back-up');
    const wanted = (backUp?.effects ?? []).filter((effect) => isNeeded(effect.command.target));
    return wanted.flatMap((effect): Finding[] => {
      const atMs = verifiedAtMs.get(effect.id);
      if (atMs === undefined) return [refused(`${effect.title}: not done and verified`)];
      if (effect.fresh !== undefined && nowMs - atMs > effect.fresh.forMs)
        return [refused(`${effect.title}: the verified one is older than ${effect.fresh.forMs / 3_600_000} h`)];
      return [];
    });
  },
};

const refused = (what: string): Finding => ({
  refusal: 'R11',
  severity: 'error',
  what,
  why: 'the reset wipes the configuration; nothing else holds it',
  next: 'kaiyaku apply CONTRACT --until back-up',
});
