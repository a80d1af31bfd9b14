// BIND's own tools: what a zone means, line by line, as named-compilezone says it; and the reload. They prove edits, because no
// other reader of master files agrees with named in everything.
import { delimiter } from 'node:path';
import { providerError } from '../../base/errors.ts';
import { runCommand, type RunResult } from '../../base/run-command.ts';
import type { LookContext } from '../port.ts';
import { COMPILED_BYTES_MAX, RELOAD_TIMEOUT_MS, TOOL_TIMEOUT_MS } from './limits.ts';

export interface ZonePlace {
  readonly zone: string;
  readonly file: string;
  readonly directory: string;
}

/** Debian puts them where only root's path looks. */
const toolPath = (): string => [process.env['PATH'] ?? '', '/usr/sbin', '/usr/local/sbin'].join(delimiter);

/**
 * One canonical line a record, in named's order. Throws provider errors `bind-tools-missing`, `zone-not-valid` (its own words)
 * and `zone-not-compiled`; nothing is changed by it.
 */
export async function compiledLines({ zone, file, directory }: ZonePlace, ctx: LookContext): Promise<string[]> {
  // Names are not looked up elsewhere (`-i local`), and odd owners are the zone's own business (`-k ignore`).
  const options = ['-q', '-k', 'ignore', '-i', 'local', '-w', directory, '-F', 'text', '-s', 'full', '-o', '-'];
  const ran = await run(['named-compilezone', ...options, zone, file], TOOL_TIMEOUT_MS, ctx, COMPILED_BYTES_MAX);
  if (ran.ended === 'cancelled') ctx.signal?.throwIfAborted();
  if (ran.ended === 'not-started')
    throw providerError('bind-tools-missing', `named-compilezone cannot be started (${ran.systemCode})`, {
      class: 'permanent',
      next: 'install BIND’s tools (Debian: bind9-utils)',
    });
  if (ran.ended !== 'exited' || ran.stdoutTruncated)
    throw providerError('zone-not-compiled', `named-compilezone did not come to an end for ${zone} (${ran.ended})`, {
      class: 'retry',
      next: 'run it by hand: named-compilezone -o - ZONE FILE',
    });
  if (ran.exitCode !== 0)
    throw providerError(
      'zone-not-valid',
      `named-compilezone refuses ${file}: ${ran.stderr.trim() || ran.tail.trim()}`,
      {
        class: 'permanent',
        next: 'mend the file, then run apply again',
      },
    );
  return ran.stdout.split('\n').filter((line) => line !== '');
}

/** `reloaded`; `refused`: it ended with an error; `unknown`: nobody knows whether it happened. */
export async function reload(
  argv: readonly string[],
  ctx: LookContext,
): Promise<{ readonly came: 'reloaded' | 'refused' | 'unknown'; readonly said: string }> {
  const ran = await run(argv, RELOAD_TIMEOUT_MS, ctx);
  const said = ran.tail.trim();
  if (ran.ended === 'not-started') return { came: 'refused', said: `${argv[0]} cannot be started (${ran.systemCode})` };
  if (ran.ended !== 'exited') return { came: 'unknown', said };
  return { came: ran.exitCode === 0 ? 'reloaded' : 'refused', said };
}

function run(argv: readonly string[], timeoutMs: number, ctx: LookContext, bytesMax?: number): Promise<RunResult> {
  return runCommand({
    argv,
    timeoutMs,
    env: { PATH: toolPath() },
    ...(bytesMax === undefined ? {} : { outputBytesMax: bytesMax }),
    ...(ctx.signal === undefined ? {} : { signal: ctx.signal }),
  });
}
