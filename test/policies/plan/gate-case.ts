// A contract at a point of its teardown, and a plan of the fixtures, judged by the real rules: contract and journal go
// through the real reader and the real fold, so that what is due is what `check` would say.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planPolicies, policies } from '../../../policies/index.ts';
import { ContractReader } from '../../../src/contract-reader.ts';
import type { ContractInHand, Run } from '../../../src/engine/run.ts';
import { baseTeardown } from '../../../src/engine/run.ts';
import { surveyOffline } from '../../../src/engine/offline.ts';
import { judgePlan, planContext, type PlanJudgement } from '../../../src/engine/plan-gate/judge-plan.ts';
import { DEFAULT_ADDRESSES, DEFAULT_IDS } from '../../../src/executors/sakura-api/simulator/world/default-world.ts';
import type { StageKind } from '../../../src/executors/terraform/command.ts';
import { readPlan } from '../../../src/executors/terraform/plan-json.ts';
import { targetKey } from '../../../src/executors/port.ts';
import { sealEntry } from '../../../src/journal/chain.ts';
import type { NewEntry } from '../../../src/journal/entry.ts';
import { applyEntry, emptyState, type JournalState } from '../../../src/journal/project.ts';
import { readOnlySession } from '../../../src/journal/read-only-session.ts';
import { contractText } from '../../../src/rehearsal/contract-text.ts';
import type { Finding } from '../../../src/teardown/policy.ts';
import type { PlanPolicyContext } from '../../../src/teardown/plan-policy.ts';
import { effectDigest, type Effect, type Step } from '../../../src/teardown/step.ts';

export const IDS = DEFAULT_IDS;
export const FIXTURES = ['v2', 'v3'] as const;
export type Version = (typeof FIXTURES)[number];
/** When the fixtures were made, and when they are judged. */
export const MADE_AT_MS = Date.parse('2026-12-10T01:00:00Z');
const NOW_MS = MADE_AT_MS + 600_000;

/** How far the journal has come: nothing; server down; reverse names cleared; addresses released; all gone. */
export const POINTS = ['begin', 'down', 'detached', 'released', 'destroyed'] as const;
export type Point = (typeof POINTS)[number];

/** A raw plan, to be changed before it is read. */
export interface RawPlan {
  [name: string]: unknown;
  resource_changes: RawChange[];
}
export interface RawChange {
  [name: string]: unknown;
  address: string;
  type: string;
  change: { [name: string]: unknown; actions: string[]; before: Record<string, unknown> | null };
}

export interface Case {
  readonly at: Point;
  readonly plan: RawPlan;
  readonly stage?: StageKind;
  readonly nowMs?: number;
  /** Text of the contract, changed. Default: everything is held by another state. */
  readonly contract?: (text: string) => string;
  /** Entries after the point's own. */
  readonly more?: readonly NewEntry[];
  readonly approved?: boolean;
  readonly by?: PlanPolicyContext['by'];
}

export async function fixture(version: Version, name: string): Promise<RawPlan> {
  const path = new URL(`../../fixtures/plans/${version}-${name}.json`, import.meta.url);
  return JSON.parse(await readFile(path, 'utf8')) as RawPlan;
}

/** The entry of that type (without its prefix) and id. */
export function entryOf(plan: RawPlan, type: string, id?: string): RawChange {
  const found = plan.resource_changes.find(
    (one) =>
      [`sakuracloud_${type}`, `sakura_${type}`].includes(one.type) &&
      one['mode'] === 'managed' &&
      (id === undefined || one.change.before?.['id'] === id),
  );
  if (found === undefined) throw new Error(`no ${type} ${id ?? ''} in the plan`);
  return found;
}

export const rules = (findings: readonly Finding[], severity: Finding['severity'] = 'error'): string[] =>
  [...new Set(findings.filter((one) => one.severity === severity).map((one) => one.refusal))].sort();

/** Every object held by another Terraform state. */
export const external = (text: string): string =>
  text
    .replaceAll(/^(\s+- \{ kind: .*) \}$/gm, '$1, ownedBy: external }')
    .replace('    name: fgt-router', '    name: fgt-router\n    ownedBy: external')
    .replace('    fortigate:\n', '    ownedBy: external\n    fortigate:\n');

export const judged = async (one: Case): Promise<Finding[]> => judgePlan(await judgementOf(one));
export const contextOf = async (one: Case): Promise<PlanPolicyContext> => planContext(await judgementOf(one));

export async function judgementOf(one: Case): Promise<PlanJudgement> {
  const contract = await contractOf((one.contract ?? external)(CONTRACT_TEXT));
  const nowMs = one.nowMs ?? NOW_MS;
  const state = stateAt(contract, one);
  const run: Run = {
    contract,
    clock: { nowMs: () => nowMs, sleep: () => Promise.reject(new Error('nothing waits here')) },
    executors: new Map(),
    policies,
    journal: readOnlySession(state),
    by: 'test',
    toolVersion: '0',
    progress: () => undefined,
  };
  return {
    contract,
    state,
    decision: surveyOffline(run).decision,
    plan: await readPlan([Buffer.from(JSON.stringify(one.plan))], 'plan.json'),
    nowMs,
    looked: false,
    by: one.by ?? 'owner',
    policies: planPolicies,
    ...(one.stage === undefined ? {} : { stage: one.stage }),
  };
}

/** The contract of the rehearsal, everything its own. */
export const CONTRACT_TEXT = contractText({
  ids: DEFAULT_IDS,
  ips: DEFAULT_ADDRESSES,
  apiRoot: 'http://127.0.0.1:1/cloud/zone',
  fortigate: { port: 22, hostKey: `SHA256:${'A'.repeat(43)}`, user: 'admin' },
  endMonth: '2026-12',
  serviceEndsOn: '2026-12-01',
});

const read = new Map<string, Promise<ContractInHand>>();

/** Each text is read once. */
function contractOf(text: string): Promise<ContractInHand> {
  const known = read.get(text) ?? readText(text);
  read.set(text, known);
  return known;
}

async function readText(text: string): Promise<ContractInHand> {
  const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-plan-'));
  try {
    const path = join(folder, 'fgt-test.yaml');
    await writeFile(path, text);
    return (await new ContractReader().read(path)).contract;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function stateAt(contract: ContractInHand, { at, more = [], approved = true }: Case): JournalState {
  const state = emptyState();
  const startMs = MADE_AT_MS - 86_400_000;
  const write = (entry: NewEntry) => {
    const atMs = startMs + state.entries * 1_000;
    applyEntry(state, sealEntry(state.entries === 0 ? undefined : state.head, entry, new Date(atMs).toISOString()));
  };
  const { teardown, digest } = baseTeardown(contract, '2026-12-10');
  const entry = (kind: string, body: unknown) => write({ kind, body } as NewEntry);
  entry('opened', {
    journal: 'b3f6a0de-0000-4000-8000-000000000001',
    contract: contract.name,
    provider: 'sakura-fortigate',
    contractDigest: contract.digest,
    teardownDigest: digest,
    toolVersion: '0',
    by: 'test',
    content: {},
    steps: [],
  });
  if (approved)
    entry('approved', {
      approvalId: 'A-1',
      effects: teardown.steps.flatMap(({ effects }) =>
        effects.filter((one) => one.irreversible).map((one) => ({ effect: one.id, digest: effectDigest(one) })),
      ),
      contractDigest: contract.digest,
      expiresAt: '2026-12-20T00:00:00.000Z',
      by: 'test',
      shown: [],
    });
  for (const step of teardown.steps) {
    const effects = step.effects.filter((one) => isDoneAt(at, step, one));
    if (step.actor !== 'kaiyaku' && at !== 'begin')
      entry('attested', {
        step: step.id,
        facts: { sentOn: '2026-12-01', acceptedOn: '2026-12-01', receivedOn: '2026-12-01', endsOn: '2026-12-31' },
        evidence: [{ sha256: 'a'.repeat(64), name: 'notice.pdf', bytes: 1 }],
        by: 'test',
      });
    for (const one of effects) entry('found', { effect: one.id, step: step.id, parts: partsOf(one) });
    if (step.probes.length > 0 && step.effects.length > 0 && effects.length === step.effects.length)
      entry('verified', { step: step.id, parts: [] });
  }
  for (const one of more) write(one);
  return state;
}

const partsOf = ({ proof }: Effect) =>
  proof.map(({ part, target }) => ({
    part,
    target: targetKey(target),
    proof: ['seen'],
    seenAt: [new Date(MADE_AT_MS - 3_600_000).toISOString()],
  }));

function isDoneAt(at: Point, { id }: Step, { command: { verb } }: Effect): boolean {
  const reached = POINTS.indexOf(at);
  if (id === 'destroy-server' || id === 'close') return reached >= POINTS.indexOf('destroyed');
  if (id !== 'release-ips') return reached >= POINTS.indexOf('down');
  if (verb === 'force-stop') return reached >= POINTS.indexOf('down');
  return reached >= POINTS.indexOf(verb === 'delete' ? 'released' : 'detached');
}
