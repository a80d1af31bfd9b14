// Small hand-made data that every report test shares: one FortiGateVM contract, at chosen moments of its life.
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
