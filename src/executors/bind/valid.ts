// The check of a zone as it now lies on the server's own machine, by BIND's tool there.
import { providerError } from '../../base/errors.ts';
import type { Machine } from '../machine/machine.ts';
import { TOOL_TIMEOUT_MS } from './limits.ts';
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
