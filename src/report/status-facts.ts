// What a journal alone says about each step: neither contract nor teardown is at hand, so a step is as far as its effects
// and its attestations are. Pure; loads next to nothing, because `status` has to be fast.
import { isCivilDate, type CivilDate } from '../calendar/civil-day.ts';
import type { Approval, EffectState, JournalState } from '../journal/state.ts';
import type { StepSummary } from '../journal/entry.ts';
import type { Sign } from './mark.ts';

/** One step, from the journal. */
export interface StepStatus {
  readonly id: string;
  readonly title: string;
  readonly actor: string;
  /** `done`: every known effect is proven, or it is attested. `begun`: some are, or one is taken and not yet proven. */
  readonly status: 'done' | 'begun' | 'in-doubt' | 'requested' | 'not-begun' | 'not-needed';
  readonly effects: EffectCounts;
  /** What a person attested; the last word on each field. */
  readonly attested?: Readonly<Record<string, unknown>>;
  readonly attestedAt?: string;
  readonly requestedAt?: string;
  /** When the step's own probe agreed. */
  readonly verifiedAt?: string;
  readonly notNeeded?: string;
}

export interface EffectCounts {
  /** Proven by later reads, by us or found so. */
  readonly verified: number;
  /** Taken by the other side, proof still awaited. */
  readonly done: number;
  readonly open: number;
  readonly total: number;
}

export const SIGNS: Readonly<Record<StepStatus['status'], Sign>> = {
  done: 'done',
  begun: 'ready',
  'in-doubt': 'in-doubt',
  requested: 'waiting-for-person',
  'not-begun': 'later',
  'not-needed': 'not-needed',
};

export function stepStatuses(state: JournalState): StepStatus[] {
  const all = state.steps.map((step) => stepStatus(state, step));
  if (state.route === 'ordinary') return all;
  // Another route leaves steps out; the journal shows which only by having passed them.
  const lastBegun = all.findLastIndex((one) => one.status !== 'not-begun' && one.status !== 'not-needed');
  return all.map((one, index) =>
    one.status === 'not-begun' && index < lastBegun
      ? { ...one, status: 'not-needed', notNeeded: `not taken on the ${state.route} route` }
      : one,
  );
}

function stepStatus(state: JournalState, { id, title, actor, effects, notNeeded }: StepSummary): StepStatus {
  const counts = countEffects(state, id, effects);
  const attestations = state.attestations.get(id) ?? [];
  const last = attestations.at(-1);
  const requested = state.requests.get(id);
  const verified = state.verifiedSteps.get(id);
  return {
    id,
    title,
    actor,
    status: wordOf({
      ...(notNeeded === undefined ? {} : { notNeeded }),
      counts,
      attested: last !== undefined,
      requested: requested !== undefined,
      verified: verified !== undefined,
      person: actor !== 'kaiyaku',
    }),
    effects: counts,
    ...(last === undefined
      ? {}
      : {
          attested: Object.assign({}, ...attestations.map((one) => one.facts)) as Record<string, unknown>,
          attestedAt: last.at,
        }),
    ...(requested === undefined ? {} : { requestedAt: requested.at }),
    ...(verified === undefined ? {} : { verifiedAt: verified.at }),
    ...(notNeeded === undefined ? {} : { notNeeded }),
  };
}

interface Known {
  readonly notNeeded?: string;
  readonly counts: EffectCounts;
  readonly attested: boolean;
  readonly requested: boolean;
  readonly verified: boolean;
  readonly person: boolean;
}

function wordOf({ notNeeded, counts, attested, requested, verified, person }: Known): StepStatus['status'] {
  if (counts.open > 0) return 'in-doubt';
  const anything = counts.verified + counts.done > 0 || attested || verified;
  if (notNeeded !== undefined && !anything) return 'not-needed';
  if (person) return attested ? 'done' : requested ? 'requested' : 'not-begun';
  if (counts.total > 0 ? counts.verified >= counts.total : verified) return 'done';
  return anything ? 'begun' : 'not-begun';
}

/** Ids of effects begin with their step's; discovery may have listed more of them than the opening knew. */
function countEffects(state: JournalState, step: string, expected: number): EffectCounts {
  const known = [...state.effects].filter(([id]) => id.startsWith(`${step}/`)).map(([, effect]) => effect);
  const count = (...statuses: readonly EffectState['status'][]): number =>
    known.filter((one) => statuses.includes(one.status)).length;
  const total = Math.max(expected, known.filter((one) => one.status !== 'untouched').length);
  return { verified: count('verified', 'found'), done: count('done'), open: count('intended'), total };
}

export interface EndStatus {
  readonly endsOn?: CivilDate;
  readonly source: 'notice' | 'wanted' | 'closed' | 'none';
}

/** The end date that the journal knows: the attested one of a notice, else the wanted one. */
export function endOf(state: JournalState): EndStatus {
  const attested = [...state.attestations.values()]
    .flat()
    .map((one) => one.facts['endsOn'])
    .findLast((value) => typeof value === 'string' && isCivilDate(value));
  if (typeof attested === 'string') return { endsOn: attested, source: 'notice' };
  if (state.closed?.endsOn !== undefined) return { endsOn: state.closed.endsOn, source: 'closed' };
  return state.wantedEndsOn === undefined ? { source: 'none' } : { endsOn: state.wantedEndsOn, source: 'wanted' };
}

export interface OutstandingApproval {
  readonly approvalId: string;
  readonly expiresAtMs: number;
  readonly by: string;
  /** Effects that may still be carried out under it. */
  readonly effects: readonly string[];
  readonly route?: string;
  readonly state: 'valid' | 'expired' | 'void';
}

/** Approvals with something left to spend. `void`: the contract was amended since. */
export function outstandingApprovals(state: JournalState, nowMs: number): OutstandingApproval[] {
  return [...state.approvals].flatMap(([approvalId, approval]) => {
    const effects = [...approval.remaining].filter(([id, left]) => isLeft(state, id, left)).map(([effect]) => effect);
    if (approval.revoked || effects.length === 0) return [];
    const { by, route } = approval.body;
    return {
      approvalId,
      expiresAtMs: approval.expiresAtMs,
      by,
      effects,
      ...(route === undefined ? {} : { route }),
      state:
        approval.body.contractDigest !== state.contractDigest
          ? 'void'
          : nowMs >= approval.expiresAtMs
            ? 'expired'
            : 'valid',
    };
  });
}

/** Nothing spends the approval of a person's step but its being done. */
function isLeft(
  state: JournalState,
  id: string,
  left: Approval['remaining'] extends ReadonlyMap<string, infer V> ? V : never,
): boolean {
  if (left.state === 'spent') return false;
  return !id.startsWith('step/') || !state.attestations.has(id.slice('step/'.length));
}
