// Policies that can be judged without looking at the world, for the steps in front. A policy that asked for something
// nobody looked at is not judged: its answer would be about nothing. Pure.
import type { RefusalId } from '../../base/refusals.ts';
import type { Observation } from '../../executors/port.ts';
import type { Run } from '../run.ts';
import { findingsOf, Sight, type Survey } from '../survey.ts';
import type { StepVerdict } from '../verdict.ts';
import { dueSteps } from './front.ts';
import type { FindingContext, GateFinding } from './finding.ts';

/** Remembers whether anything was asked for that was not seen. */
class AskedMap extends Map<string, Observation> {
  unseen = false;
  override get(key: string): Observation | undefined {
    const seen = super.get(key);
    if (seen === undefined) this.unseen = true;
    return seen;
  }
}
class OfflineSight extends Sight {
  override readonly seen = new AskedMap();
}

export interface JudgedPolicies {
  readonly findings: readonly GateFinding[];
  readonly judged: ReadonlySet<RefusalId>;
  /** These need the world. */
  readonly notJudged: ReadonlySet<RefusalId>;
}

/** R17 is left to whoever sees all files at once. A step that waits for its day is not refused, it waits. */
export function policyFindings(run: Run, survey: Survey, { endField }: FindingContext): JudgedPolicies {
  const judged = new Set<RefusalId>();
  const notJudged = new Set<RefusalId>();
  const findings: GateFinding[] = [];
  for (const one of dueSteps(survey.decision)) {
    for (const policy of run.policies) {
      if (policy.refusal === 'R17' || !one.step.guards.includes(policy.refusal)) continue;
      const sight = new OfflineSight();
      const found = findingsOf({ ...run, policies: [policy] }, sight, survey, one.step);
      if (sight.seen.unseen) {
        notJudged.add(policy.refusal);
        continue;
      }
      judged.add(policy.refusal);
      if (one.verdict === 'waiting-until') continue;
      findings.push(...found.map((finding) => placed(finding, one, endField)));
    }
  }
  for (const rule of judged) notJudged.delete(rule);
  return { findings, judged, notJudged };
}

function placed(
  finding: ReturnType<typeof findingsOf>[number],
  { step }: StepVerdict,
  path: GateFinding['path'],
): GateFinding {
  const { refusal, severity, what, why, next, about } = finding;
  return { rule: refusal, severity, what: `${step.id}: ${what}`, why, next, about: about ?? step.id, path };
}
