// `npm run bench`: bundles the benchmarks (Node 20 runs no TypeScript) into a folder inside node_modules, so that packages
// are found, runs the suite there and takes the folder away. Arguments go to the suite: --json, --quick, names.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cache = join(root, 'node_modules', '.cache');
await mkdir(cache, { recursive: true });
const folder = await mkdtemp(join(cache, 'kaiyaku-bench-'));
try {
  await build({
    absWorkingDir: root,
    entryPoints: ['bench/suite.ts'],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'warning',
  });
  process.exitCode = await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(folder, 'suite.js'), ...process.argv.slice(2)], {
      cwd: root,
      stdio: 'inherit',
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
