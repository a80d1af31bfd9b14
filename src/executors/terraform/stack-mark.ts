// Whether a plan is of a stack that `synth` wrote: the sentinel block says of which contract, and after which entry of its journal.
// It is a claim of the plan, to be judged; a plan without it is one of another configuration.
import { SENTINEL_ADDRESS, type StackMark } from './command.ts';

/** Both Terraform and OpenTofu bring it themselves. */
const SENTINEL_PROVIDER = 'terraform.io/builtin/terraform';

interface Entry {
  readonly address?: unknown;
  readonly provider_name?: unknown;
  readonly change?: { readonly before?: Input | null; readonly after?: Input | null };
}
type Input = { readonly input?: Partial<Readonly<Record<'contract' | 'journalSeq' | 'journalHash', unknown>>> };

/** What an entry of `resource_changes` says as the sentinel; undefined for every other one. */
export function stackMarkOf(entry: unknown): StackMark | undefined {
  const { address, provider_name: provider, change } = entry as Entry;
  if (address !== SENTINEL_ADDRESS || provider !== SENTINEL_PROVIDER) return undefined;
  const { contract, journalSeq, journalHash } = (change?.after ?? change?.before)?.input ?? {};
  if (typeof contract !== 'string' || typeof journalSeq !== 'number' || typeof journalHash !== 'string')
    return undefined;
  return { address, contract, journalSeq, journalHash };
}
