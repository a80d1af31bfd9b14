// Small hand-made data that every report test shares: one FortiGateVM contract, at chosen moments of its life.
import type { ApplyResult } from '../../src/engine/advance.ts';
import type { ApprovalDraft } from '../../src/engine/approve.ts';
import type { Survey } from '../../src/engine/survey.ts';
import type { Decision, EffectVerdict, Outcome, StepVerdict } from '../../src/engine/verdict.ts';
import type { Head } from '../../src/journal/state.ts';
import { effect, step, type Effect, type Step } from '../../src/teardown/step.ts';
import type { Citation, Terms } from '../../src/teardown/terms.ts';

export const CONTRACT = 'fgt-prod';
export const HEAD: Head = { seq: 17, hash: '3f6c'.repeat(16), at: '2026-12-21T00:59:58.120Z' };
export const PLAN_DIGEST = `sha256:${'9b04'.repeat(16)}`;

const cite = (section: string, quote?: string): Citation => ({
  document: 'FortiGateVMライセンス 解約概要 (2026-01-29)',
  section,
  ...(quote === undefined ? {} : { quote }),
});

export const TERMS: Terms = {
  endsOn: '2026-12-31',
  endsOnSource: 'wanted',
  governingEndsOn: '2026-12-31',
  atRiskFromOn: '2026-12-22',
  teardownWindow: { fromOn: '2026-12-20', untilOn: '2026-12-30' },
  applicationWindow: {
    acceptFromOn: '2026-11-21',
    acceptByOn: '2026-12-20',
    applyFromOn: '2026-11-24',
    applyLatestOn: '2026-12-18',
    applyRecommendedOn: '2026-12-11',
    provisional: false,
    endsOn: '2026-12-31',
  },
  deadlines: [
    {
      rule: 'SF1',
      what: 'the cancellation is accepted (受理), to end on 2026-12-31',
      who: 'customer',
      fromOn: '2026-11-21',
      applyFromOn: '2026-11-24',
      on: '2026-12-20',
      latestOn: '2026-12-18',
      recommendedOn: '2026-12-11',
      provisional: false,
      stake: 'too late: one month more, 55000 yen; too early: the contract ends a month early, irrevocably',
      citation: cite('2.1.1', '毎月20日までの解約受理の場合、当月末日'),
    },
    {
      rule: 'SF8',
      what: 'FortiGateVM is reset or its disk deleted, and the licence files are deleted',
      who: 'kaiyaku',
      fromOn: '2026-12-20',
      on: '2026-12-31',
      latestOn: '2026-12-30',
      recommendedOn: '2026-12-22',
      provisional: true,
      stake: 'use past the end breaks the provider’s terms and Fortinet’s licence; every further month is billed',
      citation: cite('2.2'),
    },
  ],
  costs: [
    { rule: 'SF1', yen: 55000, months: 1, formula: '1 × 55000', when: 'the cancellation is accepted after 2026-12-20' },
    {
      rule: 'SF9',
      yen: 1155000,
      months: 21,
      formula: '21 × 55000',
      when: 'it is used after 2026-12-31; for each month until the end of use is confirmed',
    },
  ],
  assumptions: [
    {
      rule: 'SF4',
      reading: 'acceptance follows on the day of the application when it is sent in business hours',
      overridableBy: 'marginBusinessDays',
    },
    {
      rule: 'SF8',
      reading:
        'the text says both “by the end date” and “from the end date on it cannot be used”: finished by the day before',
    },
  ],
};

const target = (executor: string, kind: string, id: string, label: string, zone?: string) => ({
  executor,
  kind,
  id,
  label,
  expect: {},
  ...(zone === undefined ? {} : { zone }),
});
const api = (kind: string, id: string, label: string) => target('sakura-api', kind, id, label, 'is1b');
const device = target('fortigate-ssh', 'fortigate', 'FGVMELTM26000001', 'FortiGate fgt-01');

function effectOf(
  stepId: string,
  verb: string,
  title: string,
  on: ReturnType<typeof target>,
  more: Partial<Effect> = {},
): Effect {
  return effect({ step: stepId, title, command: { target: on, verb, args: {} }, ...more });
}

const window = { fromOn: '2026-12-20', untilOn: '2026-12-30' };

/** The steps, as the provider would list them. */
export const STEPS = {
  application: step({
    id: 'apply-for-cancellation',
    title: 'apply for the cancellation by the member menu',
    actor: 'customer',
    after: [],
    irreversible: true,
    guards: ['R02'],
    window: { fromOn: '2026-11-24', untilOn: '2026-12-18', why: 'SF1/SF2: acceptance decides the month' },
    evidence: [
      { name: 'sentOn', kind: 'date', required: true, what: 'day the application was sent' },
      { name: 'acceptedOn', kind: 'date', required: false, what: 'day the provider accepted it, where they say so' },
      { name: 'file', kind: 'file', required: false, what: 'copy of the application or of their reply' },
    ],
    citation: cite('3', '解約のお申し込みは、当社サポート窓口へお申し出ください'),
  }),
  notice: step({
    id: 'file-licence-notice',
    title: 'file the licence notice (ライセンス通知書)',
    actor: 'customer',
    after: ['apply-for-cancellation'],
    evidence: [
      { name: 'endsOn', kind: 'date', required: true, what: 'the end date that the notice states' },
      { name: 'file', kind: 'file', required: true, what: 'the notice itself' },
    ],
    citation: cite('3.6', '解約の受理後、解約日が記載されたライセンス通知書が発行されます'),
  }),
  backUp: step({
    id: 'back-up',
    title: 'back up the configuration and the data',
    actor: 'kaiyaku',
    after: ['file-licence-notice'],
    effects: [
      effectOf('back-up', 'back-up', 'back up the configuration of fgt-01', device, {
        goal: { is: 'receipt', equal: {} },
      } as Partial<Effect>),
    ],
    window,
    citation: cite('3.7.1', '全設定が初期化(出荷時状態にリセット)されます'),
  }),
  reset: step({
    id: 'reset-fortigate',
    title: 'factory-reset the FortiGate (OSの初期化)',
    actor: 'kaiyaku',
    after: ['back-up'],
    effects: [
      effectOf(
        'reset-fortigate',
        'remove-tag',
        'remove @auto-reboot from server fgt-01',
        api('server', '113000000101', 'server fgt-01'),
        {
          irreversible: false,
          lasting: false,
        },
      ),
      effectOf(
        'reset-fortigate',
        'factory-reset',
        'execute factoryreset-shutdown on fgt-01 (FGVMELTM26000001)',
        device,
      ),
    ],
    window: { ...window, why: 'notice filed, service ended (SF8)' },
    otherRoute: {
      route: 'disk',
      sentence:
        'Lawful without the device (SF8, route D): delete the disk that carries FortiGateVM, and every copy of it, by the day before the end date.',
      shows: [
        'no fresh backup: none was ever taken',
        'the FortiGate is not reset; the proof is the absence of disk fgt-01-disk',
      ],
    },
    citation: cite('4.1', 'FortiGateVMが搭載したディスクの削除、またはOSの初期化'),
  }),
  licence: step({
    id: 'delete-licence-file',
    title: 'delete the licence file (ライセンスファイルの削除)',
    actor: 'kaiyaku',
    after: ['reset-fortigate'],
    window,
    effects: [
      effectOf(
        'delete-licence-file',
        'delete',
        'delete licence file licences/FGVMELTM26000001.lic',
        target('files', 'licence-file', 'licences/FGVMELTM26000001.lic', 'licence file'),
      ),
    ],
    citation: cite('4.1', 'ライセンスファイルの削除'),
  }),
  release: step({
    id: 'release-ips',
    title: 'release the IP addresses',
    actor: 'kaiyaku',
    after: ['delete-licence-file'],
    window,
    effects: [
      effectOf('release-ips', 'force-stop', 'power off server fgt-01', api('server', '113000000101', 'server fgt-01'), {
        irreversible: false,
      }),
      effectOf(
        'release-ips',
        'clear-ptr',
        'clear the reverse name of 203.0.113.5',
        api('ptr', '203.0.113.5', 'reverse name'),
        { irreversible: false },
      ),
      effectOf(
        'release-ips',
        'disconnect',
        'disconnect interface 113000000301 of fgt-01',
        api('interface', '113000000301', 'interface'),
        { irreversible: false },
      ),
      effectOf(
        'release-ips',
        'delete',
        'delete subnet 203.0.113.32/28',
        api('subnet', '5501', 'subnet 203.0.113.32/28 (5501)'),
      ),
      effectOf(
        'release-ips',
        'delete',
        'delete router fgt-router (its switch and primary block go with it)',
        api('router', '113000000501', 'router fgt-router'),
      ),
    ],
    citation: cite('3.7', '不要となった提供物(ライセンスファイルなど)やサーバーを削除'),
  }),
  destroy: step({
    id: 'destroy-server',
    title: 'destroy the server and its disks',
    actor: 'kaiyaku',
    after: ['release-ips'],
    window,
    effects: [
      effectOf('destroy-server', 'delete', 'delete server fgt-01', api('server', '113000000101', 'server fgt-01')),
      effectOf('destroy-server', 'delete', 'delete disk fgt-01-disk', api('disk', '113000000201', 'disk fgt-01-disk')),
    ],
    citation: cite('4.1', 'FortiGateVMが搭載したディスクの削除'),
  }),
  close: step({
    id: 'close',
    title: 'sweep the account and close',
    actor: 'kaiyaku',
    after: ['destroy-server'],
    citation: cite('2.2', '利用終了'),
  }),
} satisfies Record<string, Step>;

type StepName = keyof typeof STEPS;

/** What the journal shows beside the verdicts of one survey; its other fields are not looked at by any report. */
export interface Moment {
  readonly todayOn: string;
  readonly outcome: Outcome;
  readonly verdicts: Partial<Record<StepName, Partial<StepVerdict>>>;
  readonly action?: Decision['action'];
  readonly terms?: Partial<Terms>;
  readonly route?: string;
}

export function effectVerdict(one: Effect, more: Partial<EffectVerdict> = {}): EffectVerdict {
  return { effect: one, standing: 'not-asked', digest: `sha256:${'0a1b'.repeat(16)}`, begun: false, ...more };
}

const later = (one: Step): StepVerdict => ({
  step: one,
  verdict: 'blocked',
  sentence: `after ${one.after.join(', ')}`,
  reasons: [{ code: 'R03', sentence: `not before ${one.after.join(', ')}` }],
  marks: [],
  effects: one.effects.map((each) => effectVerdict(each)),
  findings: [],
  due: false,
});

/** A survey at that moment: steps without a verdict wait for their turn. */
export function surveyAt({ todayOn, outcome, verdicts, action, terms, route = 'ordinary' }: Moment): Survey {
  const steps = (Object.keys(STEPS) as StepName[]).map((name): StepVerdict => ({
    ...later(STEPS[name]),
    ...verdicts[name],
  }));
  const decision: Decision = {
    steps,
    outcome,
    complete: outcome === 'complete',
    ...(action === undefined ? {} : { action }),
  };
  return {
    terms: { ...TERMS, ...terms },
    teardown: { provider: 'sakura-fortigate', route, steps: Object.values(STEPS) },
    decision,
    input: { todayOn } as Survey['input'],
  };
}

export const done = (sentence: string): Partial<StepVerdict> => ({ verdict: 'done', sentence, reasons: [], due: true });
export const settled = (name: StepName, sentence = 'done and verified'): Partial<StepVerdict> => ({
  ...done(sentence),
  effects: STEPS[name].effects.map((each) => effectVerdict(each, { standing: 'settled' })),
});

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
