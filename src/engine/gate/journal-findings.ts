// What a journal says that somebody should know: held, in doubt, changed since, approvals that no longer serve. Pure.
import { findApproval, type ApprovalFault } from '../../journal/project.ts';
import type { JournalState } from '../../journal/state.ts';
import type { Survey } from '../survey.ts';
import { openSteps } from './front.ts';
import type { FindingContext, GateFinding } from './finding.ts';

/** An attempt this young may be at work in another process. */
export const IN_DOUBT_AFTER_MS = 3_600_000;

const JOURNAL_FIELD = ['journal'];

export function journalFindings(survey: Survey, context: FindingContext): GateFinding[] {
  if (survey.decision.complete) return [];
  const { state } = survey.input;
  return [
    ...heldFindings(state, context),
    ...inDoubtFindings(survey),
    ...unprovenFindings(survey),
    ...changedFindings(survey),
    ...approvalFindings(survey),
  ];
}

function heldFindings({ held }: JournalState, { endField }: FindingContext): GateFinding[] {
  if (held === undefined) return [];
  return [
    {
      rule: 'held',
      severity: 'warning',
      what: `held by ${held.by} since ${held.at.slice(0, 10)}: ${held.reason}`,
      why: 'a hold stops every step, and no deadline waits for it',
      next: 'kaiyaku release CONTRACT --reason …',
      about: `held ${held.at}`,
      path: endField,
    },
  ];
}

function inDoubtFindings({ input: { state, nowMs } }: Survey): GateFinding[] {
  const open = state.openIntended;
  if (open === undefined) return [];
  const young = nowMs - Date.parse(open.at) < IN_DOUBT_AFTER_MS;
  return [
    {
      rule: 'in-doubt',
      severity: young ? 'note' : 'error',
      what: `${open.body.effect} was begun at ${open.at} (entry ${open.seq}), and its outcome is not recorded`,
      ...(young ? { why: 'another kaiyaku may be at work on it' } : {}),
      next: 'kaiyaku apply CONTRACT',
      about: `entry ${open.seq}`,
      path: JOURNAL_FIELD,
    },
  ];
}

/** Taken by the other side and never proven within its limit: nothing counts as done by being accepted. */
function unprovenFindings({ decision, input: { state, nowMs } }: Survey): GateFinding[] {
  return openSteps(decision).flatMap(({ effects }) =>
    effects.flatMap(({ effect, standing }) => {
      const known = state.effects.get(effect.id);
      if (standing === 'settled' || known?.status !== 'done' || known.doneAt === undefined) return [];
      if (nowMs - Date.parse(known.doneAt) <= effect.proofWaitMs) return [];
      return {
        rule: 'in-doubt',
        severity: 'warning' as const,
        what: `${effect.title}: taken at ${known.doneAt}, and not proven since`,
        next: 'kaiyaku apply CONTRACT',
        about: effect.id,
        path: JOURNAL_FIELD,
      };
    }),
  );
}

function changedFindings({ input: { state, contractDigest, teardownDigest } }: Survey): GateFinding[] {
  if (state.opened === undefined) return [];
  const what =
    state.contractDigest !== contractDigest
      ? 'the contract file'
      : state.teardownDigest !== teardownDigest
        ? 'the teardown of this version of kaiyaku'
        : undefined;
  if (what === undefined) return [];
  return [
    {
      rule: 'R15',
      severity: 'warning',
      what: `${what} is not the one that the journal records`,
      why: 'apply refuses until the change is recorded, and approvals given before are void',
      next: 'kaiyaku amend CONTRACT --reason …',
      about: 'changed',
      path: JOURNAL_FIELD,
    },
  ];
}

const FAULTS: Readonly<Partial<Record<ApprovalFault, string>>> = {
  expired: 'has expired',
  changed: 'is void: what it was given for has changed',
};

/** Approvals that were given and no longer serve, each once, for the first effect that still needs one. */
function approvalFindings({ decision, input: { state, contractDigest, nowMs } }: Survey): GateFinding[] {
  const findings = new Map<string, GateFinding>();
  for (const { effects } of openSteps(decision)) {
    for (const { effect, digest, standing } of effects) {
      if (standing === 'settled' || !effect.irreversible) continue;
      const found = findApproval(state, effect.id, digest, contractDigest, nowMs);
      const fault = 'why' in found ? FAULTS[found.why] : undefined;
      const approvalId = fault === undefined ? undefined : lastApprovalOf(state, effect.id);
      if (approvalId === undefined || findings.has(approvalId)) continue;
      findings.set(approvalId, {
        rule: 'R16',
        severity: 'warning',
        what: `approval ${approvalId} for ${effect.title} ${fault}`,
        why: 'nothing irreversible goes on without an approval that holds',
        next: `kaiyaku approve CONTRACT --step ${effect.step}`,
        about: approvalId,
        path: JOURNAL_FIELD,
      });
    }
  }
  return [...findings.values()];
}

const lastApprovalOf = (state: JournalState, effect: string): string | undefined =>
  [...state.approvals].findLast(([, approval]) => approval.remaining.has(effect))?.[0];
