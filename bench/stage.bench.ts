// One stage of `engine: terraform` against the bare program: a hundred disks are taken over and deleted, from one plan each time,
// in the same simulated account by the same provider. Ours also judges both plans and looks at every disk before and after.
import { spawn, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { inStages } from '../scripts/sakura-fortigate/stages.ts';
import type { SakuraFortigateContract } from '../scripts/sakura-fortigate/contract.ts';
import { synthesize } from '../stacks/synth.ts';
import { realClock } from '../src/base/clock.ts';
import { Secret } from '../src/base/redact.ts';
import { createClient } from '../src/executors/sakura-api/client.ts';
import { sakuraCommand, sakuraTarget } from '../src/executors/sakura-api/command.ts';
import { createSakuraExecutor } from '../src/executors/sakura-api/executor.ts';
import { startSakuraApi, type SakuraApiSimulator } from '../src/executors/sakura-api/simulator/index.ts';
import { startStandInProvider } from '../src/executors/terraform/simulator/index.ts';
import { terraformRemoval } from '../src/executors/terraform/stage/removal.ts';
import { providerSecrets } from '../src/executors/terraform/stage/secrets.ts';
import { effect } from '../src/teardown/step.ts';
import { cpuMs } from './cpu.ts';
import { type BenchResult, goal, ratios, spread } from './result.ts';

const STAGE_RATIO_MAX = 1.3;
const DISKS = 100;
const ZONE = 'is1b';
/** How many times faster the simulated platform and the provider's waits are. */
const TIME_SCALE = 1_000;
const CREDENTIALS = { token: 'token', secret: 'secret' };
const CREDENTIALS_ENV = { SAKURACLOUD_ACCESS_TOKEN: 'token', SAKURACLOUD_ACCESS_TOKEN_SECRET: 'secret' };

const idOf = (at: number): string => String(113_000_001_000 + at);
const NUMBERS = Array.from({ length: DISKS }, (_, at) => at);

const world = () => ({
  zones: {
    [ZONE]: {
      archives: [{ id: '113000000902', name: 'Ubuntu', scope: 'shared' as const }],
      disks: NUMBERS.map((at) => ({ id: idOf(at), name: `disk-${at}` })),
    },
  },
});

/** Without a terraform nothing is measured, and that is said. */
export async function stages(scratch: string, runs: number): Promise<BenchResult[]> {
  if (spawnSync('terraform', ['version'], { stdio: 'ignore' }).status !== 0) {
    process.stderr.write('stage: no terraform in PATH; left out\n');
    return [];
  }
  const ours: Took[] = [];
  const theirs: (Took & { deletionMs: number })[] = [];
  for (let run = 0; run < runs; run += 1) {
    ours.push(await inAccount((account) => ourStage(account, path.join(scratch, `ours-${run}`))));
    theirs.push(await inAccount((account) => bareStage(account, path.join(scratch, `bare-${run}`))));
  }
  const wall = (all: readonly Took[]) => all.map(({ wallMs }) => wallMs);
  const cpu = (all: readonly Took[]) => all.map((one) => one.cpuMs ?? NaN);
  const ratio = ratios(wall(ours), wall(theirs));
  const cpuRatio = ratios(cpu(ours), cpu(theirs)).median;
  const rounded = (values: readonly number[]) => Math.round(spread(values).median);
  return [
    {
      name: 'stage',
      what: `${DISKS} disks taken over and deleted by Terraform`,
      unit: 'ms',
      subject: spread(wall(ours)),
      rival: { what: 'bare init, plan, apply, plan, apply', ...spread(wall(theirs)) },
      ratio,
      goals: [goal('wall', ratio.median, STAGE_RATIO_MAX, '×')],
      facts: {
        'bare plan and apply of the deletion alone, ms': rounded(theirs.map(({ deletionMs }) => deletionMs)),
        // With the simulated account and the provider, which are in this process for both.
        ...(Number.isNaN(cpuRatio)
          ? {}
          : {
              'processor, ms': rounded(cpu(ours)),
              'processor of the bare program, ms': rounded(cpu(theirs)),
              'ratio of processor': cpuRatio.toFixed(2),
            }),
      },
    },
  ];
}

interface Took {
  readonly wallMs: number;
  readonly cpuMs: number | undefined;
}

/** From here to when it is called. */
function measured(): () => Took {
  const [startMs, startCpuMs] = [performance.now(), cpuMs()];
  return () => {
    const endCpuMs = cpuMs();
    return {
      wallMs: performance.now() - startMs,
      cpuMs: startCpuMs === undefined || endCpuMs === undefined ? undefined : endCpuMs - startCpuMs,
    };
  };
}

interface Account {
  readonly simulator: SakuraApiSimulator;
  readonly env: Readonly<Record<string, string>>;
}

async function inAccount<T>(measure: (account: Account) => Promise<T>): Promise<T> {
  const simulator = await startSakuraApi({
    clock: realClock,
    timeScale: TIME_SCALE,
    credentials: CREDENTIALS,
    world: world(),
  });
  const provider = await startStandInProvider({
    apiRoot: simulator.root,
    clock: realClock,
    timeScale: TIME_SCALE,
    env: CREDENTIALS_ENV,
  });
  try {
    const result = await measure({ simulator, env: { TF_REATTACH_PROVIDERS: provider.reattach } });
    if (simulator.world().zones[ZONE].disks.length > 0) throw new Error('disks are left');
    return result;
  } finally {
    await provider.close();
    await simulator.close();
  }
}

const stageDocument = (root: string, objects: readonly { kind: 'disk'; id: string }[]) => {
  const contract = {
    engine: 'terraform',
    terraform: { providerVersion: 2, stages: 'one-kind' },
    api: { root, zones: [ZONE] },
    services: [],
    estate: NUMBERS.map((at) => ({ kind: 'disk', id: idOf(at), name: `disk-${at}`, zone: ZONE, fate: 'delete' })),
  } as unknown as SakuraFortigateContract;
  const journal = { effects: new Map(), head: undefined } as never;
  return {
    contract,
    document: synthesize({ name: 'bench', contract, journal, journalFile: '', stage: { objects, state: 'disks' } }, 2),
  };
};

/** Looks, acts and looks again, as the engine does; the wait between the two last looks is left out. */
async function ourStage({ simulator, env }: Account, folder: string): Promise<Took> {
  const [token, secret] = [new Secret('token'), new Secret('secret')];
  const client = createClient({ root: simulator.root, token, secret, clock: realClock, requestsPerSecond: 1_000 });
  const removal = terraformRemoval({
    folder,
    env,
    secrets: () => Promise.resolve(providerSecrets(token, secret)),
    document: ({ objects }) =>
      Promise.resolve(stageDocument(simulator.root, objects as readonly { kind: 'disk'; id: string }[]).document),
  });
  const { account, member } = simulator.world();
  const executor = createSakuraExecutor({
    client,
    account: { projectId: account.id, memberCode: member.code },
    zones: [ZONE],
    removal,
  });
  const single = NUMBERS.map((at) =>
    effect({
      step: 'bench',
      title: '',
      command: sakuraCommand(
        'delete',
        sakuraTarget({ kind: 'disk', id: idOf(at), zone: ZONE, expect: { name: `disk-${at}` } }),
      ),
    }),
  );
  const [stage] = inStages(stageDocument(simulator.root, []).contract, single);
  const ctx = { clock: realClock, progress: () => undefined };
  const { target } = stage!.command;
  const took = measured();
  const before = await executor.observe(target, ctx);
  await executor.act(stage!.command, {
    ...ctx,
    key: 'bench',
    evidence: { put: () => Promise.reject(new Error('no evidence')) },
    note: () => Promise.resolve(),
    fault: () => undefined,
  });
  const after = [await executor.observe(target, ctx), await executor.observe(target, ctx)];
  const all = took();
  if (before.state !== 'present' || after.some(({ state }) => state !== 'absent'))
    throw new Error(`before ${before.state}, after ${after.map(({ state }) => state).join()}`);
  return all;
}

/** Nothing but the program: imports planned and applied, deletions planned and applied. */
async function bareStage({ simulator, env }: Account, folder: string): Promise<Took & { deletionMs: number }> {
  await mkdir(folder, { recursive: true });
  const all = NUMBERS.map((at) => ({ kind: 'disk' as const, id: idOf(at) }));
  const write = async (objects: typeof all) => {
    const { terraform } = stageDocument(simulator.root, objects).document;
    await writeFile(path.join(folder, 'main.tf.json'), JSON.stringify(terraform));
  };
  const terraform = (...args: readonly string[]) =>
    ended(spawn('terraform', args, { cwd: folder, stdio: 'ignore', env: { ...process.env, ...env } }));
  await write(all);
  const took = measured();
  await terraform('init', '-input=false');
  await terraform('plan', '-input=false', '-out=stage.plan');
  await terraform('apply', '-input=false', 'stage.plan');
  await write([]);
  const deletionStartMs = performance.now();
  await terraform('plan', '-input=false', '-out=stage.plan');
  await terraform('apply', '-input=false', 'stage.plan');
  return { ...took(), deletionMs: performance.now() - deletionStartMs };
}

const ended = (child: ReturnType<typeof spawn>): Promise<void> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`terraform ended with ${code}`))));
  });
