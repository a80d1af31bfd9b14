// What the engine costs above the account itself: servers over a CloudStack API destroyed and expunged by the real `apply`, beside
// the same calls fired one after another by a bare loop that waits for their jobs, and once, at the end, for the pause between two
// looks at an absence. That is the floor: one change at a time is what kaiyaku promises, and the pauses of all others fit beside the
// jobs. Time is what the moved clock waited together with the wall.
import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MovedClock } from '../src/base/clock.ts';
import { ABSENCE_PASS_GAP_MS } from '../src/base/limits.ts';
import { instantInJapan } from '../src/calendar/civil-date.ts';
import { rehearsePaper } from '../src/rehearsal/paper-rehearsal.ts';
import { type CloudStackWorld, loadSimulators } from '../src/wiring.ts';
import { measured } from './fresh-process.ts';
import { type BenchResult, goal, ratios, spread } from './result.ts';

const SERVERS = 200;
/** The same estate with a tenth of the servers, to see what grows. */
const FEW_SERVERS = 20;
/** Clock and wall, to those of the loop. */
const ENGINE_RATIO_MAX = 1.1;
/** A server of many costs at most so many times the processor time of a server of few. */
const ENGINE_GROWTH_MAX = 1.5;
const START_ON = '2026-11-24';

const names = (servers: number): string[] =>
  Array.from({ length: servers }, (_, at) => `KLS-${String(at + 1).padStart(4, '0')}`);

const contractText = (servers: number): string => `provider: altus
contractNumbers: [G1002001]
endOn: 2027-03-31
serviceEndsOn: 2027-03-24
customer: { company: 株式会社エグザンプル, person: 佐藤花子 }
sales: { mail: sales-contact@example.com }
servers: [${names(servers).join(', ')}]
coolDownDays: 0
api: { endpoint: "https://altus.example.com/client/api", zone: tokyo-1, apiKey: "env:NONE", secretKey: "env:NONE" }
`;

interface Ended {
  readonly wallMs: number;
  /** By the moved clock. */
  readonly clockMs: number;
  /** Of this process, the simulator in it included. */
  readonly cpuMs: number;
}

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** From the first destruction to the end of the last expunging. Throws where a server is left. */
export async function endByEngine(servers: number): Promise<Ended> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kaiyaku-bench-'));
  const contractPath = path.join(folder, 'many.yaml');
  let begun: { wall: number; clock: number; cpu: number } | undefined;
  let ended = { wall: 0, clock: 0, cpu: 0 };
  try {
    await writeFile(contractPath, contractText(servers));
    const result = await rehearsePaper({
      contractPath,
      startOn: START_ON,
      tell: ({ at, text }) => {
        const now = { wall: performance.now(), clock: Date.parse(at), cpu: cpuMs() };
        if (text.startsWith('destroy KLS')) begun ??= now;
        // The first that is said after the last expunging.
        if (text.startsWith('expunge KLS')) ended = { wall: Infinity, clock: 0, cpu: 0 };
        else if (ended.wall === Infinity) ended = now;
      },
    });
    if (result.outcome !== 'complete' || result.left.length > 0)
      throw new Error(`${result.outcome}: ${result.left.join(', ')}`);
    return {
      wallMs: ended.wall - begun!.wall,
      clockMs: ended.clock - begun!.clock,
      cpuMs: ended.cpu - begun!.cpu,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Destroys and expunges each, one after another, and asks for the end of each job as the executor does. The last expunging is followed
 * by the pause between two looks, which nobody who proves an absence can leave out (J5); the looks themselves are left out.
 */
export async function endByLoop(servers: number): Promise<Ended> {
  const clock = new MovedClock(instantInJapan(START_ON, '10:00'));
  const { startCloudStack } = await loadSimulators();
  const simulator = await startCloudStack({ clock, world: worldOf(servers) });
  const [startMs, startClockMs, startCpuMs] = [performance.now(), clock.nowMs(), cpuMs()];
  const call = async (command: string, params: Record<string, string>): Promise<Record<string, unknown>> => {
    const query = new URLSearchParams({ ...params, command, response: 'json', apikey: simulator.apiKey });
    query.sort();
    const signed = query.toString().replaceAll('+', '%20').toLowerCase();
    const signature = createHmac('sha1', simulator.secretKey).update(signed).digest('base64');
    const response = await fetch(
      `${simulator.endpoint}?${query.toString()}&signature=${encodeURIComponent(signature)}`,
    );
    const body = (await response.json()) as Record<string, Record<string, unknown>>;
    if (!response.ok) throw new Error(`${command}: ${JSON.stringify(body)}`);
    return Object.values(body)[0]!;
  };
  const run = async (command: string, id: string): Promise<void> => {
    const { jobid } = await call(command, { id });
    for (let pauseMs = POLL_FIRST_MS; ; pauseMs += POLL_FIRST_MS) {
      const { jobstatus } = await call('queryAsyncJobResult', { jobid: String(jobid) });
      if (jobstatus === 1) return;
      if (jobstatus !== 0) throw new Error(`${command} of ${id} ended with ${String(jobstatus)}`);
      await clock.sleep(pauseMs);
    }
  };
  try {
    const ids = worldOf(servers).machines.map(({ id }) => id);
    for (const id of ids) await run('destroyVirtualMachine', id);
    for (const id of ids) await run('expungeVirtualMachine', id);
    await clock.sleep(ABSENCE_PASS_GAP_MS);
    if (simulator.world().machines.length > 0) throw new Error('machines are left');
    return {
      wallMs: performance.now() - startMs,
      clockMs: clock.nowMs() - startClockMs,
      cpuMs: cpuMs() - startCpuMs,
    };
  } finally {
    await simulator.close();
  }
}

/** As the executor asks after a job. */
const POLL_FIRST_MS = 1_000;

function worldOf(servers: number): CloudStackWorld {
  const id = (kind: number, at: number) =>
    `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(at).padStart(12, '0')}`;
  const network = id(2, 1);
  return {
    account: { id: id(10, 1), name: 'bench', type: 0, domain: 'ROOT' },
    zone: { id: id(1, 1), name: 'tokyo-1' },
    version: '4.9.3.0',
    capabilities: { allowuserexpungerecovervm: true, allowuserviewdestroyedvm: true, allowuserforcestopvm: false },
    forbidden: [],
    networks: [{ id: network, name: 'network' }],
    machines: names(servers).map((name, at) => ({ id: id(3, at + 1), name, state: 'Running', networkIds: [network] })),
    volumes: names(servers).map((_, at) => ({
      id: id(40, at + 1),
      name: `ROOT-${at + 1}`,
      type: 'ROOT',
      vmId: id(3, at + 1),
    })),
    snapshots: [],
    addresses: [],
    firewallRules: [],
    portForwardingRules: [],
    loadBalancerRules: [],
    jobs: [],
    nextId: 1,
  };
}

/** Once: it takes minutes, and most of it is the moved clock, which is the same each time. */
export function servers(suite: string): BenchResult[] {
  const [ours, bare] = ['end-servers', 'end-servers-bare'].map((name) => measured(suite, name, [String(SERVERS)])) as [
    Ended,
    Ended,
  ];
  const few = measured(suite, 'end-servers', [String(FEW_SERVERS)]) as Ended;
  const seconds = ({ clockMs, wallMs }: Ended) => (clockMs + wallMs) / 1_000;
  const ratio = ratios([seconds(ours)], [seconds(bare)]);
  return [
    {
      name: 'servers',
      what: `${SERVERS} servers destroyed and expunged over CloudStack, clock waited and wall`,
      unit: 's',
      subject: spread([seconds(ours)]),
      rival: { what: 'the bare calls, and one pause between two looks', ...spread([seconds(bare)]) },
      ratio,
      goals: [
        goal('time', ratio.median, ENGINE_RATIO_MAX, '×'),
        goal(
          `processor time of a server, to that with ${FEW_SERVERS}`,
          ours.cpuMs / SERVERS / (few.cpuMs / FEW_SERVERS),
          ENGINE_GROWTH_MAX,
          '×',
        ),
      ],
      facts: {
        'clock, s': Math.round(ours.clockMs / 1_000),
        'wall, s': Math.round(ours.wallMs / 1_000),
        'processor time, s': Math.round(ours.cpuMs / 1_000),
        'clock of the calls, s': Math.round(bare.clockMs / 1_000),
        'wall of the calls, s': Math.round(bare.wallMs / 1_000),
      },
    },
  ];
}
