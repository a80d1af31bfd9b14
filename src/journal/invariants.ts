// The invariants J2–J4 and the order of kinds, over what the journal says so far. Pure. The writer asks before it
// writes and the reader asks again: an entry that breaks one is never written, and never believed.
import type { Entry, NewEntry } from './entry.ts';
import { effectState } from './project.ts';
import type { JournalState } from './state.ts';

/** Kinds that a closed journal no longer takes; later levels of *gone* may still be verified and attested. */
const NOT_AFTER_CLOSED: ReadonlySet<string> = new Set(['amended', 'approved', 'intended', 'closed']);

/** Which invariant the entry would break, in one clause; undefined when it may follow. */
export function invariantFault(state: JournalState, entry: NewEntry | Entry): string | undefined {
  if (entry.kind === 'opened') return state.entries === 0 ? undefined : 'only the first entry is `opened`';
  if (state.entries === 0) return 'the first entry must be `opened`';
  if (state.closed !== undefined && NOT_AFTER_CLOSED.has(entry.kind)) return `\`${entry.kind}\` follows \`closed\``;
  switch (entry.kind) {
    case 'approved':
      return approvedFault(state, entry.body);
    case 'revoked':
      return state.approvals.has(entry.body.approvalId)
        ? undefined
        : `there is no approval ${entry.body.approvalId} to revoke (J4)`;
    case 'intended':
      return intendedFault(state, entry.body);
    case 'done':
    case 'failed':
      return closingFault(state, entry.kind, entry.body);
    case 'settled':
      return settledFault(state, entry.body);
    case 'verified':
      return verifiedFault(state, entry.body.effect);
    case 'found':
      return state.openIntended?.body.effect === entry.body.effect
        ? `\`found\` names ${entry.body.effect}, whose attempt at seq ${state.openIntended.seq} is open (J3)`
        : undefined;
    case 'closed':
      return state.openIntended === undefined
        ? undefined
        : `\`closed\` while the attempt at seq ${state.openIntended.seq} is open (J2)`;
    case 'amended':
    case 'waived':
    case 'requested':
    case 'attested':
    case 'held':
    case 'released':
      return undefined;
  }
}

function approvedFault(state: JournalState, body: (Entry<'approved'> & NewEntry)['body']): string | undefined {
  if (state.approvals.has(body.approvalId)) return `approval ${body.approvalId} was given before (J4)`;
  const names = new Set(body.effects.map(({ effect }) => effect));
  return names.size === body.effects.length ? undefined : `approval ${body.approvalId} names an effect twice (J4)`;
}

function intendedFault(state: JournalState, body: Entry<'intended'>['body']): string | undefined {
  if (state.openIntended !== undefined) return `the attempt at seq ${state.openIntended.seq} is still open (J2)`;
  if (body.contractDigest !== state.contractDigest) return 'it was intended under another contract digest (J4)';
  if (body.approvalId === undefined)
    return body.irreversible ? `the irreversible ${body.effect} names no approval (J4)` : undefined;
  const approval = state.approvals.get(body.approvalId);
  if (approval === undefined) return `there is no approval ${body.approvalId} (J4)`;
  if (approval.revoked) return `approval ${body.approvalId} is revoked (J4)`;
  if (approval.body.contractDigest !== body.contractDigest)
    return `approval ${body.approvalId} is of another contract digest (J4)`;
  const left = approval.remaining.get(body.effect);
  if (left === undefined) return `approval ${body.approvalId} does not name ${body.effect} (J4)`;
  if (left.digest !== body.digest) return `approval ${body.approvalId} is of another digest of ${body.effect} (J4)`;
  return left.state === 'unspent' ? undefined : `approval ${body.approvalId} is ${left.state} for ${body.effect} (J4)`;
}

function closingFault(
  state: JournalState,
  kind: string,
  body: { readonly intended: number; readonly effect: string },
): string | undefined {
  const open = state.openIntended;
  if (open === undefined) return `\`${kind}\` closes seq ${body.intended}, but no attempt is open (J3)`;
  if (open.seq !== body.intended) return `\`${kind}\` closes seq ${body.intended}, but seq ${open.seq} is open (J3)`;
  return open.body.effect === body.effect
    ? undefined
    : `\`${kind}\` closes ${body.effect}, but ${open.body.effect} is open (J3)`;
}

/** A person may also speak on an attempt that was closed as done: one that was never proven, or whose object came back. */
function settledFault(state: JournalState, body: Entry<'settled'>['body']): string | undefined {
  if (state.openIntended !== undefined) return closingFault(state, 'settled', body);
  const { status, intended, foundSeq } = effectState(state, body.effect);
  if (status === 'found' && foundSeq === body.intended && body.as === 'not-done') return undefined;
  if (intended?.seq !== body.intended)
    return `\`settled\` names seq ${body.intended}, which is not the latest attempt at ${body.effect} (J3)`;
  const speaks = status === 'done' || (status === 'verified' && body.as === 'not-done');
  return speaks ? undefined : `\`settled\` as ${body.as} names ${body.effect}, which is ${status} (J3)`;
}

function verifiedFault(state: JournalState, effect: string | undefined): string | undefined {
  if (effect === undefined) return undefined;
  const { status } = effectState(state, effect);
  return status === 'done' || status === 'verified' || status === 'found'
    ? undefined
    : `\`verified\` names ${effect}, which is ${status} (J3)`;
}
