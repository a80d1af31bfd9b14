// Every report of the shared data, in any style: what the golden texts, the width test and the colour test all go through.
import { applyText } from '../../src/report/apply.ts';
import { approvalText, approvedText } from '../../src/report/approval.ts';
import { errorText } from '../../src/report/error.ts';
import { historyText, verifyText } from '../../src/report/journal.ts';
import { noticeText } from '../../src/report/notice.ts';
import { planText } from '../../src/report/plan.ts';
import { rehearsalText, type Rehearsal } from '../../src/report/rehearsal.ts';
import { requestReport } from '../../src/report/request.ts';
import { statusText } from '../../src/report/status.ts';
import type { Style } from '../../src/report/style.ts';
import { termsText } from '../../src/report/terms.ts';
import type { ErrorDetail } from '../../src/base/errors.ts';
import type { Survey } from '../../src/engine/survey.ts';
import type { JournalVerification } from '../../src/journal/verify.ts';
import * as data from './data.ts';
import * as journals from './journals.ts';
import * as moments from './moments.ts';

export const NOW_MS = Date.parse('2026-12-21T03:30:00.000Z');
const { CONTRACT: contract, HEAD, PLAN_DIGEST } = data;

export const planView = (survey: Survey) => ({
  contract,
  title: 'plan',
  survey,
  journalHead: HEAD,
  planDigest: PLAN_DIGEST,
});
export const statusView = ({ state }: typeof journals.HELD) => ({
  contract,
  state,
  todayOn: '2026-12-21',
  nowMs: NOW_MS,
});

export const REQUEST = {
  step: 'apply-for-cancellation',
  title: '解約の申し込み',
  how: 'Member menu → サポート → お問い合わせ → メールでのお問い合わせ (https://help.sakura.ad.jp/contact/#mail), between 10:00 and 17:00 on a business day',
  text: '■お申し込み内容\n  解約   (2026/12/31)\n\n■対象サービス\nFortiGateVM (FGVMELTM26000001)\n',
};

export const SOUND: JournalVerification = {
  sound: true,
  entries: 18,
  head: HEAD,
  journalId: 'J-7f3a',
  contract,
  tail: { kind: 'whole', goodBytes: 9_000, tornBytes: 0 },
  anchors: [{ seq: 12, hash: 'ab'.repeat(32) }],
  remarks: [],
  remarkCount: 0,
  evidence: { named: 3, problems: [], unnamed: [] },
};
const { tail: _, ...WITHOUT_TAIL } = SOUND;
export const DAMAGED: JournalVerification = {
  ...WITHOUT_TAIL,
  sound: false,
  anchors: [],
  entries: 9,
  firstBad: {
    code: 'journal-damaged',
    kind: 'refusal',
    message: 'The journal is damaged at entry 9 (line 10): its hash is not that of its text.',
    why: 'Nothing is done on the word of a journal that somebody or something has changed (R19).',
    next: 'Compare with a copy (Git, backup), restore the file as it was, then run `kaiyaku verify`.',
    exitCode: 1,
    facts: { seq: 9, line: 10, reason: 'hash', refusal: 'R19' },
  },
};
export const EVIDENCE_CHANGED: JournalVerification = {
  ...SOUND,
  sound: false,
  tail: { kind: 'torn', goodBytes: 9_000, tornBytes: 12 },
  remarks: [{ seq: 4, remark: 'time-went-back' }],
  remarkCount: 3,
  evidence: {
    named: 3,
    problems: [{ sha256: 'ab'.repeat(32), name: 'notice.pdf', problem: 'changed' }],
    unnamed: ['cd'.repeat(32)],
  },
};

export const ERRORS: Readonly<Record<string, ErrorDetail>> = {
  refusal: {
    code: 'R09',
    kind: 'refusal',
    message: 'fgt-01 showed another host key than the contract names',
    why: 'somebody may be in between, or the device was reset',
    next: 'kaiyaku plan CONTRACT',
  },
  user: {
    code: 'contract-invalid',
    kind: 'user',
    message:
      '2 problems in contracts/fgt.yaml\n12:13 endMonth: "2026-13" is not a month\n   | endMonth: 2026-13\n   |           ^^^^^^^',
    next: 'mend the file, then kaiyaku check CONTRACT',
  },
  provider: {
    code: 'api-timeout',
    kind: 'provider',
    class: 'unknown-outcome',
    message: 'DELETE /disk/113000000201 did not answer within 60 s',
    facts: { attempt: 1 },
  },
  bug: { code: 'unexpected', kind: 'bug', message: 'Cannot read properties of undefined' },
};

export const REHEARSAL: Rehearsal = {
  outcome: 'complete',
  provider: 'sakura-fortigate',
  engine: 'api',
  route: 'r',
  steps: Object.values(data.STEPS).map(({ id, actor }) => ({ id, actor, verdict: 'done' })),
  effects: [
    { step: 'reset-fortigate', target: 'FGVMELTM26000001', call: 'execute factoryreset-shutdown', count: 1 },
    { step: 'destroy-server', target: 'is1b/113000000201', call: 'DELETE /disk', count: 1 },
  ],
  journal: { entries: 64, head: '3f6c'.repeat(16), verified: true },
  left: [],
  replaced: [],
  wallMs: 8_420,
  waitedMs: 3_456_000_000,
  story: [
    { at: '2026-11-22T00:00:00.000Z', who: 'kaiyaku', text: 'open: the journal begins' },
    { at: '2026-11-24T01:00:00.000Z', who: 'clock', text: 'moved to 2026-11-24, 10:00 in Japan' },
    {
      at: '2026-11-24T01:00:00.000Z',
      who: 'customer',
      text: 'approves apply-for-cancellation: 1 that cannot be undone (A-1f3a90bc)',
    },
    {
      at: '2026-11-27T01:00:00.000Z',
      who: 'provider',
      text: 'accepts on 2026-11-25; the licence notice ends the contract on 2026-12-31',
    },
  ],
};
export const REHEARSAL_FAILED: Rehearsal = {
  ...REHEARSAL,
  outcome: 'in-doubt',
  steps: REHEARSAL.steps.map((one, index) =>
    index < 6 ? one : { ...one, verdict: index === 6 ? 'in-doubt' : 'blocked' },
  ),
  effects: REHEARSAL.effects.map((one) => ({ ...one, count: 2 })),
  left: ['disk fgt-01-disk', 'server fgt-01'],
};

type Render = (style: Style) => string;
const plan =
  (survey: Survey): Render =>
  (style) =>
    planText(planView(survey), style);
const status =
  (journal: typeof journals.HELD): Render =>
  (style) =>
    statusText(statusView(journal), style);

/** By the name of its golden text. */
export const REPORTS: Readonly<Record<string, Render>> = {
  'plan-at-the-start': plan(moments.AT_THE_START),
  'plan-not-opened': (style) => planText({ contract, title: 'check', survey: moments.AT_THE_START }, style),
  'plan-waiting-for-the-notice': plan(moments.WAITING_FOR_THE_NOTICE),
  'plan-needs-approval': plan(moments.NEEDS_APPROVAL),
  'plan-dead-device': plan(moments.DEAD_DEVICE),
  'plan-refused': plan(moments.REFUSED),
  'plan-in-doubt': plan(moments.IN_DOUBT),
  'plan-ready': plan(moments.READY),
  'plan-complete': plan(moments.COMPLETE),
  'apply-refused': (style) => applyText({ contract, result: moments.APPLIED, journalHead: HEAD }, style),
  'apply-failed': (style) => applyText({ contract, result: moments.APPLY_FAILED, journalHead: HEAD }, style),
  'apply-nothing': (style) =>
    applyText(
      { contract, result: { survey: moments.READY, outcome: 'more-to-do', did: [] }, journalHead: HEAD },
      style,
    ),
  'status-just-opened': status(journals.JUST_OPENED),
  'status-in-doubt': status(journals.RESET_IN_DOUBT),
  'status-held': status(journals.HELD),
  'status-closed': status(journals.CLOSED),
  terms: (style) =>
    termsText({ contract, provider: 'sakura-fortigate', terms: data.TERMS, todayOn: '2026-11-22' }, style),
  'terms-conflict': (style) =>
    termsText(
      {
        contract,
        provider: 'sakura-fortigate',
        terms: {
          ...data.TERMS,
          endsOn: '2027-01-31',
          endsOnSource: 'notice',
          endsOnConflict: { computedOn: '2026-12-31', noticeOn: '2027-01-31' },
          deadlines: [],
        },
        todayOn: '2026-12-24',
      },
      style,
    ),
  approval: (style) => approvalText({ contract, draft: moments.DRAFT, nowMs: NOW_MS }, style),
  'approval-disk-route': (style) => approvalText({ contract, draft: moments.DISK_DRAFT }, style),
  'approval-to-be-signed': (style) =>
    approvalText({ contract, draft: moments.DRAFT, approvers: ['hanako', 'taro'] }, style),
  approved: (style) => approvedText({ contract, draft: moments.DRAFT, approvalId: 'A-1f3a90bc' }, style),
  request: (style) => requestReport({ contract, request: REQUEST, evidence: data.STEPS.application.evidence }, style),
  'verify-sound': (style) => verifyText({ contract, result: SOUND }, style),
  'verify-damaged': (style) => verifyText({ contract, result: DAMAGED }, style),
  'verify-evidence-changed': (style) => verifyText({ contract, result: EVIDENCE_CHANGED }, style),
  history: (style) => historyText(journals.RESET_IN_DOUBT.entries, style),
  'error-refusal': (style) => errorText(ERRORS['refusal']!, contract, style),
  'error-user': (style) => errorText(ERRORS['user']!, contract, style),
  'error-provider': (style) => errorText(ERRORS['provider']!, contract, style),
  'error-bug': (style) => errorText(ERRORS['bug']!, undefined, style),
  rehearsal: (style) => rehearsalText(REHEARSAL, style, true),
  'rehearsal-failed': (style) => rehearsalText(REHEARSAL_FAILED, style),
  notice: (style) =>
    noticeText(
      {
        contract,
        did: 'opened',
        facts: [
          ['journal', 'J-7f3a'],
          ['head', `0:${'3f6c'.repeat(16)}`],
        ],
        remark:
          'The journal’s id stands in the contract file now: commit the file, and keep the journal where every run finds it.',
        next: 'kaiyaku plan CONTRACT',
      },
      style,
    ),
};
