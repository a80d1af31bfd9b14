// One contract, judged: terms, end, steps, journal, policies and waivers, as findings. Pure but for the run it is handed;
// looks at nothing, resolves no secret.
import { surveyOffline } from '../offline.ts';
import type { Run } from '../run.ts';
import type { Survey } from '../survey.ts';
import { deadlineFindings } from './deadline-findings.ts';
import { endFindings, lateStepFindings } from './end-findings.ts';
import { endFieldOf } from './fields.ts';
import type { CheckedContract, FindingContext, GateFinding } from './finding.ts';
import { dueSteps } from './front.ts';
import { journalFindings } from './journal-findings.ts';
import { policyFindings } from './policy-findings.ts';
import { GATE_REFUSALS, WORD_RULES } from './rules.ts';
import { waiverFindings } from './waiver-findings.ts';

const LOOK = 'needs a look at the world: kaiyaku plan CONTRACT';

/** What is said of one contract, before it is placed on its text. */
export interface Judged extends Pick<CheckedContract, 'endsOn' | 'outcome' | 'current' | 'judged' | 'notJudged'> {
  readonly survey: Survey;
  readonly findings: readonly GateFinding[];
}

/** Throws user errors of the terms: a contract whose dates cannot be computed. */
export function judgeContract(run: Run, hasJournal: boolean): Judged {
  const survey = surveyOffline(run);
  const { decision, terms, input } = survey;
  const { provider, content } = run.contract;
  const wantedOn = provider.wantedEndsOn(content);
  const front = dueSteps(decision)[0];
  const context: FindingContext = {
    next: nextOf(hasJournal, front?.next),
    endField: endFieldOf(content, wantedOn ?? terms.endsOn),
  };
  const policies = policyFindings(run, survey, context);
  return {
    survey,
    findings: [
      ...deadlineFindings(survey, context),
      ...endFindings(survey, wantedOn, context),
      ...lateStepFindings(survey, context),
      ...journalFindings(survey, context),
      ...policies.findings,
      ...(decision.complete ? [] : waiverFindings(provider.waivers(content), input.todayOn)),
    ],
    judged: rulesJudged(survey, policies.judged),
    notJudged: [...policies.notJudged].map((rule) => ({ rule, why: LOOK })),
    outcome: decision.outcome,
    ...(terms.endsOn === undefined ? {} : { endsOn: terms.endsOn }),
    ...(front === undefined ? {} : { current: { step: front.step.id, sentence: front.sentence, next: context.next } }),
  };
}

const nextOf = (hasJournal: boolean, next: string | undefined): string =>
  hasJournal ? (next ?? 'kaiyaku plan CONTRACT') : 'kaiyaku open CONTRACT';

function rulesJudged({ terms }: Survey, policies: ReadonlySet<string>): string[] {
  const all = new Set([
    ...WORD_RULES.map(({ id }) => id),
    ...GATE_REFUSALS,
    ...policies,
    ...terms.deadlines.map(({ rule }) => rule),
  ]);
  return [...all];
}
