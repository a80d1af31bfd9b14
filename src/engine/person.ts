// A person's step: `request` prints what to do, `attest` files what was done. Opened and closed any number at once.
import { refusal, userError } from '../base/errors.ts';
import { isCivilDate } from '../calendar/civil-date.ts';
import type { EvidenceRef } from '../executors/port.ts';
import type { JsonObject } from '../base/canonical-json.ts';
import type { RequestText } from '../teardown/provider.ts';
import type { EvidenceField, Step } from '../teardown/step.ts';
import { findApproval } from '../journal/project.ts';
import { stepApprovalId, stepDigest } from './step-approval.ts';
import { observationOf } from './evaluate.ts';
import { surveyOffline } from './offline.ts';
import { historyOf, todayOf, type Run } from './run.ts';
import { look, Sight, type Survey } from './survey.ts';
import type { StepVerdict } from './verdict.ts';

/**
 * The exact text to send. What the step names as its looks is looked at first, and nothing else. Throws R03 (not its turn),
 * R02/R16 by the step's verdict, R18 where a look is unknown. Appends `requested`.
 */
export async function request(run: Run, stepId: string, form?: string): Promise<RequestText> {
  const sight = new Sight();
  if (personStep(run, stepId).one.due) await lookFirst(run, sight, stepId);
  const { one, survey } = personStep(run, stepId, sight);
  // A withdrawal is asked for when the application is done, and only then.
  const afterwards = form !== undefined && one.step.formsAfterwards?.includes(form) === true;
  const held = one.reasons.some((reason) => reason.code === 'held');
  if (held || one.verdict !== (afterwards ? 'done' : 'waiting-for-person')) throw notNow(one);
  if (!afterwards) requireApproved(run, one);
  const { terms } = survey;
  const known = { terms, history: historyOf(run), todayOn: todayOf(run), seen: sight.seen };
  const text = run.contract.provider.requestText(run.contract.content, stepId, form, known);
  await run.journal.append({ kind: 'requested', body: { step: stepId, text: text.text, by: run.by } });
  return text;
}

/** The text of what cannot be undone leaves only under an approval that holds now, also when it is printed again. */
function requireApproved(run: Run, { step, findings }: StepVerdict): void {
  const refused = findings.find((finding) => finding.severity === 'error');
  if (refused !== undefined) throw refusal(refused.refusal, refused.what, { why: refused.why, next: refused.next });
  if (!step.irreversible) return;
  const { journal, contract, clock } = run;
  const found = findApproval(journal.state, stepApprovalId(step), stepDigest(step), contract.digest, clock.nowMs());
  if ('why' in found)
    throw refusal(found.why === 'changed' ? 'R15' : 'R16', `${step.id} cannot be undone; approval ${found.why}`, {
      next: `kaiyaku approve CONTRACT --step ${step.id}`,
      exitCode: 11,
    });
}

/** A text that leaves although nobody could look would be about nothing. */
async function lookFirst(run: Run, sight: Sight, stepId: string): Promise<void> {
  const { looks } = personStep(run, stepId).one.step;
  await look(run, sight, looks);
  for (const target of looks) {
    const seen = observationOf(sight.seen, target);
    if (seen.state === 'unknown')
      throw refusal('R18', `${stepId}: ${target.label}: ${seen.error.message}`, {
        exitCode: 16,
        ...(seen.error.next === undefined ? {} : { next: seen.error.next }),
      });
  }
}

function personStep(run: Run, stepId: string, sight = new Sight()): { one: StepVerdict; survey: Survey } {
  const survey = surveyOffline(run, sight);
  const { decision } = survey;
  const one = decision.steps.find((verdict) => verdict.step.id === stepId);
  const persons = decision.steps
    .filter((verdict) => verdict.step.actor !== 'kaiyaku')
    .map((verdict) => verdict.step.id);
  if (one === undefined || one.step.actor === 'kaiyaku')
    throw userError('not-a-persons-step', `${stepId} is not a person’s step`, {
      next: `persons’ steps: ${persons.join(', ')}`,
    });
  return { one, survey };
}

function notNow(one: StepVerdict): Error {
  const code = one.reasons.find((reason) => /^R\d\d$/.test(reason.code))?.code ?? 'R03';
  return refusal(code, `${one.step.id}: ${one.sentence}`, one.next === undefined ? {} : { next: one.next });
}

export interface Attested {
  readonly facts: Readonly<Record<string, string>>;
  readonly evidence: readonly EvidenceRef[];
  readonly note?: string;
}

/** Checks names and dates before a byte is written. Throws `user` errors and R03. */
export function requireAttestable(run: Run, stepId: string, facts: Attested['facts']): StepVerdict {
  const { one } = personStep(run, stepId);
  if (!one.due && one.verdict !== 'done') throw notNow(one);
  checkedFacts(one.step, facts, todayOf(run));
  return one;
}

/** Appends `attested`; throws what `requireAttestable` throws, and `nothing-attested` (user). */
export async function attest(run: Run, stepId: string, given: Attested): Promise<JsonObject> {
  const one = requireAttestable(run, stepId, given.facts);
  const facts = checkedFacts(one.step, given.facts, todayOf(run));
  if (Object.keys(facts).length === 0 && given.evidence.length === 0)
    throw userError('nothing-attested', `${stepId}: give at least one --set NAME=VALUE or --file`, {
      next: one.step.evidence.map((field) => `${field.name} (${field.what})`).join('; '),
    });
  await run.journal.append({
    kind: 'attested',
    body: {
      step: stepId,
      facts,
      evidence: given.evidence,
      by: run.by,
      ...(given.note === undefined ? {} : { note: given.note }),
    },
  });
  return facts;
}

/** Dates on which something ends may lie ahead, and those that say so; everything else has happened already. */
const MAY_LIE_AHEAD = /^ends/;

export function checkedFacts(
  step: Step,
  given: Readonly<Record<string, string>>,
  todayOn: string,
): Record<string, string | number> {
  const facts: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(given)) {
    const field = step.evidence.find((one) => one.name === name && one.kind !== 'file');
    if (field === undefined)
      throw userError('unknown-field', `${step.id} takes no field ${name}`, {
        next: `fields: ${step.evidence
          .filter((one) => one.kind !== 'file')
          .map((one) => one.name)
          .join(', ')}`,
      });
    facts[name] = checkedValue(step, field, value, todayOn);
  }
  return facts;
}

function checkedValue(
  step: Step,
  { name, kind, what, mayLieAhead, notBefore }: EvidenceField,
  value: string,
  todayOn: string,
): string | number {
  const wrong = (why: string) => userError('bad-value', `${step.id}: ${name}=${value}: ${why}`, { why: what });
  if (kind === 'yen') {
    if (!/^\d{1,12}$/.test(value)) throw wrong('must be whole yen');
    return Number(value);
  }
  if (kind !== 'date') return value;
  if (!isCivilDate(value)) throw wrong('must be a date that exists, like 2026-11-30');
  if (value > todayOn && mayLieAhead !== true && !MAY_LIE_AHEAD.test(name))
    throw wrong(`lies after today (${todayOn})`);
  if (notBefore !== undefined && value < notBefore) throw wrong(`lies before ${notBefore}`);
  return value;
}
