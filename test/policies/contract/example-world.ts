// The moment before a step of an example contract: everything before it is done, everything is what the contract says and
// every rule holds. A case then breaks one thing. No engine in between: policies are asked as they are.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { providers } from '../../../scripts/index.ts';
import type { SakuraFortigateContract } from '../../../scripts/sakura-fortigate/contract.ts';
import { type CivilDate, instantInJapan } from '../../../src/calendar/civil-date.ts';
import { readContract } from '../../../src/contract/read-contract.ts';
import { type Observation, type Target, targetKey } from '../../../src/executors/port.ts';
import type { Finding, Policy } from '../../../src/teardown/policy.ts';
import { type History, NO_HISTORY, type Provider } from '../../../src/teardown/provider.ts';
import type { Step, Teardown } from '../../../src/teardown/step.ts';

const EXAMPLES = new URL('../../../examples/', import.meta.url);
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export interface ExampleContract {
  readonly name: string;
  readonly provider: Provider;
  readonly content: unknown;
}

/** Every example of every provider, read as `check` reads it. */
export async function exampleContracts(): Promise<ExampleContract[]> {
  const schemas = Object.fromEntries(
    await Promise.all(providers.map(async (one) => [one.id, await one.schema()] as const)),
  );
  const known = new Set(providers.map(({ id }) => id));
  const paths = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml') && known.has(path.split('/')[0]!))
    .sort();
  return await Promise.all(
    paths.map(async (path) => {
      const { contract, name } = await readContract(fileURLToPath(new URL(path, EXAMPLES)), schemas);
      const provider = await providers.find(({ id }) => id === contract.provider)!.provider();
      return { name: `${contract.provider}/${name}`, provider, content: contract };
    }),
  );
}

/** What a policy may look at; a case changes it. */
export interface World {
  readonly provider: Provider;
  contract: unknown;
  history: History;
  todayOn: CivilDate;
  readonly claimedBy: Map<string, readonly string[]>;
  /** What is not here is as the contract says. */
  readonly seen: Map<string, Observation>;
  /** Ms that the journal's last entry lies ahead of the clock; usually it lies behind. */
  lastEntryAheadMs: number;
  /** How long ago every backup, and every effect of the step itself, was verified; undefined: not at all. */
  backedUpAgoMs: number | undefined;
  effectsVerified: boolean;
  /** Verbs of the step's effects that have begun; no rule speaks of these any more. */
  readonly begun: Set<string>;
}

/** The day on which a step may be done: in the window of the application, or when the service has ended. */
function dayFor(
  step: Step,
  { applicationWindow, teardownWindow, deadlines }: ReturnType<Provider['termsOf']>,
): CivilDate {
  if (step.guards.includes('R02') && applicationWindow !== undefined) return applicationWindow.applyFromOn;
  return step.window.fromOn ?? teardownWindow?.fromOn ?? deadlines[0]?.on ?? '2026-12-01';
}

export function worldBefore({ provider, content }: ExampleContract, step: Step): World {
  const contract = structuredClone(content);
  const { serviceEndsOn } = contract as { serviceEndsOn?: string };
  const terms = provider.termsOf(contract, NO_HISTORY, '2026-06-01');
  const day = dayFor(step, terms);
  const ended = serviceEndsOn !== undefined && serviceEndsOn !== 'when-noticed' && day < serviceEndsOn;
  const applied = terms.endsOn === undefined || step.guards.includes('R02') ? {} : noticed(terms.endsOn);
  return {
    provider,
    contract,
    history: { ...NO_HISTORY, attested: applied },
    todayOn: ended && !step.guards.includes('R02') ? serviceEndsOn : day,
    claimedBy: new Map(),
    seen: new Map(),
    lastEntryAheadMs: -DAY_MS,
    backedUpAgoMs: HOUR_MS,
    effectsVerified: false,
    begun: new Set(),
  };
}

const noticed = (endsOn: CivilDate): History['attested'] => ({
  'file-licence-notice': { endsOn },
  'return-notice': { endsOn },
});

export function teardownIn({ provider, contract, history, todayOn, seen }: World): Teardown {
  const discovered = new Map(
    provider.discover(contract).map((target) => {
      const key = targetKey(target);
      return [key, seen.get(key) ?? asContracted(contract, target)] as const;
    }),
  );
  return provider.teardownOf(contract, provider.termsOf(contract, history, todayOn), history, discovered);
}

/** Findings of these policies on one step, as a survey would ask them: only those that the step names. */
export function findingsIn(world: World, stepId: string, policies: readonly Policy[]): Finding[] {
  const { provider, contract, history, todayOn } = world;
  const teardown = teardownIn(world);
  const step = teardown.steps.find(({ id }) => id === stepId);
  if (step === undefined) throw new Error(`no step ${stepId}`);
  const nowMs = instantInJapan(todayOn, '10:00');
  const targets = new Map<string, Target>(
    teardown.steps
      .flatMap((one) => [
        ...one.looks,
        ...one.probes.map(({ target }) => target),
        ...one.effects.flatMap(({ command, proof }) => [command.target, ...proof.map(({ target }) => target)]),
      ])
      .map((target) => [targetKey(target), target]),
  );
  const verifiedAtMs = new Map<string, number>();
  const backUps = teardown.steps.filter(({ id }) => id.split(':')[0] === 'back-up');
  if (world.backedUpAgoMs !== undefined)
    for (const { id } of backUps.flatMap(({ effects }) => effects)) verifiedAtMs.set(id, nowMs - world.backedUpAgoMs);
  if (world.effectsVerified) for (const { id } of step.effects) verifiedAtMs.set(id, nowMs - HOUR_MS);
  return policies
    .filter(({ refusal }) => step.guards.includes(refusal))
    .flatMap((policy) =>
      policy.check({
        provider: provider.id,
        contract,
        contractName: 'example',
        terms: provider.termsOf(contract, history, todayOn),
        teardown,
        step,
        open: world.effectsVerified ? [] : step.effects.filter(({ command }) => !world.begun.has(command.verb)),
        history,
        verifiedAtMs,
        lastEntryAtMs: nowMs + world.lastEntryAheadMs,
        nowMs,
        todayOn,
        claimedBy: world.claimedBy,
        observe: (wanted) => {
          const target = targets.get(targetKey(wanted)) ?? { ...wanted, expect: {}, label: wanted.id };
          return world.seen.get(targetKey(wanted)) ?? asContracted(contract, target);
        },
      }),
    );
}

interface PatternDomain {
  readonly name: string;
  readonly primaryDns: string;
}

/** Name servers as they would be with that pattern. */
export function authorityFacts(primaryDns: string, mainIp: string): object {
  const host = primaryDns === 'provider' ? 'ns1.clara.ne.jp' : 'ns1.example.net';
  return {
    parents: [{ server: 'parent', ns: [host] }],
    children: [{ server: 'primary', ns: [host], mname: host }],
    hosts: [{ name: host, addresses: [primaryDns === 'own-server' ? mainIp : '192.0.2.200'] }],
  };
}

/** Of a CloudStack account; every id is the name. */
export const estateFacts = (names: readonly string[], addresses: readonly string[], more: object = {}) => ({
  seesDestroyed: true,
  machines: names.map((name) => ({ id: name, name, state: 'Running', deleteProtected: false })),
  addresses: addresses.map((address) => ({ id: address, address, sourceNat: false, rules: [] })),
  storage: [],
  ...more,
});

/** What a look at a target shows when everything is as the contract says. */
function asContracted(contract: unknown, { kind, id, expect }: Target): Observation {
  const { estate = [], services = [] } = contract as Partial<SakuraFortigateContract>;
  const present = (facts: object): Observation => ({ state: 'present', facts: facts as never, seenAtMs: 0 });
  const router = estate.find((item) => item.kind === 'router' && item.id === id);
  const switchIds = estate.flatMap((item) => (item.kind === 'router' ? [item.switchId] : []));
  switch (kind) {
    case 'account':
      return present({ memberCode: expect['memberCode'], dateSkewMs: 40 });
    case 'server':
      return present({
        power: 'up',
        autoReboot: false,
        interfaces: switchIds.map((switchId, at) => ({
          id: `7${id.slice(1, 11)}${at}`,
          switchId,
          packetFilterId: 'pf',
        })),
      });
    case 'router':
      return present({
        subnets: router?.kind === 'router' ? router.subnets : [],
        primarySubnets: [],
        ipv6Nets: router?.kind === 'router' && router.ipv6Net !== undefined ? [router.ipv6Net] : [],
        attachedServerIds: services.map(({ server }) => server.id),
        applianceIds: [],
      });
    case 'estate': {
      const { names = [], addresses = [] } = expect as { names?: string[]; addresses?: string[] };
      return present(estateFacts(names, addresses));
    }
    case 'zone-export':
      return present({ rows: [], unread: [] });
    case 'zone-authority': {
      const { domains = [], mainIp = '' } = contract as { domains?: PatternDomain[]; mainIp?: string };
      return present(authorityFacts(domains.find(({ name }) => name === id)?.primaryDns ?? '', mainIp));
    }
    case 'address-traffic':
      return present({ connections: 0, hits: 0, hours: 24, logs: 1 });
    case 'references':
      return present({ references: [] });
    case 'copies':
      return present({ copies: [] });
    case 'fortigate':
      return present({ hostKey: 'pinned', haMode: 'standalone', configuration: 'as-before' });
    case 'licence-search':
      return present({ listed: [], copies: [] });
    case 'interface':
      return present({ serverId: services[0]?.server.id ?? '', switchId: switchIds[0] ?? null });
    default:
      return present({});
  }
}
