// The real `terraform` in a folder of its own, with the stand-in provider attached to a simulated account. Where there is no
// terraform the tests are skipped and say so.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { realClock } from '../../../src/base/clock.ts';
import {
  startSakuraApi,
  type SakuraApiSimulator,
  type WorldFile,
} from '../../../src/executors/sakura-api/simulator/index.ts';
import { startStandInProvider } from '../../../src/executors/terraform/simulator/index.ts';

/** For the title of a suite: empty, or why it is skipped. */
export const WITHOUT_TERRAFORM = found() ? '' : ' (skipped: no terraform on this machine)';

function found(): boolean {
  try {
    execFileSync('terraform', ['version'], { stdio: 'ignore', env: { ...process.env, CHECKPOINT_DISABLE: '1' } });
    return true;
  } catch {
    return false;
  }
}

/** How many times faster the simulated platform and the provider's waits are. */
const TIME_SCALE = 100;
const CREDENTIALS = { token: 'token', secret: 'secret' };

export interface Ran {
  readonly code: number | null;
  readonly out: string;
}

export interface Bench {
  readonly sim: SakuraApiSimulator;
  readonly folder: string;
  /** Writes main.tf. */
  readonly config: (text: string) => void;
  readonly run: (...args: readonly string[]) => Promise<Ran>;
  /** Plans into a file and gives `address action` of all that is not a no-op. */
  readonly changes: (...args: readonly string[]) => Promise<string[]>;
}

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const SMALL: WorldFile = { zones: { is1b: { archives: [{ id: '113000000902', name: 'Ubuntu', scope: 'shared' }] } } };

export async function bench(world: WorldFile = SMALL): Promise<Bench> {
  const sim = await startSakuraApi({
    clock: realClock,
    timeScale: TIME_SCALE,
    credentials: CREDENTIALS,
    world,
  });
  closing.push(() => sim.close());
  const standIn = await startStandInProvider({ apiRoot: sim.root, clock: realClock, timeScale: TIME_SCALE });
  closing.push(() => standIn.close());
  const folder = await mkdtemp(join(tmpdir(), 'kaiyaku-stand-in-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'home'));
  writeFileSync(join(folder, 'home', 'cli.tfrc'), '');
  const env = {
    PATH: process.env['PATH'],
    HOME: join(folder, 'home'),
    TF_CLI_CONFIG_FILE: join(folder, 'home', 'cli.tfrc'),
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    TF_REATTACH_PROVIDERS: standIn.reattach,
  };
  const run = (...args: readonly string[]) => terraform(folder, env, args);
  return {
    sim,
    folder,
    run,
    config: (text) => writeFileSync(join(folder, 'main.tf'), text),
    changes: async (...args) => {
      const planned = await run('plan', '-input=false', '-no-color', '-out=plan.bin', ...args);
      if (planned.code !== 0) throw new Error(planned.out);
      const { resource_changes: all = [] } = JSON.parse((await run('show', '-json', 'plan.bin')).out) as {
        resource_changes?: { address: string; change: { actions: string[] } }[];
      };
      return all.flatMap(({ address, change: { actions } }) =>
        actions.join() === 'no-op' ? [] : [`${address} ${actions.join('+')}`],
      );
    },
  };
}

function terraform(cwd: string, env: Record<string, string | undefined>, args: readonly string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn('terraform', args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (out += text.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out }));
  });
}
