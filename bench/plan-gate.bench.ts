// How fast and small a Terraform plan is judged, from the files to the findings, against parsing the same file as a whole and
// counting its deletions. Functions only: the caller makes the folder and runs each in a process of its own.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { realClock } from '../src/base/clock.ts';
import { checkPlan } from '../src/check-plan.ts';
import { DEFAULT_ADDRESSES, DEFAULT_IDS } from '../src/executors/sakura-api/simulator/world/default-world.ts';
import { readPlanFile } from '../src/executors/terraform/plan-json.ts';
import { contractText } from '../src/rehearsal/contract-text.ts';

export const PLAN_OBJECTS = 2_000;
export const LONG_PLAN_OBJECTS = 15_000;
/** Goals: a long plan takes this time and memory, and no more time an object than this many times a short one's. */
export const LONG_PLAN_MS_MAX = 3_000;
export const LONG_PLAN_MIB_MAX = 200;
export const LINEAR_RATIO_MAX = 1.5;
/** Objects of the plan that the contract lists. */
const LISTED = 200;
/** The contract ends then: a month for which holidays are known. */
const SOON_MS = 90 * 86_400_000;
const PROVIDER = 'registry.terraform.io/sacloud/sakura';

const idOf = (n: number): string => String(115_000_000_000 + n);

/** A disk, or a server with two interfaces, as the provider's schema has them. */
function valuesOf(n: number): [type: string, values: Record<string, unknown>] {
  const common = { id: idOf(n), name: `object-${n}`, zone: 'is1b', icon_id: '', tags: ['bench', `team-${n % 7}`] };
  if (n < LISTED) return ['archive', { ...common, size: 20, source_disk_id: idOf(n + 1), hash: null, timeouts: null }];
  if (n % 2 === 0)
    return ['disk', { ...common, plan: 'ssd', size: 40, connector: 'virtio', server_id: idOf(n + 1), timeouts: null }];
  const nic = { mac_address: '9c:a3:ba:00:01:01', packet_filter_id: '', upstream: 'shared', user_ip_address: '' };
  return [
    'server',
    {
      ...common,
      core: 2,
      memory: 4,
      disks: [idOf(n - 1)],
      network_interface: [nic, { ...nic, upstream: idOf(1) }],
      dns_servers: ['133.242.0.3', '133.242.0.4'],
      ip_address: '198.51.100.20',
      gateway: '198.51.100.1',
      netmask: 24,
      user_data: '#cloud-config\n'.padEnd(400, 'x'),
      force_shutdown: false,
      timeouts: null,
    },
  ];
}

/** Writes a contract with 200 archives, and a plan of so many objects without a change. Returns the folder. */
export async function writePlanCase(folder: string, objects: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  const soon = new Date(Date.now() + SOON_MS).toISOString().slice(0, 10);
  const contract = contractText({
    ids: DEFAULT_IDS,
    ips: DEFAULT_ADDRESSES,
    apiRoot: 'http://127.0.0.1:1/cloud/zone',
    fortigate: { port: 22, hostKey: `SHA256:${'A'.repeat(43)}`, user: 'admin' },
    endMonth: soon.slice(0, 7),
    serviceEndsOn: soon,
  });
  const items = Array.from({ length: LISTED }, (_, n) => {
    const item = `kind: archive, id: "${idOf(n)}", name: object-${n}, zone: is1b`;
    return `  - { ${item}, fate: keep, reason: bench, ownedBy: external }`;
  });
  await writeFile(
    path.join(folder, 'bench.yaml'),
    contract.replace('licenceFiles:', `${items.join('\n')}\nlicenceFiles:`),
  );
  const resources = Array.from({ length: objects }, (_, n) => {
    const [type, values] = valuesOf(n);
    const of = { address: `sakura_${type}.n${n}`, mode: 'managed', type: `sakura_${type}`, name: `n${n}` };
    return { of: { ...of, provider_name: PROVIDER }, values };
  });
  const state = resources.map(({ of, values }) => ({ ...of, schema_version: 0, values, sensitive_values: {} }));
  const plan = {
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: { root_module: { resources: state } },
    resource_changes: resources.map(({ of, values }) => ({
      ...of,
      change: {
        actions: ['no-op'],
        before: values,
        after: values,
        after_unknown: {},
        before_sensitive: {},
        after_sensitive: {},
      },
    })),
    prior_state: { format_version: '1.0', values: { root_module: { resources: state } } },
    timestamp: new Date().toISOString(),
    applyable: false,
    complete: true,
    errored: false,
  };
  await writeFile(path.join(folder, 'plan.json'), JSON.stringify(plan));
  return folder;
}

export interface Judged {
  readonly tookMs: number;
  readonly peakMib: number;
}

/**
 * Reads and judges it; throws unless every object was seen and nothing is wrong. `readMs` is one more reading of the plan
 * alone: the contract costs the same whatever the plan, and would hide whether that is linear.
 */
export async function judgePlanCase(folder: string, objects: number): Promise<Judged & { readonly readMs: number }> {
  const startMs = performance.now();
  const checked = await checkPlan(path.join(folder, 'bench.yaml'), {
    cwd: folder,
    clock: realClock,
    plan: path.join(folder, 'plan.json'),
    signal: new AbortController().signal,
  });
  const tookMs = performance.now() - startMs;
  const { changes, examined } = checked.terraformPlan ?? { changes: 0, examined: 0 };
  if (changes !== objects || examined !== LISTED || checked.findings.length > 0)
    throw new Error(
      `${examined} of ${changes} objects examined; ${checked.findings.map(({ what }) => what).join(', ')}`,
    );
  const peakMib = process.resourceUsage().maxRSS / 1_024;
  const againMs = performance.now();
  await readPlanFile(path.join(folder, 'plan.json'));
  return { tookMs, readMs: performance.now() - againMs, peakMib };
}

/** The same file by JSON.parse, counting deletions. */
export async function parsePlanCase(folder: string): Promise<Judged> {
  const startMs = performance.now();
  const plan = JSON.parse(await readFile(path.join(folder, 'plan.json'), 'utf8')) as {
    resource_changes: { change: { actions: string[] } }[];
  };
  if (plan.resource_changes.some(({ change }) => change.actions.includes('delete'))) throw new Error('a deletion');
  return { tookMs: performance.now() - startMs, peakMib: process.resourceUsage().maxRSS / 1_024 };
}
