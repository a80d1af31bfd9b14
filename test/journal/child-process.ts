// Runs child.ts as a real process of its own, bundled once a test file: locks and crashes need something to kill.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';

export interface ChildProgram {
  /** Starts it; `env` is added to this process's. `shell` puts a shell prefix before it (`ulimit …`). */
  start(args: readonly string[], options?: { env?: Record<string, string>; shell?: string }): RunningChild;
  dispose(): Promise<void>;
}

export interface RunningChild {
  readonly process: ChildProcess;
  /** Lines that it has printed so far. */
  readonly lines: string[];
  /** The next printed line that begins so; rejects when it ends without one. */
  printed(beginning: string): Promise<string>;
  /** How it ended. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

export async function buildChild(): Promise<ChildProgram> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kaiyaku-child-'));
  const root = path.resolve(import.meta.dirname, '../..');
  const program = path.join(folder, 'child.mjs');
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  await build({
    entryPoints: [path.join(import.meta.dirname, 'child.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  return {
    start: (args, options = {}) => running(program, args, options),
    dispose: () => rm(folder, { recursive: true }),
  };
}

function running(
  program: string,
  args: readonly string[],
  { env = {}, shell }: { env?: Record<string, string>; shell?: string },
): RunningChild {
  const argv = [process.execPath, program, ...args];
  const [file, ...rest] = shell === undefined ? argv : ['/bin/sh', '-c', `${shell}; exec "$@"`, 'sh', ...argv];
  const child = spawn(file!, rest, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }));
  const printed = async (beginning: string): Promise<string> => {
    for (;;) {
      const line = lines.find((one) => one.startsWith(beginning));
      if (line !== undefined) return line;
      const event = await Promise.race([once(reader, 'line').then(() => 'line'), ended.then(() => 'ended')]);
      if (event === 'ended' && !lines.some((one) => one.startsWith(beginning)))
        throw new Error(`the child ended without printing ${beginning}; it printed ${lines.join(' | ')}`);
    }
  };
  return { process: child, lines, printed, ended };
}
