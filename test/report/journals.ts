// Journals of the same contract, folded by the project's own fold from entries written by hand.
import type { Entry, EntryKind, BodyByKind } from '../../src/journal/entry.ts';
import { projectJournal } from '../../src/journal/project.ts';
import type { JournalState } from '../../src/journal/state.ts';
import { CONTRACT, STEPS } from './data.ts';

const hash = (seq: number): string => String(seq).padStart(4, '0').repeat(16);
const DIGEST = `sha256:${'c0de'.repeat(16)}`;

/** Entries in order, with the hashes that a report only prints. */
export function journalOf(...said: readonly { at: string; kind: EntryKind; body: unknown }[]): {
  entries: Entry[];
  state: JournalState;
} {
  const entries = said.map(
    ({ at, kind, body }, seq) =>
      ({ seq, prev: seq === 0 ? '0'.repeat(64) : hash(seq - 1), at, kind, body, hash: hash(seq) }) as Entry,
  );
  return { entries, state: projectJournal(entries) };
}

const at = (day: string, time = '01:00:00.000'): string => `${day}T${time}Z`;
const said = <K extends EntryKind>(day: string, kind: K, body: BodyByKind[K], time?: string) => ({
  at: at(day, time),
  kind,
  body,
});

const effectBody = (step: keyof typeof STEPS, index: number) => STEPS[step].effects[index]!;

const opened = said('2026-11-20', 'opened', {
  journalId: 'J-7f3a',
  contract: CONTRACT,
  provider: 'sakura-fortigate',
  contractDigest: DIGEST,
  teardownDigest: DIGEST,
  toolVersion: '0.1.0',
  content: {},
  steps: Object.values(STEPS).map(({ id, title, actor, effects }) => ({ id, title, actor, effects: effects.length })),
  wantedEndsOn: '2026-12-31',
  by: 'hanako',
});
const approvedApplication = said('2026-11-24', 'approved', {
  approvalId: 'A-00000001',
  effects: [{ effect: 'step/apply-for-cancellation', digest: DIGEST }],
  contractDigest: DIGEST,
  expiresAt: at('2026-11-27'),
  by: 'hanako',
  shown: [STEPS.application.title],
});
const requested = said(
  '2026-11-24',
  'requested',
  { step: 'apply-for-cancellation', text: '解約', by: 'hanako' },
  '01:10:00.000',
);
const attestedApplication = said(
  '2026-11-24',
  'attested',
  {
    step: 'apply-for-cancellation',
    facts: { sentOn: '2026-11-24' },
    evidence: [],
    by: 'hanako',
  },
  '02:00:00.000',
);
const attestedNotice = said('2026-12-03', 'attested', {
  step: 'file-licence-notice',
  facts: { endsOn: '2026-12-31', receivedOn: '2026-12-03' },
  evidence: [{ sha256: 'ab'.repeat(32), name: 'notice.pdf', bytes: 48_120 }],
  by: 'hanako',
});

function carriedOut(step: keyof typeof STEPS, index: number, day: string, intendedSeq: number, approvalId?: string) {
  const effect = effectBody(step, index);
  const parts = effect.proof.map((part) => ({ part: part.part, target: 'x', proof: ['read'], seenAt: [at(day)] }));
  return [
    intended(step, index, day, approvalId),
    said(day, 'done', { intended: intendedSeq, effect: effect.id, receipt: {}, evidence: [] }, '01:02:00.000'),
    said(day, 'verified', { effect: effect.id, step: effect.step, parts }, '01:03:00.000'),
  ];
}

function intended(step: keyof typeof STEPS, index: number, day: string, approvalId?: string) {
  const effect = effectBody(step, index);
  return said(
    day,
    'intended',
    {
      effect: effect.id,
      step: effect.step,
      verb: effect.command.verb,
      target: 'x',
      key: `key-${effect.id}`,
      digest: DIGEST,
      irreversible: effect.irreversible,
      contractDigest: DIGEST,
      ...(approvalId === undefined ? {} : { approvalId }),
    },
    '01:01:00.000',
  );
}

const approvedReset = said(
  '2026-12-21',
  'approved',
  {
    approvalId: 'A-1f3a90bc',
    effects: [
      { effect: effectBody('reset', 1).id, digest: DIGEST },
      { effect: effectBody('destroy', 1).id, digest: DIGEST },
    ],
    contractDigest: DIGEST,
    expiresAt: at('2026-12-24'),
    by: 'hanako',
    shown: [effectBody('reset', 1).title],
  },
  '00:30:00.000',
);

const untilBackUp = [
  opened,
  approvedApplication,
  requested,
  attestedApplication,
  attestedNotice,
  ...carriedOut('backUp', 0, '2026-12-20', 5),
];

/** Opened, and nothing else. */
export const JUST_OPENED = journalOf(opened);
/** The reset was begun, and the process died. */
export const RESET_IN_DOUBT = journalOf(
  ...untilBackUp,
  approvedReset,
  ...carriedOut('reset', 0, '2026-12-21', 9),
  intended('reset', 1, '2026-12-21', 'A-1f3a90bc'),
);
/** Held while an approval is outstanding. */
export const HELD = journalOf(
  ...untilBackUp,
  approvedReset,
  said('2026-12-21', 'held', { reason: 'migration is late', by: 'taro' }, '03:00:00.000'),
);
/** Ended on the disk route. */
export const CLOSED = journalOf(
  opened,
  approvedApplication,
  requested,
  attestedApplication,
  attestedNotice,
  said('2026-12-21', 'approved', {
    approvalId: 'A-2',
    effects: [{ effect: effectBody('destroy', 1).id, digest: DIGEST }],
    contractDigest: DIGEST,
    route: 'disk',
    expiresAt: at('2026-12-24'),
    by: 'hanako',
    shown: [],
  }),
  ...carriedOut('licence', 0, '2026-12-21', 6),
  ...STEPS.release.effects.flatMap((_, index) => carriedOut('release', index, '2026-12-21', 9 + index * 3)),
  ...carriedOut('destroy', 0, '2026-12-22', 24),
  ...carriedOut('destroy', 1, '2026-12-22', 27, 'A-2'),
  said('2026-12-25', 'verified', {
    step: 'close',
    parts: [{ part: 'nothing left', target: 'x', proof: ['read'], seenAt: [at('2026-12-25')] }],
  }),
  said(
    '2026-12-25',
    'closed',
    { as: 'completed', reason: 'nothing of the estate is left', by: 'kaiyaku', proof: [], endsOn: '2026-12-31' },
    '01:05:00.000',
  ),
);
