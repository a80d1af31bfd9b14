// Contract and journal, read offline, to the Terraform JSON of what still stands. Loads the construct library only when it
// is called, so that no other command pays for it; resolves no secret and opens no socket.
import { relative, resolve } from 'node:path';
import type { SakuraFortigateContract } from '../scripts/sakura-fortigate/contract.ts';
import type { ProviderVersion } from '../stacks/binding.ts';
import type { Synthesized } from '../stacks/synth.ts';
import type { Clock } from './base/clock.ts';
import { userError } from './base/errors.ts';
import { ContractReader } from './contract-reader.ts';
import { journalFolder } from './journal/folder.ts';
import type { JournalState } from './journal/state.ts';
import { openOffline } from './open-offline.ts';
import { journalDirOf } from './wiring.ts';

export interface SynthOptions {
  readonly clock: Clock;
  readonly journalDir?: string;
  readonly providerVersion: ProviderVersion;
  /** The folder that it will be written to: the stack names the journal relative to it. */
  readonly folderOf: (contractName: string) => string;
}

export interface SynthResult extends Synthesized {
  readonly name: string;
  readonly folder: string;
  readonly head: JournalState['head'];
}

/** Throws `no-stack` (user) for providers whose contracts own nothing that Terraform knows, and as `openOffline` does. */
export async function synthStack(path: string, options: SynthOptions): Promise<SynthResult> {
  const { contract } = await new ContractReader().read(path);
  if (contract.provider.id !== 'sakura-fortigate')
    throw userError('no-stack', `${contract.provider.id} has no stack: its contracts own nothing in Terraform`);
  const { run } = await openOffline(contract, options, []);
  const { state } = run.journal;
  const folder = options.folderOf(contract.name);
  const { journal } = journalFolder(resolve(journalDirOf(path, options.journalDir)), contract.name);
  const { synthesize } = await import('../stacks/synth.ts');
  const synthesized = synthesize(
    {
      name: contract.name,
      contract: contract.content as SakuraFortigateContract,
      journal: state,
      journalFile: relative(folder, journal),
    },
    options.providerVersion,
  );
  return { ...synthesized, name: contract.name, folder, head: state.head };
}
