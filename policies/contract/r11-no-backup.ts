// R11: no reset, and no deletion of a domain, without a fresh, verified backup. That it is of the *present* configuration is
// checked once more in the connection that is reset (executors/fortigate-ssh); a domain’s is read back once more.
import type { Target } from '../../src/executors/port.ts';
import type { Finding, Policy } from '../../src/teardown/policy.ts';

export const noBackup: Policy = {
  refusal: 'R11',
  check({ teardown, step, open, verifiedAtMs, nowMs }) {
    // A reset that was done and waits for its proof needs no backup any more; a person's step is open as a whole.
    const devices = new Set(open.filter((one) => LOSES.has(one.command.verb)).map((one) => one.command.target.id));
    const isNeeded = (target: Target) =>
      step.actor !== 'kaiyaku' || (target.kind === 'fortigate' ? devices.has(target.id) : devices.size > 0);
    const backUp = teardown.steps.find(({ id }) => id === backUpOf(step.id));
    const wanted = (backUp?.effects ?? []).filter((effect) => isNeeded(effect.command.target));
    return wanted.flatMap((effect): Finding[] => {
      const atMs = verifiedAtMs.get(effect.id);
      if (atMs === undefined) return [refused(`${effect.title}: not done and verified`, backUp!.id)];
      if (effect.fresh !== undefined && nowMs - atMs > effect.fresh.forMs)
        return [
          refused(`${effect.title}: the verified one is older than ${effect.fresh.forMs / 3_600_000} h`, backUp!.id),
        ];
      return [];
    });
  },
};

/** What these verbs act on is nowhere else. */
const LOSES: ReadonlySet<string> = new Set(['factory-reset', 'remove']);

/** Of one domain its own step, `delete:example.jp` after `back-up:example.jp`; else the one of the contract. */
const backUpOf = (stepId: string): string =>
  stepId.startsWith('delete:') ? stepId.replace('delete:', 'back-up:') : 'back-up';

const refused = (what: string, backUp: string): Finding => ({
  refusal: 'R11',
  severity: 'error',
  what,
  why: 'what is reset or deleted is nowhere else',
  next: `kaiyaku apply CONTRACT --until ${backUp}`,
});
