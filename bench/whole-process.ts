// Whole programs that are measured from outside: how long one takes from start to end, and the most memory it held.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const LOOK_EVERY_MS = 4;
const KIB = 1_024;

export interface Run {
  readonly tookMs: number;
  readonly peakMib: number;
}

/** Runs it to its end; the peak is the kernel's own mark (Linux), looked at all the while. Throws where it fails. */
export async function run(program: string, argv: readonly string[], cwd: string): Promise<Run> {
  const startMs = performance.now();
  const child = spawn(program, argv, { cwd, stdio: 'ignore' });
  let peakKib = 0;
  const looks = setInterval(() => {
    try {
      const mark = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
      peakKib = Math.max(peakKib, Number(mark?.[1] ?? 0));
    } catch {
      // It has ended.
    }
  }, LOOK_EVERY_MS);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    if (code !== 0) throw new Error(`${program} ${argv.join(' ')} ended with ${code}`);
    return { tookMs: performance.now() - startMs, peakMib: peakKib / KIB };
  } finally {
    clearInterval(looks);
  }
}

/** Pairs of the same moment. */
export async function pairs(runs: number, one: () => Promise<Run>, other: () => Promise<Run>): Promise<[Run[], Run[]]> {
  const all: [Run[], Run[]] = [[], []];
  for (let at = 0; at < runs; at += 1) {
    all[0].push(await one());
    all[1].push(await other());
  }
  return all;
}
