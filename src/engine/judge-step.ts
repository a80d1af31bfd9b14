// The verdict on one step: the first question that answers decides, and marks and costs stand beside it. Pure.
import type { Step } from '../teardown/step.ts';
import type { Answer } from './answer.ts';
import type { DecideInput } from './decide-input.ts';
import { costYen, marksOf, routeReason } from './marks.ts';
import { QUESTIONS } from './questions.ts';
import { judgeEffect } from './standing.ts';
import type { EffectVerdict, StepVerdict } from './verdict.ts';

/** The step's verdict under this input; `due` when everything before it is closed. */
export function judgeStep(input: DecideInput, step: Step, due: boolean): StepVerdict {
  const effects = step.effects.map((effect) => judgeEffect(input, effect));
  const answer = firstAnswer(input, step, due, effects);
  const open = answer.verdict !== 'done' && answer.verdict !== 'not-needed';
  const marks = open ? marksOf(input, step) : [];
  const cost = costYen(input, step, marks);
  return {
    step,
    verdict: answer.verdict,
    sentence: answer.sentence,
    reasons: [...(answer.reasons ?? []), ...(open ? routeReason(input, step, answer.verdict, marks, effects) : [])],
    marks,
    effects,
    findings: input.findings.get(step.id) ?? [],
    due,
    ...(answer.next === undefined ? {} : { next: answer.next }),
    ...(cost === undefined ? {} : { costYen: cost }),
  };
}

function firstAnswer(input: DecideInput, step: Step, due: boolean, effects: readonly EffectVerdict[]): Answer {
  for (const question of QUESTIONS) {
    const answer = question(input, step, due, effects);
    if (answer !== undefined) return answer;
  }
  const left = effects.filter((one) => one.standing !== 'settled').length;
  return {
    verdict: 'ready',
    sentence: left === 0 ? 'ready to be verified' : `ready: ${left} of ${effects.length} effects to go`,
    next: 'kaiyaku apply CONTRACT',
  };
}
