// The gate's own rules, which no provider's document and no numbered refusal has: the closed list of their ids, and what
// may be left out. Pure.
import { REFUSALS } from '../../base/refusals.ts';
import type { GateRule } from './finding.ts';

/** What is wrong in a contract file itself; findings add the reader's own code: `contract/unknown-key`. */
export const CONTRACT_RULE = 'contract';

/** Rules by words. */
export const WORD_RULES: readonly GateRule[] = [
  {
    id: CONTRACT_RULE,
    title: 'the contract file can be read and does not contradict itself',
    text: 'A file that is no valid contract cannot be judged at all. Mend what is shown; `kaiyaku schema PROVIDER` prints every key.',
  },
  {
    id: 'end-date',
    title: 'the contract ends on the day that is wanted',
    text: 'The end date that is known (from the provider’s notice, or computed from the day of acceptance) differs from the wanted one, or the two differ from each other. Ask the provider, then correct the contract file and amend its journal.',
  },
  {
    id: 'step-late',
    title: 'every step is done within its window',
    text: 'A step’s window has closed and the step is not done. `kaiyaku plan CONTRACT` says what is still lawful.',
  },
  {
    id: 'provisional-date',
    title: 'deadlines rest on holidays that are announced',
    text: 'Equinox days are official only from 1 February of the year before. Until then a deadline that rests on one may move by a day.',
  },
  {
    id: 'held',
    title: 'nobody holds the contract back',
    text: 'A hold stops every step until it is released, and deadlines go on meanwhile: `kaiyaku release CONTRACT --reason …`.',
  },
  {
    id: 'in-doubt',
    title: 'no effect is in doubt',
    text: 'Something was begun and its outcome is not known. `kaiyaku apply CONTRACT` looks first; what it cannot settle, a person does: `kaiyaku settle CONTRACT …`.',
  },
  {
    id: 'waiver-expired',
    title: 'no waiver has run out',
    text: 'A waiver acknowledges one finding until a day. After that day somebody has to decide again: renew `untilOn` with a new reason, or mend what it covered and remove it.',
  },
];

/** The numbered refusals that the gate judges by itself, besides the policies of the step in front. */
export const GATE_REFUSALS = ['R15', 'R16', 'R17', 'R19'] as const;

/** Without these the gate would not be one: they cannot be left out. */
export const NEVER_IGNORED: ReadonlySet<string> = new Set([CONTRACT_RULE, 'R17', 'R19']);

/** Every rule that a finding can name: words, numbered refusals, and the rules of the providers in hand. */
export function rulesOf(
  explained: Readonly<Record<string, { readonly title: string; readonly text: string; readonly quote?: string }>>,
): GateRule[] {
  return [
    ...WORD_RULES,
    ...REFUSALS.map(({ id, title, waivable }) => ({
      id,
      title: `kaiyaku refuses ${title}`,
      text: waivable
        ? 'A waiver in the contract file can acknowledge it, naming exactly what: waivers: [{refusal, about, reason, untilOn}].'
        : 'There is no waiver.',
    })),
    ...Object.entries(explained).map(([id, { title, text, quote }]) => ({
      id,
      title,
      text,
      ...(quote === undefined ? {} : { quote }),
    })),
  ];
}

/** The id of the rule that a finding belongs to: `contract/unknown-key` is of `contract`. */
export const ruleIdOf = (finding: { readonly rule: string }): string => finding.rule.split('/')[0]!;
