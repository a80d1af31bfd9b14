// `--rule` and `--ignore`: which rules are judged. An unknown rule fails, so that a typing error never opens the gate.
import { userError } from '../base/errors.ts';
import type { CheckedContract, GateRule } from '../engine/gate/finding.ts';
import { NEVER_IGNORED, ruleIdOf } from '../engine/gate/rules.ts';
import { nearestWord } from '../contract/nearest-word.ts';

export interface RuleChoice {
  /** Empty: all. */
  readonly only: readonly string[];
  readonly ignored: readonly string[];
}

/** Throws `unknown-rule` and `rule-not-ignorable` (user). */
export function requireKnownRules({ only, ignored }: RuleChoice, rules: readonly GateRule[]): void {
  const known = rules.map(({ id }) => id);
  for (const id of [...only, ...ignored]) {
    if (known.includes(id)) continue;
    const near = nearestWord(id, known);
    throw userError('unknown-rule', `there is no rule ${id}`, {
      why: 'a rule that is left out by mistake would open the gate',
      next: near === undefined ? 'kaiyaku explain   # lists them' : `did you mean ${near}?`,
    });
  }
  const needed = ignored.find((id) => NEVER_IGNORED.has(id));
  if (needed !== undefined)
    throw userError('rule-not-ignorable', `${needed} cannot be left out`, {
      why: 'without it the gate would not hold',
      next: 'kaiyaku explain ' + needed,
    });
}

/** The contract with the findings of the rules that were chosen. What the gate cannot do without always stays. */
export function chosen(checked: CheckedContract, { only, ignored }: RuleChoice): CheckedContract {
  if (only.length === 0 && ignored.length === 0) return checked;
  const stays = (rule: string): boolean =>
    NEVER_IGNORED.has(rule) || ((only.length === 0 || only.includes(rule)) && !ignored.includes(rule));
  return {
    ...checked,
    findings: checked.findings.filter((finding) => finding.always === true || stays(ruleIdOf(finding))),
    judged: checked.judged.filter(stays),
    notJudged: checked.notJudged.filter(({ rule }) => stays(rule)),
  };
}
