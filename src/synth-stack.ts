// Contract and journal, read offline, to the Terraform JSON of what still stands. Loads the construct library only when it
// is called, so that no other command pays for it; resolves no secret and opens no socket.
import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { SakuraFortigateContract } from '../scripts/sakura-fortigate/contract.ts';
import type { ProviderVersion } from '../stacks/binding.ts';
import type { StackInput } from '../stacks/fortigate-stack.ts';
import type { Synthesized } from '../stacks/synth.ts';
import type { Clock } from './base/clock.ts';
import { systemErrorCode, userError } from './base/errors.ts';
import { ContractReader } from './contract-reader.ts';
import { journalFolder } from './journal/folder.ts';
import { emptyState } from './journal/project.ts';
import type { JournalState } from './journal/state.ts';
import { openOffline } from './open-offline.ts';
import { journalDirOf } from './journal/folder.ts';

/** The name that the CDKTF command line gives the file, too. */
export const STACK_FILE = 'cdk.tf.json';
const PROVIDER_NAMES = { 2: 'sakuracloud', 3: 'sakura' } as const;

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
  requireStack(contract.provider.id);
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
      before: await addressesBefore(folder, contract.name, PROVIDER_NAMES[options.providerVersion]),
    },
    options.providerVersion,
  );
  return { ...synthesized, name: contract.name, folder, head: state.head };
}

/** Throws `no-stack` (user). */
export function requireStack(provider: string): void {
  if (provider !== 'sakura-fortigate')
    throw userError('no-stack', `${provider} has no stack: its contracts own nothing in Terraform`);
}

/** What Terraform is to hold in the private state of one deletion; see `StackInput.stage`. */
export async function stageDocument(
  { name, content }: { readonly name: string; readonly content: unknown },
  version: ProviderVersion,
  stage: NonNullable<StackInput['stage']>,
): Promise<Synthesized> {
  const { synthesize } = await import('../stacks/synth.ts');
  const contract = content as SakuraFortigateContract;
  const journal = { effects: new Map(), head: emptyState().head };
  return synthesize({ name, contract, journal, journalFile: '', stage }, version);
}

interface Before {
  readonly resource?: Readonly<
    Record<string, Readonly<Record<string, { readonly input?: { readonly contract?: string } }>>>
  >;
  readonly removed?: readonly { readonly from: string }[];
}

/** Every address that the folder's description has held so far. Throws `synth-folder-taken`, `synth-unreadable` (user). */
async function addressesBefore(folder: string, name: string, provider: string): Promise<string[]> {
  const { resource = {}, removed = [] } = await documentIn(folder);
  const { terraform_data: own = {}, ...objects } = resource;
  const all = [
    ...Object.entries(objects).flatMap(([type, blocks]) => Object.keys(blocks).map((block) => `${type}.${block}`)),
    ...removed.map(({ from }) => from),
  ];
  const isOurs = Object.values(own).every(({ input }) => input?.contract === undefined || input.contract === name);
  if (isOurs && all.every((address) => address.startsWith(`${provider}_`))) return all;
  // What another contract or provider version describes there would be forgotten, or deleted.
  throw userError('synth-folder-taken', `${folder} holds the stack of another contract or provider version`, {
    next: 'kaiyaku synth CONTRACT --out ANOTHER_FOLDER',
  });
}

async function documentIn(folder: string): Promise<Before> {
  try {
    return JSON.parse(await readFile(join(folder, STACK_FILE), 'utf8')) as Before;
  } catch (cause) {
    const code = cause instanceof SyntaxError ? 'not JSON' : systemErrorCode(cause);
    if (code === 'ENOENT') return {};
    if (code === undefined) throw cause;
    throw userError('synth-unreadable', `${join(folder, STACK_FILE)} could not be read`, { why: code, cause });
  }
}
