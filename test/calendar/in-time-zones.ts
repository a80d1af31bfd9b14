// Runs one piece of TypeScript in child processes, each in another time zone: a date must not depend on where it runs.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

export const TIME_ZONES = ['Asia/Tokyo', 'UTC', 'America/New_York', 'Pacific/Kiritimati'] as const;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CHILD_MS_MAX = 30_000;

/** Standard output of `source` (imports are relative to the repository) by time zone. Throws what a child wrote to stderr. */
export function inTimeZones(source: string): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'kaiyaku-tz-'));
  try {
    const outfile = join(folder, 'main.mjs');
    const stdin = { contents: source, resolveDir: ROOT, loader: 'ts' } as const;
    buildSync({ stdin, bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'error' });
    return Object.fromEntries(TIME_ZONES.map((zone) => [zone, run(outfile, zone)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(file: string, TZ: string): string {
  const env = { ...process.env, TZ };
  const child = spawnSync(process.execPath, [file], { encoding: 'utf8', env, timeout: CHILD_MS_MAX });
  if (child.status !== 0) throw new Error(`in ${TZ}: ${child.stderr}`);
  return child.stdout;
}
