// `apply`: what this call did, why it stopped, and where the contract stands now. Pure.
import type { ApplyResult } from '../engine/advance.ts';
import type { ErrorDetail } from '../base/errors.ts';
import type { EffectVerdict, StepVerdict } from '../engine/verdict.ts';
import type { Head } from '../journal/state.ts';
import { paragraph, report, table } from './block.ts';
import { withContract } from './command-line.ts';
import { closingLines } from './closing.ts';
import { signOf } from './effect-text.ts';
import { errorLines } from './error.ts';
import { markOf, STANDINGS, type Sign } from './mark.ts';
import { nextLines } from './next-lines.ts';
import { isCurrent, nextOf, outcomeLines } from './next.ts';
import { headLines, planJson, stepViewOf, type PlanJson } from './plan.ts';
import { stepsLines } from './step-text.ts';
import { penOf, type Pen, type Style } from './style.ts';
import { plain } from './plain.ts';

export interface ApplyView {
  readonly contract: string;
  readonly result: ApplyResult;
  readonly journalHead?: Pick<Head, 'seq' | 'hash'>;
  readonly planDigest?: string;
}

export function applyText(view: ApplyView, style: Style): string {
  const pen = penOf(style);
  const { contract, result } = view;
  const { survey, outcome, error } = result;
  const next = nextOfApply(view);
  const stepView = stepViewOf(contract, survey, next);
  // What stopped it is told once, under its own head.
  if (error !== undefined) stepView.said.add(error.message);
  const steps = style.verbose ? survey.decision.steps : survey.decision.steps.filter(isCurrent);
  return report(
    headLines(pen, { contract, title: 'apply', survey }),
    didLines(pen, result),
    error === undefined ? [] : errorLines(pen, error, contract, next),
    stepsLines(pen, steps, stepView),
    closingLines(pen, view.result.survey.decision, view),
    [...outcomeLines(pen, survey.decision, outcome, survey.input.todayOn), ...nextLines(pen, next)],
  );
}

/** An error's own advice comes before the step's: it is newer. */
function nextOfApply({ result, contract }: ApplyView): string | undefined {
  const { survey, outcome, error } = result;
  if (error?.next !== undefined && outcome !== 'in-doubt') return withContract(error.next, contract);
  return nextOf(survey.decision, outcome, contract, true);
}

interface Did {
  readonly what: 'carried-out' | 'recorded' | 'verified';
  /** Effect id, or step id for a step that was proven. */
  readonly id: string;
  readonly title: string;
  readonly sign: Sign;
  readonly note: string;
}

const VERBS: Readonly<Record<string, Did['what']>> = {
  'carry-out': 'carried-out',
  record: 'recorded',
  prove: 'verified',
  verified: 'verified',
};

/** What was done, in order; one line for each effect, however often it was taken up. */
function didOf({ did, survey }: ApplyResult): Did[] {
  const effects = new Map(survey.decision.steps.flatMap((one) => one.effects.map((each) => [each.effect.id, each])));
  const steps = new Map(survey.decision.steps.map((one) => [one.step.id, one]));
  const all = new Map<string, Did>();
  for (const line of did) {
    const at = line.indexOf(' ');
    const id = line.slice(at + 1);
    if (all.has(id)) continue;
    const what = VERBS[line.slice(0, at)] ?? 'recorded';
    all.set(id, { what, id, ...toldOf(id, what, effects.get(id), steps.get(id)) });
  }
  return [...all.values()];
}

function toldOf(
  id: string,
  what: Did['what'],
  effect: EffectVerdict | undefined,
  step: StepVerdict | undefined,
): Pick<Did, 'title' | 'sign' | 'note'> {
  if (effect === undefined)
    return { title: step?.step.title ?? id, sign: 'done', note: step === undefined ? '' : 'proven as a whole' };
  const settled = effect.standing === 'settled';
  const note = settled ? NOTES[what] : STANDINGS[effect.standing].note || 'not done';
  return { title: effect.effect.title, sign: settled ? 'done' : signOf(effect), note };
}

const NOTES: Readonly<Record<Did['what'], string>> = {
  'carried-out': 'done and verified',
  recorded: 'was so already; verified and recorded',
  verified: 'verified',
};

function didLines(pen: Pen, result: ApplyResult): string[] {
  const rows = didOf(result).map((one) => [
    markOf(pen, one.sign),
    [{ text: one.title }, { text: one.note === '' ? '' : ` · ${one.note}`, paint: pen.dim }],
  ]);
  if (rows.length === 0) return paragraph(pen, 0, { text: 'Nothing was done.', paint: pen.dim });
  return [...paragraph(pen, 0, { text: 'In this call', paint: pen.bold }), ...table(pen, 2, rows, 1)];
}

/** The document of `apply --format json`: the plan as it is now, and what this call did. */
export interface ApplyJson extends PlanJson {
  readonly did: readonly {
    readonly what: string;
    readonly id: string;
    readonly title: string;
    readonly settled: boolean;
  }[];
  /** Why it stopped, where the other side refused or failed. */
  readonly error?: { readonly code: string; readonly kind: string; readonly message: string; readonly why?: string };
}

export function applyJson(view: ApplyView): ApplyJson {
  const { contract, result, journalHead, planDigest } = view;
  const { survey, outcome, error } = result;
  const plan = planJson({
    contract,
    title: 'apply',
    survey,
    ...(journalHead === undefined ? {} : { journalHead }),
    ...(planDigest === undefined ? {} : { planDigest }),
  });
  return plain({
    ...plan,
    outcome,
    next: nextOfApply(view),
    did: didOf(result).map(({ what, id, title, sign }) => ({ what, id, title, settled: sign === 'done' })),
    error: error === undefined ? undefined : errorFields(error),
  });
}

const errorFields = ({ code, kind, message, why }: ErrorDetail): NonNullable<ApplyJson['error']> =>
  plain({ code, kind, message, why });
