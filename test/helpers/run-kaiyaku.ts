// Runs the built command as a user does: another process, whole output, exit code. Never our modules.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const KAIYAKU = fileURLToPath(new URL('../../dist/kaiyaku.js', import.meta.url));

export interface Ran {
  /** −1 when a signal ended it. */
  readonly code: number;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

/** The one JSON document of a command. Throws where its output is anything else. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says which document it expects
export const jsonOf = <T = Record<string, unknown>>({ out }: Pick<Ran, 'out'>): T => JSON.parse(out) as T;

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS_DEFAULT = 60_000;

export function runKaiyaku(
  args: readonly string[],
  { cwd, env = {}, timeoutMs = TIMEOUT_MS_DEFAULT }: RunOptions = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [KAIYAKU, ...args],
      {
        cwd,
        env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', LANG: 'C.UTF-8', ...env },
        timeout: timeoutMs,
        maxBuffer: 64 * 1_048_576,
      },
      (error, out, err) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ code, signal: error?.signal ?? null, out, err });
      },
    );
  });
}
