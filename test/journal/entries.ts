// Entries for tests: plain bodies of every kind, whole journals as lines, and random histories that keep the invariants.
import * as fc from 'fast-check';
import { entryLine, sealEntry } from '../../src/journal/chain.ts';
import type { BodyByKind, Entry, EntryKind, NewEntry } from '../../src/journal/entry.ts';
import { invariantFault } from '../../src/journal/invariants.ts';
import { applyEntry, emptyState } from '../../src/journal/project.ts';
import type { JournalState } from '../../src/journal/state.ts';

export const START_MS = Date.parse('2026-11-02T00:00:00.000Z');
export const CONTRACT = 'fgt-tokyo';
export const JOURNAL_ID = '7b1d3f0e-6a52-4c0e-9a55-0d3f5a1c2e77';
export const CONTRACT_DIGEST = `sha256:${'c'.repeat(64)}`;
export const OTHER_DIGEST = `sha256:${'d'.repeat(64)}`;

/** `irreversible` effects end in `!`. */
export const EFFECTS = [
  'back-up/save:fgt',
  'reset/factory-reset:fgt!',
  'destroy/delete:disk!',
  'destroy/delete:server!',
];
export const digestOfEffect = (effect: string): string =>
  `sha256:${Buffer.from(effect).toString('hex').padEnd(64, '0')}`;
const stepOf = (effect: string): string => effect.split('/')[0]!;

export const at = (n: number): string => new Date(START_MS + n * 1000).toISOString();

export const openedBody: BodyByKind['opened'] = {
  journalId: JOURNAL_ID,
  contract: CONTRACT,
  provider: 'sakura-fortigate',
  contractDigest: CONTRACT_DIGEST,
  teardownDigest: OTHER_DIGEST,
  toolVersion: '0.1.0',
  content: { serviceName: '東京のFortiGate', endMonth: '2026-12' },
  steps: [{ id: 'reset', title: 'Reset the FortiGate', actor: 'kaiyaku', effects: 1 }],
  wantedEndsOn: '2026-12-31',
  by: 'tanaka',
};

export const opened = (over: Partial<BodyByKind['opened']> = {}): NewEntry => ({
  kind: 'opened',
  body: { ...openedBody, ...over },
});

export const approved = (
  approvalId: string,
  effects = EFFECTS,
  over: Partial<BodyByKind['approved']> = {},
): NewEntry => ({
  kind: 'approved',
  body: {
    approvalId,
    effects: effects.map((effect) => ({ effect, digest: digestOfEffect(effect) })),
    contractDigest: CONTRACT_DIGEST,
    expiresAt: at(1_000_000),
    by: 'suzuki',
    shown: ['the plan'],
    ...over,
  },
});

export const intended = (
  effect: string,
  approvalId?: string,
  over: Partial<BodyByKind['intended']> = {},
): NewEntry => ({
  kind: 'intended',
  body: {
    effect,
    step: stepOf(effect),
    verb: 'act',
    target: effect,
    key: `key-of-${effect}`,
    digest: digestOfEffect(effect),
    irreversible: effect.endsWith('!'),
    contractDigest: CONTRACT_DIGEST,
    ...(approvalId !== undefined && { approvalId }),
    ...over,
  },
});

export const done = (intended: number, effect: string): NewEntry => ({
  kind: 'done',
  body: { intended, effect, receipt: { status: 200 }, evidence: [] },
});
export const failed = (intended: number, effect: string): NewEntry => ({
  kind: 'failed',
  body: { intended, effect, code: 'refused', message: '409', nonEffect: 'it is still there' },
});
export const settled = (intended: number, effect: string, as: 'done' | 'not-done'): NewEntry => ({
  kind: 'settled',
  body: { intended, effect, as, reason: 'looked at the control panel', by: 'tanaka' },
});
export const verified = (effect: string, level?: string): NewEntry => ({
  kind: 'verified',
  body: {
    effect,
    step: stepOf(effect),
    parts: [{ part: 'absent', target: effect, proof: ['404'], seenAt: [at(0), at(30)] }],
    ...(level !== undefined && { level }),
  },
});
export const found = (effect: string): NewEntry => ({
  kind: 'found',
  body: { effect, step: stepOf(effect), parts: [{ part: 'absent', target: effect, proof: [], seenAt: [] }] },
});
export const held: NewEntry = { kind: 'held', body: { reason: 'audit', by: 'suzuki' } };
export const closed: NewEntry = {
  kind: 'closed',
  body: { as: 'completed', reason: 'all gone', by: 'tanaka', proof: [] },
};

const amended: NewEntry = {
  kind: 'amended',
  body: {
    contractDigest: CONTRACT_DIGEST,
    teardownDigest: CONTRACT_DIGEST,
    toolVersion: '0.2.0',
    content: {},
    steps: [],
    changes: ['end month'],
    reason: 'later',
    by: 'tanaka',
  },
};

/** Entries one second apart, sealed without asking whether they may follow. */
export function seal(news: readonly NewEntry[], from?: Entry): Entry[] {
  const entries: Entry[] = [];
  let previous = from;
  for (const one of news) {
    previous = sealEntry(previous, one, at(previous === undefined ? 0 : previous.seq + 1));
    entries.push(previous);
  }
  return entries;
}

export const lines = (entries: readonly Entry[]): string[] => entries.map(entryLine);
export const fileOf = (entries: readonly Entry[]): Buffer =>
  Buffer.from(
    lines(entries)
      .map((line) => `${line}\n`)
      .join(''),
  );

/** One entry of every kind, in an order that keeps the invariants. */
export function everyKind(): Entry[] {
  const [backUp, reset, disk, server] = EFFECTS as [string, string, string, string];
  return seal([
    opened(),
    amended,
    { kind: 'waived', body: { refusal: 'R13', about: '203.0.113.9', reason: 'known', untilOn: '2026-12-01', by: 'a' } },
    { kind: 'requested', body: { step: 'apply', text: 'お願いします', by: 'tanaka' } },
    {
      kind: 'attested',
      body: { step: 'apply', facts: { sentOn: '2026-11-02' }, evidence: [], note: 'by mail', by: 'b' },
    },
    { kind: 'verified', body: { step: 'apply', parts: [] } },
    approved('A-1'),
    intended(backUp),
    done(7, backUp),
    verified(backUp),
    approved('A-2', [reset], { route: 'D', signedBy: 'key' }),
    { kind: 'revoked', body: { approvalId: 'A-2', reason: 'wrong route', by: 'suzuki' } },
    intended(reset, 'A-1'),
    failed(12, reset),
    held,
    { kind: 'released', body: { reason: 'audit over', by: 'suzuki' } },
    intended(disk, 'A-1'),
    settled(16, disk, 'done'),
    verified(disk, 'absent-in-api'),
    found(server),
    closed,
  ]);
}

/** Every entry that some writer might try next. */
function attempts(state: JournalState): NewEntry[] {
  const next = `A-${state.approvals.size}`;
  const given = [undefined, ...state.approvals.keys()];
  const open = state.openIntended;
  return [
    ...EFFECTS.flatMap((effect) => given.map((approvalId) => intended(effect, approvalId))),
    ...EFFECTS.flatMap((effect) => [verified(effect), verified(effect, 'billing-ended'), found(effect)]),
    ...(open === undefined
      ? []
      : [
          done(open.seq, open.body.effect),
          failed(open.seq, open.body.effect),
          settled(open.seq, open.body.effect, 'done'),
          settled(open.seq, open.body.effect, 'not-done'),
        ]),
    approved(next),
    approved(next, EFFECTS.slice(2), { route: 'D' }),
    ...[...state.approvals.keys()].map((approvalId): NewEntry => ({
      kind: 'revoked',
      body: { approvalId, reason: 'no', by: 'x' },
    })),
    amended,
    held,
    { kind: 'released', body: { reason: 'on', by: 'x' } },
    { kind: 'requested', body: { step: 'apply', text: 'text', by: 'x' } },
    { kind: 'attested', body: { step: 'apply', facts: { n: state.entries }, evidence: [], by: 'x' } },
    { kind: 'waived', body: { refusal: 'R22', about: 'path', reason: 'known', by: 'x' } },
  ];
}

/** Histories of up to `maxLength` entries that keep every invariant; time mostly goes on, and sometimes back. */
export const histories = (maxLength: number): fc.Arbitrary<Entry[]> =>
  fc
    .array(fc.record({ pick: fc.nat(), stepMs: fc.integer({ min: -5_000, max: 3_600_000 }) }), { maxLength })
    .map((steps) => {
      const state = emptyState();
      const entries: Entry[] = [];
      let ms = START_MS;
      const add = (one: NewEntry) => {
        const entry = sealEntry(entries.at(-1), one, new Date(ms).toISOString());
        applyEntry(state, entry);
        entries.push(entry);
      };
      add(opened());
      for (const { pick, stepMs } of steps) {
        ms += stepMs;
        const possible = attempts(state).filter((one) => invariantFault(state, one) === undefined);
        add(possible[pick % possible.length]!);
      }
      return entries;
    });

export const KINDS: readonly EntryKind[] = [
  'opened',
  'amended',
  'approved',
  'revoked',
  'waived',
  'requested',
  'attested',
  'intended',
  'done',
  'failed',
  'settled',
  'verified',
  'found',
  'held',
  'released',
  'closed',
];
