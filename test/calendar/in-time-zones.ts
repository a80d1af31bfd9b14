// Runs one piece of TypeScript in child processes, each in another time zone: a date must not depend on where it runs.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

export const TIME_ZONES = ['Asia/Tokyo', 'UTC', 'America/New_York', 'Pacific/Kiritimati'] as const;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Four programs are started: on a busy machine that takes longer than a test usually may. */
export const TIME_ZONES_MS_MAX = 120_000;

/** Standard output of `source` (imports are relative to the repository) by time zone. Rejects with what a child wrote to stderr. */
export async function inTimeZones(source: string): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'kaiyaku-tz-'));
  try {
    const outfile = join(folder, 'main.mjs');
    const stdin = { contents: source, resolveDir: ROOT, loader: 'ts' } as const;
    await build({ stdin, bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'error' });
    return Object.fromEntries(await Promise.all(TIME_ZONES.map(async (zone) => [zone, await run(outfile, zone)])));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(file: string, TZ: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [file], { env: { ...process.env, TZ } });
  return stdout;
}
