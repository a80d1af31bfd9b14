// The server's own machine: its check of the zone as it now lies there, and the order to read it again.
import { providerError } from '../../base/errors.ts';
import type { Machine } from '../machine/machine.ts';
import { RELOAD_TIMEOUT_MS, TOOL_TIMEOUT_MS } from './limits.ts';
import type { ZonePlace } from './zone-texts.ts';

/** Throws `zone-not-valid`, `bind-tools-missing`, or `zone-not-checked` where the check did not come to an end. */
export async function requireValid(machine: Machine, { zone, file, directory }: ZonePlace): Promise<void> {
  const argv = ['named-checkzone', '-q', '-i', 'local', '-k', 'ignore', '-w', directory, zone, file];
  const { ended, exitCode, said } = await machine.run(argv, { timeoutMs: TOOL_TIMEOUT_MS });
  if (ended === 'exited' && exitCode === 0) return;
  if (ended === 'not-started')
    throw providerError('bind-tools-missing', `${machine.name}: named-checkzone cannot be started`, {
      class: 'permanent',
      next: 'install BIND’s tools there (Debian: bind9-utils)',
    });
  throw providerError(
    ended === 'exited' ? 'zone-not-valid' : 'zone-not-checked',
    `${machine.name}: named-checkzone refuses ${zone}${said === '' ? '' : `: ${said}`}`,
    { class: 'permanent', next: 'change this zone by hand' },
  );
}

/** `reloaded`; `refused`: it ended with an error; `unknown`: nobody knows whether it happened. */
export async function reload(
  machine: Machine,
  argv: readonly string[],
): Promise<{ readonly came: 'reloaded' | 'refused' | 'unknown'; readonly said: string }> {
  const { ended, exitCode, said } = await machine.run(argv, { timeoutMs: RELOAD_TIMEOUT_MS });
  if (ended === 'unknown') return { came: 'unknown', said };
  return { came: ended === 'exited' && exitCode === 0 ? 'reloaded' : 'refused', said };
}
