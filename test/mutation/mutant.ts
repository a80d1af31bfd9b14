// One mutated run in a process of its own: which rule or guard is switched off, and what the tests said of it.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const VITEST = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
const OUTPUT_BYTES_MAX = 64 * 1_048_576;
/** A run takes seconds; of a machine that is busy with others, more. */
export const MUTANT_MS_MAX = 300_000;

export interface MutantRun {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Runs the test files with that mutant, or with none. Throws where no test ran: a mutant that cannot be loaded is not one
 * that was found.
 */
export async function runMutant(mutant: string, files: readonly string[]): Promise<MutantRun> {
  const config = ['--config', 'test/mutation/vitest.config.ts'];
  const output = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [VITEST, 'run', ...config, '--reporter=json', ...files],
      { cwd: ROOT, env: { ...process.env, KAIYAKU_MUTANT: mutant }, maxBuffer: OUTPUT_BYTES_MAX },
      (_, stdout, stderr) => {
        resolve(stdout.startsWith('{') ? stdout : `${stdout}${stderr}`);
      },
    );
  });
  if (!output.startsWith('{')) throw new Error(`no run of ${mutant}:\n${output}`);
  const { numPassedTests, numFailedTests } = JSON.parse(output) as { numPassedTests: number; numFailedTests: number };
  if (numPassedTests + numFailedTests === 0) throw new Error(`${mutant}: no test ran`);
  return { passed: numPassedTests, failed: numFailedTests };
}
