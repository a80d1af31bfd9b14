// The end of the contract against the wanted one, and steps whose window has closed. Pure.
import type { CivilDate } from '../../calendar/civil-date.ts';
import type { Survey } from '../survey.ts';
import { openDeadlines } from './deadline-findings.ts';
import type { FindingContext, GateFinding } from './finding.ts';
import { openSteps } from './front.ts';

/** Rule `end-date`: notice and computation differ, or the known end is not the wanted one. */
export function endFindings(
  { decision, terms }: Survey,
  wantedOn: CivilDate | undefined,
  { endField }: FindingContext,
): GateFinding[] {
  if (decision.complete) return [];
  const { endsOnConflict: conflict, endsOn, endsOnSource, costs } = terms;
  if (conflict !== undefined)
    return [
      {
        rule: 'end-date',
        severity: 'error',
        what: `the notice ends the contract on ${conflict.noticeOn}, expected was ${conflict.computedOn}`,
        why: `until somebody acknowledges it the earlier day governs, and no step goes on`,
        next: `ask the provider; then set endsOnAcknowledged: ${conflict.noticeOn} and kaiyaku amend CONTRACT --reason …`,
        about: 'conflict',
        path: endField,
      },
    ];
  if (endsOn === undefined || wantedOn === undefined || endsOn === wantedOn) return [];
  if (endsOnSource !== 'notice' && endsOnSource !== 'computed') return [];
  const later = endsOn > wantedOn;
  const costYen = later ? costs.find((one) => one.incurred === true)?.yen : undefined;
  return [
    {
      rule: 'end-date',
      severity: 'warning',
      what: `the contract ends on ${endsOn} (${endsOnSource}), ${later ? 'later' : 'earlier'} than the wanted ${wantedOn}`,
      why: later ? 'it is billed until then' : 'whoever needs it longer loses it',
      next: 'write the end that is known into the contract file, then kaiyaku amend CONTRACT --reason …',
      about: 'wanted',
      path: endField,
      ...(costYen === undefined ? {} : { costYen }),
    },
  ];
}

/** Rule `step-late`: windows that closed on open steps, where no deadline says the same. */
export function lateStepFindings(survey: Survey, { endField }: FindingContext): GateFinding[] {
  const { decision, input } = survey;
  if (decision.complete) return [];
  const said = new Set(openDeadlines(survey).flatMap(({ deadline, actByOn }) => [deadline.on, actByOn]));
  return openSteps(decision).flatMap(({ step, next, costYen }) => {
    const { untilOn, why } = step.window;
    if (untilOn === undefined || untilOn >= input.todayOn || said.has(untilOn)) return [];
    return {
      rule: 'step-late',
      severity: 'error' as const,
      what: `${step.id}: its window closed on ${untilOn}, and it is not done`,
      next: next ?? 'kaiyaku plan CONTRACT',
      about: step.id,
      on: untilOn,
      path: endField,
      ...(why === undefined ? {} : { why }),
      ...(costYen === undefined ? {} : { costYen }),
    };
  });
}
