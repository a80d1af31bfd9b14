// A FortiGate estate as a CDKTF stack: what the contract names and the journal has not proved to be gone. No block ever
// stands for a deletion: each is protected while it stands, and forgotten, not destroyed, once its object is gone.
import { TerraformStack, type TerraformProvider, type TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import type { SakuraFortigateContract } from '../scripts/sakura-fortigate/contract.ts';
import { backendBlock } from './backend.ts';
import type { Binding, Block } from './binding.ts';
import { estateOf, literal, type EstateObject } from './estate.ts';
import { goneBy, type JournalMoment } from './gone.ts';
import { addSentinel } from './sentinel.ts';

export interface StackInput {
  /** The contract's name: the stem of its file. */
  readonly name: string;
  readonly contract: SakuraFortigateContract;
  readonly journal: JournalMoment;
  /** The journal's file, absolute or relative to the folder that the stack is written to. */
  readonly journalFile: string;
  /** Addresses of the description that this one replaces: what is not in it any more is forgotten as well. */
  readonly before?: readonly string[];
  /**
   * For the private state of one approved stage: its objects alone, to take them in, or nothing of the estate, so that their
   * deletion is all that Terraform plans. No sentinel: the engine's own order and journal stand over it.
   */
  readonly stage?: { readonly objects: readonly Pick<EstateObject, 'kind' | 'id'>[]; readonly state: string };
}

/** Everything that exists is imported by its id, and no attribute of it is ever changed from here. */
const PROTECTED = { preventDestroy: true, ignoreChanges: 'all' } as const;

export class FortigateStack extends TerraformStack {
  /** Terraform addresses of the blocks that stand. */
  readonly kept: readonly string[];
  /** Addresses that are forgotten: the journal has proved their objects gone, or the contract names them no longer. */
  readonly forgotten: readonly string[];
  /** `kind id` of what another Terraform state owns. */
  readonly leftOut: readonly string[];

  constructor(scope: Construct, input: StackInput, binding: Binding) {
    super(scope, input.name);
    const { stage } = input;
    const { objects: all, external } = estateOf(input.contract);
    const objects = stage === undefined ? all : all.filter(isOneOf(stage.objects));
    const isGone = stage === undefined ? goneBy(input.journal) : () => false;
    const kept = objects.filter((object) => !isGone(object));
    const address = (object: EstateObject) => `${binding.types[object.kind]}.${nameOf(object)}`;
    this.kept = kept.map(address);
    // A block that only vanished would be a deletion, whatever took it out: an amended contract, for one.
    this.forgotten = [...new Set([...objects.filter(isGone).map(address), ...(input.before ?? [])])].filter(
      (one) => !this.kept.includes(one),
    );
    this.leftOut = external.map(({ kind, id }) => `${kind} ${id}`);
    this.addBlocks(kept, input.contract, binding);
    if (this.forgotten.length > 0)
      this.addOverride(
        'removed',
        this.forgotten.map((from) => ({ from, lifecycle: { destroy: false } })),
      );
    if (stage === undefined)
      addSentinel(this, { contract: input.name, head: input.journal.head, journalFile: input.journalFile });
    const newer = this.addBackend(input);
    this.addOverride('terraform.required_version', newer ?? binding.terraform);
  }

  /** The contract's; without one a stage has a file of its own, and what stands is wherever its user keeps it. */
  private addBackend({ name, contract, stage }: StackInput): string | undefined {
    const { backend } = contract.terraform ?? {};
    if (backend === undefined) {
      if (stage !== undefined) this.addOverride('terraform.backend.local.path', `${stage.state}.tfstate`);
      return undefined;
    }
    const { block, terraform } = backendBlock(backend, stage?.state ?? name);
    this.addOverride('terraform.backend', block);
    return terraform;
  }

  private addBlocks(kept: readonly EstateObject[], { api }: SakuraFortigateContract, binding: Binding): void {
    // Every zone, also one where nothing stands any more: Terraform can forget an object only while its provider is there.
    const zones = [...new Set([...api.zones, ...kept.map(({ zone }) => zone)])].sort();
    const providers = new Map(
      zones.map((zone) => [
        zone,
        binding.provider(this, `zone_${zone}`, { alias: zone, zone, zones: api.zones, apiRootUrl: literal(api.root) }),
      ]),
    );
    const standing = new Map(kept.map((object) => [object.id, `${binding.types[object.kind]}.${nameOf(object)}`]));
    const idOf = (id: string) => (standing.has(id) ? `\${${standing.get(id)}.id}` : id);
    for (const object of kept) {
      const provider = providers.get(object.zone)!;
      const block = addBlock(binding, object, { scope: this, name: nameOf(object), idOf, meta: metaOf(provider) });
      block.importFrom(object.id, provider);
    }
  }
}

const isOneOf =
  (wanted: readonly Pick<EstateObject, 'kind' | 'id'>[]) =>
  ({ kind, id }: EstateObject): boolean =>
    wanted.some((one) => one.kind === kind && one.id === id);

const metaOf = (provider: TerraformProvider) => ({ provider, lifecycle: PROTECTED });

function addBlock(binding: Binding, object: EstateObject, rest: Omit<Block, 'object'>): TerraformResource {
  // The table has a function for each kind, and gets the object of that kind.
  const build = binding.blocks[object.kind] as (block: Block) => TerraformResource;
  return build({ ...rest, object });
}

/** Stable over the life of a contract: an address that changed would be a deletion and a creation. */
const nameOf = ({ kind, id }: EstateObject): string => `${kind}-${id}`.replaceAll(/\W/g, '_');
