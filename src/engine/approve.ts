// Approvals (J4): for listed effects under one plan and one contract. Everything that will happen is shown first; the
// contract's name is typed by a person or given by `--confirm`; an approval expires, and is spent by the act.
import { randomBytes } from 'node:crypto';
import { refusal, userError } from '../base/errors.ts';
import { APPROVAL_LIFETIME_MS_MAX } from '../base/limits.ts';
import { findApproval } from '../journal/project.ts';
import type { BodyByKind } from '../journal/entry.ts';
import { routeTaken, withRoute } from './route-asked.ts';
import { stepApprovalId, stepDigest } from './step-approval.ts';
import type { Run } from './run.ts';
import { surveyOffline } from './offline.ts';
import { planDigest } from './plan-digest.ts';
import { Sight, survey, type Survey } from './survey.ts';
import type { StepVerdict } from './verdict.ts';

export interface ApprovalAsked {
  /** Step ids; empty: whatever waits for an approval now. */
  readonly steps: readonly string[];
  readonly all?: boolean;
  readonly route?: string;
  readonly hours?: number;
  /** The digest that `plan` printed; the approval is refused (R15) when the plan is another one now. */
  readonly planDigest?: string;
}

/** What is put before the approver, and recorded when they agree. */
export interface ApprovalDraft {
  readonly effects: readonly { effect: string; digest: string; title: string; irreversible: boolean }[];
  readonly shown: readonly string[];
  readonly route?: string;
  readonly expiresAtMs: number;
  readonly digest: string;
}

const HOUR_MS = 3_600_000;

/** Draws up the approval. Throws refusals R01/R02/R15/R18/R27, `nothing-to-approve` (user) and what `routeTaken` throws. Writes nothing. */
export async function draftApproval(run: Run, asked: ApprovalAsked): Promise<ApprovalDraft> {
  const taken = asked.route === undefined ? undefined : await routeTaken(run, asked.route);
  const onRoute = taken === undefined ? run : withRoute(run, taken.route);
  const now = needsLook(onRoute, asked) ? await survey(onRoute, new Sight()) : surveyOffline(onRoute);
  const steps = chosen(now, asked);
  for (const one of steps) refuseHopeless(one);
  const effects = steps.flatMap((one) => approvable(onRoute, one, asked.route !== undefined));
  if (effects.length === 0 && asked.route === undefined)
    throw userError('nothing-to-approve', 'nothing that cannot be undone waits for an approval', {
      next: 'kaiyaku plan CONTRACT',
    });
  const digest = planDigest(now.decision);
  if (asked.planDigest !== undefined && asked.planDigest !== digest)
    throw refusal('R15', `the plan is ${digest} now, not ${asked.planDigest}`, {
      next: 'kaiyaku plan CONTRACT, and read it again',
    });
  const { hours } = run.contract.provider.approval(run.contract.content);
  const lifetimeMs = Math.min((asked.hours ?? hours) * HOUR_MS, APPROVAL_LIFETIME_MS_MAX);
  return {
    effects,
    shown: [...new Set([...(taken?.shows ?? []), ...effects.map((one) => one.title)])],
    expiresAtMs: run.clock.nowMs() + lifetimeMs,
    digest,
    ...(taken === undefined ? {} : { route: taken.route }),
  };
}

/** Appends the approval; returns its id. */
export async function recordApproval(run: Run, draft: ApprovalDraft, signedBy?: string): Promise<string> {
  const approvalId = `A-${randomBytes(4).toString('hex')}`;
  const body: BodyByKind['approved'] = {
    approvalId,
    effects: draft.effects.map(({ effect, digest }) => ({ effect, digest })),
    contractDigest: run.contract.digest,
    expiresAt: new Date(draft.expiresAtMs).toISOString(),
    by: run.by,
    shown: draft.shown,
    ...(draft.route === undefined ? {} : { route: draft.route }),
    ...(signedBy === undefined ? {} : { signedBy }),
  };
  await run.journal.append({ kind: 'approved', body });
  return approvalId;
}

/**
 * Persons' steps are approved without looking at the world: no credential is needed for them. What kaiyaku does may be
 * listed only by looking (files behind a glob, interfaces of a server).
 */
function needsLook(run: Run, asked: ApprovalAsked): boolean {
  const { decision } = surveyOffline(run);
  const steps = chosenFrom(decision.steps, asked);
  return (
    asked.route !== undefined ||
    asked.planDigest !== undefined ||
    steps.length === 0 ||
    steps.some(({ step }) => step.actor === 'kaiyaku' || step.effects.length > 0)
  );
}

function chosen(now: Survey, asked: ApprovalAsked): StepVerdict[] {
  const unknown = asked.steps.filter((id) => !now.teardown.steps.some((step) => step.id === id));
  if (unknown.length > 0)
    throw userError('unknown-step', `no step ${unknown.join(', ')}`, {
      next: `steps: ${now.teardown.steps.map((step) => step.id).join(', ')}`,
    });
  return chosenFrom(now.decision.steps, asked);
}

function chosenFrom(steps: readonly StepVerdict[], asked: ApprovalAsked): StepVerdict[] {
  const open = steps.filter((one) => one.verdict !== 'done' && one.verdict !== 'not-needed');
  if (asked.steps.length > 0) return open.filter((one) => asked.steps.includes(one.step.id));
  if (asked.all === true || asked.route !== undefined) return open.filter((one) => one.step.actor === 'kaiyaku');
  return open.filter((one) => one.verdict === 'needs-approval');
}

/** What could never be carried out as it stands is not put before anybody. */
function refuseHopeless(one: StepVerdict): void {
  const found = one.findings.find((finding) => ['R01', 'R02', 'R27'].includes(finding.refusal));
  if (found !== undefined) throw refusal(found.refusal, found.what, { why: found.why, next: found.next });
  if (one.step.unreadable !== undefined)
    throw refusal('R18', `${one.step.id} cannot be listed: ${one.step.unreadable.message}`, {
      next: one.step.unreadable.next ?? 'kaiyaku plan CONTRACT',
      exitCode: 16,
    });
}

/** A route has an approval of its own, also for what an earlier one covers: it is given knowing what the route gives up. */
function approvable(run: Run, one: StepVerdict, afresh: boolean): ApprovalDraft['effects'][number][] {
  const { state } = run.journal;
  if (one.step.actor !== 'kaiyaku') {
    if (!one.step.irreversible) return [];
    const [effect, digest] = [stepApprovalId(one.step), stepDigest(one.step)];
    return [{ effect, digest, title: one.step.title, irreversible: true }];
  }
  return one.effects
    .filter(
      ({ effect, standing }) =>
        // What is something else today is still refused by name; an approval is of what the contract names.
        effect.irreversible && ['to-do', 'not-asked', 'unknown', 'foreign'].includes(standing),
    )
    .filter(
      ({ effect, digest }) =>
        afresh || 'why' in findApproval(state, effect.id, digest, run.contract.digest, run.clock.nowMs()),
    )
    .map(({ effect, digest }) => ({ effect: effect.id, digest, title: effect.title, irreversible: true }));
}
