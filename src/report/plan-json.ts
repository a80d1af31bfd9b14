// The plan as plain JSON: what CI reads. Keys are an interface: added to, never renamed.
import type { Reason, StepVerdict } from '../engine/verdict.ts';
import type { Finding } from '../teardown/policy.ts';
import { withContract } from './command-line.ts';
import { plain } from './plain.ts';

export interface StepJson {
  readonly id: string;
  readonly title: string;
  /** `kaiyaku`, `customer`, `provider` or `third-party`. */
  readonly actor: string;
  /** `done`, `not-needed`, `ready`, `waiting-until`, `waiting-for-person`, `needs-approval`, `blocked`, `in-doubt`, `unreadable`. */
  readonly verdict: string;
  /** Everything before it is done. */
  readonly due: boolean;
  readonly sentence: string;
  /** Of `early`, `at-risk`, `overdue`. */
  readonly marks: readonly string[];
  /** Whole yen that being late costs. */
  readonly costYen?: number;
  readonly window?: { readonly fromOn?: string; readonly untilOn?: string; readonly why?: string };
  /** `code`: a refusal id (`R13`), an error code or a word. */
  readonly reasons: readonly { readonly code: string; readonly sentence: string }[];
  /** The next command or action, with the contract's name. */
  readonly next?: string;
  readonly effects: readonly EffectJson[];
  readonly findings: readonly FindingJson[];
  readonly citation: { readonly document: string; readonly section: string; readonly quote?: string };
}

export interface EffectJson {
  readonly id: string;
  readonly title: string;
  readonly verb: string;
  /** `executor:kind[:zone]:id`. */
  readonly target: string;
  readonly irreversible: boolean;
  /** `settled`, `reached`, `proving`, `in-doubt`, `returned`, `to-do`, `foreign`, `unknown`, `not-asked`. */
  readonly standing: string;
  readonly digest: string;
  /** Of an irreversible effect still to do: `unspent`, `missing`, `expired`, `revoked`, `spent`, `changed`. */
  readonly approval?: string;
  readonly approvalId?: string;
  /** Why it could not be looked at. */
  readonly error?: { readonly code: string; readonly message: string };
}

export interface FindingJson {
  readonly refusal: string;
  readonly severity: 'error' | 'warning';
  readonly what: string;
  readonly why: string;
  readonly next: string;
  /** What a waiver has to name. */
  readonly about?: string;
}

export function stepJson(one: StepVerdict, contract: string): StepJson {
  const { step } = one;
  const { window } = step;
  const named = (text: string): string => withContract(text, contract);
  return plain({
    id: step.id,
    title: step.title,
    actor: step.actor,
    verdict: one.verdict,
    due: one.due,
    sentence: one.sentence,
    marks: one.marks,
    costYen: one.costYen,
    window: window.fromOn === undefined && window.untilOn === undefined ? undefined : window,
    reasons: one.reasons.map(({ code, sentence }: Reason) => ({ code, sentence: named(sentence) })),
    next: one.next === undefined ? undefined : named(one.next),
    effects: one.effects.map(effectJson),
    findings: one.findings.map((finding) => findingJson(finding, named)),
    citation: step.citation,
  });
}

function effectJson({
  effect,
  standing,
  digest,
  approval,
  approvalId,
  error,
}: StepVerdict['effects'][number]): EffectJson {
  const { executor, kind, zone, id } = effect.command.target;
  return plain({
    id: effect.id,
    title: effect.title,
    verb: effect.command.verb,
    target: [executor, kind, ...(zone === undefined ? [] : [zone]), id].join(':'),
    irreversible: effect.irreversible,
    standing,
    digest,
    approval,
    approvalId,
    error: error === undefined ? undefined : { code: error.code, message: error.message },
  });
}

function findingJson(
  { refusal, severity, what, why, next, about }: Finding,
  named: (text: string) => string,
): FindingJson {
  return plain({ refusal, severity, what, why, next: named(next), about });
}
