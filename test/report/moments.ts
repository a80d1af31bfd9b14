// Surveys of the shared contract at the moments of its life that a report has to tell apart, and what `apply` and `approve`
// came to there.
import type { ApplyResult } from '../../src/engine/advance.ts';
import type { ApprovalDraft } from '../../src/engine/approve.ts';
import { done, effectVerdict, PLAN_DIGEST, settled, STEPS, surveyAt, TERMS } from './data.ts';

const ATTESTED = {
  application: done('attested: sentOn 2026-11-24'),
  notice: done('attested: endsOn 2026-12-31, receivedOn 2026-12-03'),
};

/** Nothing has been done; the application may be sent from the day after tomorrow. */
export const AT_THE_START = surveyAt({
  todayOn: '2026-11-22',
  outcome: 'waiting-until',
  verdicts: {
    application: {
      verdict: 'waiting-until',
      due: true,
      sentence: 'from 2026-11-24 (SF1/SF2: acceptance decides the month)',
      reasons: [{ code: 'window', sentence: '2 days to go' }],
      next: 'kaiyaku apply CONTRACT   # on 2026-11-24 or later',
    },
  },
});

/** The application is out; the notice is awaited. */
export const WAITING_FOR_THE_NOTICE = surveyAt({
  todayOn: '2026-11-30',
  outcome: 'waiting-for-person',
  verdicts: {
    application: done('attested: sentOn 2026-11-24'),
    notice: {
      verdict: 'waiting-for-person',
      due: true,
      sentence: 'requested; waiting for it to be done and attested',
      reasons: [],
      next: 'kaiyaku attest CONTRACT file-licence-notice --set endsOn=… --file FILE',
    },
  },
});

const RESET = STEPS.reset.effects;

/** Everything is ready for the reset, which nobody approved. */
export const NEEDS_APPROVAL = surveyAt({
  todayOn: '2026-12-21',
  outcome: 'waiting-for-person',
  terms: { endsOnSource: 'notice', deadlines: TERMS.deadlines.slice(1), costs: TERMS.costs.slice(1) },
  verdicts: {
    ...ATTESTED,
    backUp: settled('backUp'),
    reset: {
      verdict: 'needs-approval',
      due: true,
      sentence: 'execute factoryreset-shutdown on fgt-01 (FGVMELTM26000001) cannot be undone; approval missing',
      reasons: [{ code: 'R16', sentence: `approval missing: ${RESET[1]!.id}` }],
      effects: [
        effectVerdict(RESET[0]!, { standing: 'settled' }),
        effectVerdict(RESET[1]!, { standing: 'to-do', approval: 'missing' }),
      ],
      next: 'kaiyaku approve CONTRACT --step reset-fortigate',
    },
  },
});

/** The device is dead, and the end is near. */
export const DEAD_DEVICE = surveyAt({
  todayOn: '2026-12-28',
  outcome: 'could-not-look',
  terms: { endsOnSource: 'notice', deadlines: TERMS.deadlines.slice(1), costs: TERMS.costs.slice(1) },
  verdicts: {
    ...ATTESTED,
    backUp: {
      verdict: 'unreadable',
      due: true,
      marks: ['at-risk'],
      costYen: 1155000,
      sentence: 'fgt-01 does not answer on port 22 (ETIMEDOUT)',
      reasons: [
        { code: 'R18', sentence: 'could not look (ssh-unreachable)' },
        { code: 'route', sentence: STEPS.reset.otherRoute!.sentence },
        { code: 'route', sentence: 'kaiyaku approve CONTRACT --route disk' },
      ],
      effects: [
        effectVerdict(STEPS.backUp.effects[0]!, {
          standing: 'unknown',
          error: {
            code: 'ssh-unreachable',
            kind: 'provider',
            message: 'fgt-01 does not answer on port 22 (ETIMEDOUT)',
            class: 'retry',
          },
        }),
      ],
      next: 'kaiyaku plan CONTRACT',
    },
  },
});

/** A DNS record still names an address, and a backup of the disk is undecided. */
export const REFUSED = surveyAt({
  todayOn: '2027-01-02',
  outcome: 'refused',
  terms: { endsOnSource: 'notice', deadlines: TERMS.deadlines.slice(1), costs: TERMS.costs.slice(1) },
  verdicts: {
    ...ATTESTED,
    backUp: settled('backUp'),
    reset: settled('reset'),
    licence: settled('licence', 'done and verified; 1 found as wanted without us'),
    release: {
      verdict: 'blocked',
      due: true,
      marks: ['overdue'],
      costYen: 1155000,
      sentence: 'R13: DNS record www.example.jp A still uses 203.0.113.5 (zone example.jp)',
      reasons: [
        { code: 'R13', sentence: 'DNS record www.example.jp A still uses 203.0.113.5 (zone example.jp)' },
        { code: 'R13', sentence: 'simple monitor fw still uses 203.0.113.5' },
      ],
      findings: [
        {
          refusal: 'R13',
          severity: 'error',
          what: 'DNS record www.example.jp A still uses 203.0.113.5 (zone example.jp)',
          why: 'the address may be given to somebody else, who would receive what is meant for you',
          next: 'change it, or acknowledge it: waivers: [{refusal: R13, about: "DNS record www.example.jp A", reason: …}], then kaiyaku amend CONTRACT',
          about: 'DNS record www.example.jp A',
        },
        {
          refusal: 'R13',
          severity: 'error',
          what: 'simple monitor fw still uses 203.0.113.5',
          why: 'the address may be given to somebody else, who would receive what is meant for you',
          next: 'change it, or acknowledge it: waivers: [{refusal: R13, about: "simple monitor fw", reason: …}], then kaiyaku amend CONTRACT',
          about: 'simple monitor fw',
        },
      ],
      effects: STEPS.release.effects.map((each, index) =>
        effectVerdict(
          each,
          index === 0
            ? { standing: 'reached' }
            : { standing: 'to-do', ...(each.irreversible ? { approval: 'unspent', approvalId: 'A-1f3a90bc' } : {}) },
        ),
      ),
      next: 'change it, or acknowledge it: waivers: [{refusal: R13, about: "DNS record www.example.jp A", reason: …}], then kaiyaku amend CONTRACT',
    },
  },
});

const DESTROY = STEPS.destroy.effects;

/** Somebody pulled the plug in the middle of a deletion. */
export const IN_DOUBT = surveyAt({
  todayOn: '2026-12-22',
  outcome: 'in-doubt',
  terms: { endsOnSource: 'notice', deadlines: [], costs: [] },
  verdicts: {
    ...ATTESTED,
    backUp: settled('backUp'),
    reset: settled('reset'),
    licence: settled('licence'),
    release: settled('release'),
    destroy: {
      verdict: 'in-doubt',
      due: true,
      sentence: 'delete disk fgt-01-disk: begun, and neither proven nor refuted',
      reasons: [{ code: 'in-doubt', sentence: 'look at the object by hand, then say what you saw' }],
      effects: [
        effectVerdict(DESTROY[0]!, { standing: 'settled' }),
        effectVerdict(DESTROY[1]!, { standing: 'in-doubt', begun: true }),
      ],
      next: 'kaiyaku settle CONTRACT --entry 41 --as done|not-done --reason …',
    },
  },
});

/** The back-up has been approved and can begin. */
export const READY = surveyAt({
  todayOn: '2026-12-21',
  outcome: 'more-to-do',
  terms: { endsOnSource: 'notice', deadlines: TERMS.deadlines.slice(1), costs: TERMS.costs.slice(1) },
  action: { do: 'carry-out', step: 'back-up', effect: STEPS.backUp.effects[0]!, digest: 'sha256:00' },
  verdicts: {
    ...ATTESTED,
    backUp: {
      verdict: 'ready',
      due: true,
      sentence: 'ready: 1 of 1 effects to go',
      reasons: [],
      effects: [effectVerdict(STEPS.backUp.effects[0]!, { standing: 'to-do' })],
      next: 'kaiyaku apply CONTRACT',
    },
  },
});

export const COMPLETE = surveyAt({
  todayOn: '2026-12-23',
  outcome: 'complete',
  route: 'disk',
  terms: { endsOnSource: 'notice', deadlines: [], costs: [] },
  verdicts: {
    ...ATTESTED,
    backUp: { verdict: 'not-needed', sentence: 'disk route: the device cannot be read', reasons: [] },
    reset: { verdict: 'not-needed', sentence: 'disk route', reasons: [], effects: [] },
    licence: settled('licence'),
    release: settled('release'),
    destroy: settled('destroy'),
    close: done('done and verified'),
  },
});

/** What an `apply` came to that powered the server off and was then refused. */
export const APPLIED: ApplyResult = {
  survey: REFUSED,
  outcome: 'refused',
  did: [
    'record delete-licence-file/delete:files:licence-file:licences/FGVMELTM26000001.lic',
    `carry-out ${RESET[1]!.id}`,
    `prove ${RESET[1]!.id}`,
    'verified delete-licence-file',
  ],
};

/** The other side refused the deletion of a subnet. */
export const APPLY_FAILED: ApplyResult = {
  survey: READY,
  outcome: 'refused',
  did: [`carry-out ${STEPS.backUp.effects[0]!.id}`],
  error: {
    code: 'scp-refused',
    kind: 'provider',
    message: 'fgt-01 refused the copy of sys_config: scp is disabled',
    why: 'set admin-scp is off on this FortiGate',
    next: 'enable it (config system global, set admin-scp enable), then kaiyaku apply CONTRACT',
    class: 'permanent',
  },
};

export const DRAFT: ApprovalDraft = {
  effects: [
    { effect: RESET[1]!.id, digest: 'sha256:aa', title: RESET[1]!.title, irreversible: true },
    { effect: DESTROY[1]!.id, digest: 'sha256:bb', title: DESTROY[1]!.title, irreversible: true },
  ],
  shown: [RESET[1]!.title, DESTROY[1]!.title],
  expiresAtMs: Date.parse('2026-12-24T01:00:00.000Z'),
  digest: PLAN_DIGEST,
};

export const DISK_DRAFT: ApprovalDraft = {
  ...DRAFT,
  route: 'disk',
  effects: DRAFT.effects.slice(1),
  shown: [...STEPS.reset.otherRoute!.shows, DESTROY[1]!.title],
};
