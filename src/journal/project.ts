// Folds entries into what they say. Pure, and the only writer of a JournalState. It trusts its entries: whoever reads
// them from somewhere passes them through chain.ts first, and an entry that could not have passed is a bug here.
import { bugError } from '../base/errors.ts';
import { ORDINARY_ROUTE } from './approval.ts';
import type { BodyByKind, Entry, EntryKind } from './entry.ts';
import type { Approval, ApprovedEffect, Attestation, EffectState, JournalState, Waiver } from './state.ts';

export { findApproval, ORDINARY_ROUTE, routeInForce, type ApprovalFault } from './approval.ts';
export type { Approval, Attestation, EffectState, EffectStatus, Head, JournalState, Waiver } from './state.ts';

/** Code of a `failed` that rests on looking: the request itself may have been sent. */
export const LOOKED_UNCHANGED = 'looked-unchanged';
/** `prev` of the first entry. */
export const HASH_OF_NOTHING = '0'.repeat(64);

const UNTOUCHED: EffectState = { status: 'untouched', levels: [], attempts: 0 };

interface Collections {
  approvals: Map<string, Approval>;
  waivers: Waiver[];
  requests: Map<string, { at: string; text: string }>;
  attestations: Map<string, Attestation[]>;
  effects: Map<string, EffectState>;
  verifiedSteps: Map<string, { at: string; body: Readonly<BodyByKind['verified']> }>;
}
type Writable = { -readonly [Field in keyof JournalState]: JournalState[Field] };
type Draft = Collections & Omit<Writable, keyof Collections>;

/** A journal without entries. */
export function emptyState(): JournalState {
  const draft: Draft = {
    contractDigest: '',
    teardownDigest: '',
    toolVersion: '',
    content: {},
    steps: [],
    head: { seq: -1, hash: HASH_OF_NOTHING, at: '' },
    entries: 0,
    lastAtMs: 0,
    route: ORDINARY_ROUTE,
    approvals: new Map(),
    waivers: [],
    requests: new Map(),
    attestations: new Map(),
    effects: new Map(),
    verifiedSteps: new Map(),
    irreversibleDone: 0,
    irreversibleBegun: false,
  };
  return draft;
}

/** The state of any effect, `untouched` when no entry names it. */
export function effectState(state: JournalState, effect: string): EffectState {
  return state.effects.get(effect) ?? UNTOUCHED;
}

/** Changes `state` by one entry and returns it. Throws `bug` for an entry that no checked journal holds there. */
export function applyEntry(state: JournalState, entry: Entry): JournalState {
  const draft = state as Draft;
  applyBody(draft, entry);
  draft.head = { seq: entry.seq, hash: entry.hash, at: entry.at };
  draft.entries += 1;
  draft.lastAtMs = Math.max(draft.lastAtMs, Date.parse(entry.at));
  draft.irreversibleBegun =
    draft.irreversibleDone > 0 || draft.irreversibleSent === true || draft.openIntended?.body.irreversible === true;
  return draft;
}

/** The fold of entries that `ChainChecker` has let through. */
export function projectJournal(entries: Iterable<Entry>): JournalState {
  const state = emptyState();
  for (const entry of entries) applyEntry(state, entry);
  return state;
}

function applyBody(draft: Draft, entry: Entry): void {
  switch (entry.kind) {
    case 'opened':
      draft.opened = { ...entry.body, at: entry.at };
      return adoptContract(draft, entry.body);
    case 'amended':
      return adoptContract(draft, entry.body);
    case 'approved':
      return approve(draft, entry);
    case 'revoked':
      return revoke(draft, entry.body.approvalId);
    case 'waived':
      draft.waivers.push({ ...entry.body, at: entry.at });
      return;
    case 'requested':
      draft.requests.set(entry.body.step, { at: entry.at, text: entry.body.text });
      return;
    case 'attested':
      return attest(draft, entry);
    case 'intended':
      return intend(draft, entry);
    case 'done':
    case 'failed':
      return closeAttempt(draft, entry);
    case 'settled':
      return draft.openIntended === undefined ? settleClosed(draft, entry) : closeAttempt(draft, entry);
    case 'verified':
      return verify(draft, entry);
    case 'found':
      return find(draft, entry);
    case 'held':
      draft.held = { ...entry.body, at: entry.at };
      return;
    case 'released':
      delete draft.held;
      return;
    case 'closed':
      draft.closed = { ...entry.body, at: entry.at };
  }
}

function adoptContract(draft: Draft, body: Readonly<BodyByKind['opened'] | BodyByKind['amended']>): void {
  draft.contractDigest = body.contractDigest;
  draft.teardownDigest = body.teardownDigest;
  draft.toolVersion = body.toolVersion;
  draft.content = body.content;
  draft.steps = body.steps;
  if (body.wantedEndsOn === undefined) delete draft.wantedEndsOn;
  else draft.wantedEndsOn = body.wantedEndsOn;
}

function approve(draft: Draft, { seq, at, body }: Entry<'approved'>): void {
  const remaining = new Map<string, ApprovedEffect>();
  for (const { effect, digest } of body.effects) remaining.set(effect, { digest, state: 'unspent' });
  draft.approvals.set(body.approvalId, {
    body,
    seq,
    at,
    expiresAtMs: Date.parse(body.expiresAt),
    revoked: false,
    remaining,
  });
  draft.route = routeOf(draft);
}

function revoke(draft: Draft, approvalId: string): void {
  draft.approvals.set(approvalId, { ...knownApproval(draft, approvalId), revoked: true });
  draft.route = routeOf(draft);
}

function routeOf(draft: Draft): string {
  let route = ORDINARY_ROUTE;
  for (const { revoked, body } of draft.approvals.values()) if (!revoked) route = body.route ?? route;
  return route;
}

function attest(draft: Draft, { at, body }: Entry<'attested'>): void {
  const { step, ...given } = body;
  const all = draft.attestations.get(step);
  if (all === undefined) draft.attestations.set(step, [{ ...given, at }]);
  else all.push({ ...given, at });
}

function intend(draft: Draft, entry: Entry<'intended'>): void {
  const { effect, approvalId } = entry.body;
  const { attempts, lastFailure } = effectState(draft, effect);
  draft.effects.set(effect, {
    status: 'intended',
    intended: entry,
    levels: [],
    attempts: attempts + 1,
    ...(lastFailure && { lastFailure }),
  });
  draft.openIntended = entry;
  if (approvalId !== undefined) setRemaining(draft, approvalId, effect, 'reserved');
}

function closeAttempt(draft: Draft, entry: Entry<'done' | 'failed' | 'settled'>): void {
  const open = draft.openIntended;
  if (open === undefined || open.seq !== entry.body.intended) throw unchecked(entry);
  const happened = entry.kind === 'done' || (entry.kind === 'settled' && entry.body.as === 'done');
  const before = effectState(draft, open.body.effect);
  draft.effects.set(open.body.effect, happened ? afterDone(before, entry) : afterFailure(before, entry));
  delete draft.openIntended;
  if (happened && open.body.irreversible) draft.irreversibleDone += 1;
  if (open.body.irreversible && entry.kind === 'failed' && entry.body.code === LOOKED_UNCHANGED)
    draft.irreversibleSent = true;
  if (open.body.approvalId !== undefined)
    setRemaining(draft, open.body.approvalId, open.body.effect, happened ? 'spent' : 'unspent');
}

/** A person's word on an attempt that was closed already. Its approval stays spent: trying again needs another. */
function settleClosed(draft: Draft, entry: Entry<'settled'>): void {
  const before = effectState(draft, entry.body.effect);
  const after =
    entry.body.as === 'done'
      ? { ...before, settled: entry.body }
      : { ...afterFailure(before, entry), settled: entry.body };
  draft.effects.set(entry.body.effect, after);
}

function afterDone(before: EffectState, { at, kind, body }: Entry<'done' | 'failed' | 'settled'>): EffectState {
  const done: EffectState = { ...before, status: 'done', doneAt: at };
  if (kind === 'done') return { ...done, receipt: body.receipt, evidence: body.evidence };
  return kind === 'settled' ? { ...done, settled: body } : done;
}

function afterFailure(before: EffectState, entry: Entry<'done' | 'failed' | 'settled'>): EffectState {
  const failed: EffectState = { ...before, status: 'failed' };
  if (entry.kind === 'failed') {
    const { code, message, nonEffect } = entry.body;
    return { ...failed, lastFailure: { at: entry.at, code, message, nonEffect } };
  }
  if (entry.kind === 'done') throw unchecked(entry);
  const { by, reason } = entry.body;
  const lastFailure = { at: entry.at, code: 'settled-not-done', message: reason, nonEffect: `said by ${by}` };
  return { ...failed, lastFailure, settled: entry.body };
}

function verify(draft: Draft, { at, body }: Entry<'verified'>): void {
  if (body.effect === undefined) {
    draft.verifiedSteps.set(body.step, { at, body });
    return;
  }
  const before = effectState(draft, body.effect);
  const levels =
    body.level === undefined || before.levels.includes(body.level) ? before.levels : [...before.levels, body.level];
  const status = before.status === 'found' ? 'found' : 'verified';
  draft.effects.set(body.effect, { ...before, status, verified: body, verifiedAt: at, levels });
}

// The latest proof wins: an earlier `verified` of the same effect is no longer the one that counts.
function find(draft: Draft, { seq, body }: Entry<'found'>): void {
  const { verified: _, verifiedAt: __, ...before } = effectState(draft, body.effect);
  draft.effects.set(body.effect, { ...before, status: 'found', found: body, foundSeq: seq });
}

function setRemaining(draft: Draft, approvalId: string, effect: string, to: ApprovedEffect['state']): void {
  const approval = knownApproval(draft, approvalId);
  const left = approval.remaining.get(effect);
  if (left === undefined) throw bugError('journal-unchecked', `approval ${approvalId} does not name ${effect}`);
  const remaining = new Map(approval.remaining).set(effect, { ...left, state: to });
  draft.approvals.set(approvalId, { ...approval, remaining });
}

function knownApproval(draft: Draft, approvalId: string): Approval {
  const approval = draft.approvals.get(approvalId);
  if (approval === undefined) throw bugError('journal-unchecked', `no approval ${approvalId} is in the journal`);
  return approval;
}

const unchecked = (entry: Entry<EntryKind>) =>
  bugError('journal-unchecked', `entry ${entry.seq} (${entry.kind}) does not close the open attempt`);
