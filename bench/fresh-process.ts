// Processes that are measured: how long one takes from start to end, its peak memory, and one function of ours run in a
// process of its own, so that no benchmark warms another one up.
import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';

export interface Started {
  readonly argv: readonly string[];
  readonly cwd?: string;
}

/** Wall time in ms of `node argv…`. Throws when it fails. */
export function wallMs({ argv, cwd }: Started): number {
  const startMs = performance.now();
  const { status, signal, error } = spawnSync(process.execPath, [...argv], { cwd, stdio: 'ignore' });
  const tookMs = performance.now() - startMs;
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`node ${argv.join(' ')} ended with ${status ?? signal}`);
  return tookMs;
}

// The kernel's own high-water mark of this program. `getrusage` also counts what the starting process held at the fork.
const TELL_PEAK = `process.on('exit', () => {
  const fs = require('node:fs');
  let kib = process.resourceUsage().maxRSS;
  try { kib = Number(/VmHWM:\\s+(\\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]); } catch {}
  fs.writeSync(3, String(kib));
});`;

/** Peak memory in MiB of `node argv…`. Not timed: the probe itself takes a moment. */
export function peakMib({ argv, cwd }: Started): number {
  const probe = `data:text/javascript,${encodeURIComponent(`import{createRequire}from'node:module';const require=createRequire('${pathToFileURL(process.execPath).href}');${TELL_PEAK}`)}`;
  const { status, output } = spawnSync(process.execPath, ['--import', probe, ...argv], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
  });
  const kib = Number(output[3]);
  if (status !== 0 || !(kib > 0)) throw new Error(`node ${argv.join(' ')} ended with ${status} and told no memory`);
  return kib / 1_024;
}

/** Runs one of the suite's measurements in a process of its own; gives what it printed as JSON. */
export function measured(suite: string, name: string, args: readonly string[]): unknown {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [suite, '--measure', name, ...args], {
    encoding: 'utf8',
    maxBuffer: 16 * 1_048_576,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${name} ended with ${status}\n${stderr}`);
  return JSON.parse(stdout) as unknown;
}
