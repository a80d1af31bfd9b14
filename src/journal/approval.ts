// Approvals as the journal remembers them (J4): given for one effect under one digest and one contract, reserved by an
// attempt, spent when it is done, given back when it is proven not to have happened. Pure.
import type { Approval, ApprovedEffect, JournalState } from './state.ts';

/** Why no approval serves. `spent`: done under it, or an open attempt holds it. `changed`: given for something else. */
export type ApprovalFault = 'missing' | 'expired' | 'revoked' | 'spent' | 'changed';

function faultOf(
  approval: Approval,
  left: ApprovedEffect,
  digest: string,
  contractDigest: string,
  nowMs: number,
): ApprovalFault | undefined {
  if (approval.revoked) return 'revoked';
  if (left.digest !== digest || approval.body.contractDigest !== contractDigest) return 'changed';
  if (left.state !== 'unspent') return 'spent';
  return nowMs >= approval.expiresAtMs ? 'expired' : undefined;
}

/** No route but the provider's usual one. */
export const ORDINARY_ROUTE = 'ordinary';

/**
 * The route of the latest approval that names one and still holds: for the contract as it is, not revoked, not expired —
 * or begun: once anything that it names was attempted or found after it, the route cannot be left, whatever paid for it.
 */
export function routeInForce(state: JournalState, nowMs: number): string {
  let route = ORDINARY_ROUTE;
  for (const approval of state.approvals.values()) {
    if (approval.body.route === undefined) continue;
    const holds =
      !approval.revoked && approval.body.contractDigest === state.contractDigest && nowMs < approval.expiresAtMs;
    if (holds || isBegun(state, approval)) route = approval.body.route;
  }
  return route;
}

const isBegun = (state: JournalState, approval: Approval): boolean =>
  [...approval.remaining.keys()].some((id) => {
    const known = state.effects.get(id);
    const happened = known !== undefined && known.status !== 'failed' && known.status !== 'untouched';
    return happened && (known.intended?.seq ?? known.foundSeq ?? -1) > approval.seq;
  });

/**
 * The approval to name in an `intended` of this effect, or why there is none: of the latest approval that names the
 * effect. `effect` may be `step/<id>` for an irreversible person's step; nothing spends such an approval.
 */
export function findApproval(
  state: JournalState,
  effect: string,
  digest: string,
  contractDigest: string,
  nowMs: number,
): { readonly approvalId: string } | { readonly why: ApprovalFault } {
  let why: ApprovalFault = 'missing';
  let found: string | undefined;
  for (const [approvalId, approval] of state.approvals) {
    const left = approval.remaining.get(effect);
    if (left === undefined) continue;
    const fault = faultOf(approval, left, digest, contractDigest, nowMs);
    if (fault === undefined) found = approvalId;
    why = fault ?? why;
  }
  return found === undefined ? { why } : { approvalId: found };
}
