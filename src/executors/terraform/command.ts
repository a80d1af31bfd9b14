// What a Terraform plan says, as data: objects, actions, stages. No I/O here; plan-json.ts makes a TerraformPlan out of
// `terraform show -json`, and policies/plan/ judge it. Only the attributes that a rule reads are kept, and no secret.
import type { JsonObject } from '../../base/canonical-json.ts';

/**
 * What one apply of Terraform is for.
 * - `adopt`: imports and no-ops only.
 * - `detach`: only interfaces and reverse names of listed objects; applied before `delete`, because one apply that does both
 *   deletes first and times out (hashicorp/terraform#28514).
 * - `delete`: exactly the objects that are due.
 * - `stack`: a plan of what `synth` wrote, and never another: imports, and forgetting what is proven gone.
 */
export type StageKind = 'adopt' | 'detach' | 'delete' | 'stack';

/**
 * Kinds of objects that Terraform and a teardown both know, in the words of `executors/sakura-api/command.ts`. The `zone` of a
 * `dns-zone` is its domain: it lies in no other one.
 */
export type TerraformKind =
  'server' | 'disk' | 'router' | 'subnet' | 'switch' | 'ptr' | 'packet-filter' | 'archive' | 'auto-backup' | 'dns-zone';

/** The kinds above: an `ipv6-net` has no resource of its own and goes with its router. */
export const TERRAFORM_KINDS: ReadonlySet<string> = new Set<TerraformKind>([
  'server',
  'disk',
  'router',
  'subnet',
  'switch',
  'ptr',
  'packet-filter',
  'archive',
  'auto-backup',
  'dns-zone',
]);

/** Of an `ipv4_ptr`: how often the provider tries to set it. Defaults that no read fills in, so that every import changes them. */
export const PTR_RETRY: ReadonlySet<string> = new Set(['retry_max', 'retry_interval']);

/** Whether Terraform carries this out: a deletion, or the reverse name of an address, which is a resource that ends. */
export const isTerraformRemoval = (verb: string, kind: string): boolean =>
  kind === 'ptr' ? verb === 'clear-ptr' : verb === 'delete' && TERRAFORM_KINDS.has(kind);

/** What a change does to its object. `replace` also where the old one is only forgotten; `unknown` is never passed. */
export type TerraformVerb = 'no-op' | 'read' | 'create' | 'update' | 'delete' | 'replace' | 'forget' | 'unknown';

/** One object, found by type and id; its address is for people only, because an address says nothing about the world. */
export interface TerraformObject {
  readonly address: string;
  /** `sakuracloud_server` (v2), `sakura_server` (v3), or any other. */
  readonly type: string;
  /** `registry.terraform.io/sacloud/sakuracloud`. */
  readonly provider: string;
  /** Undefined: no teardown of ours knows the type, or another provider brings it. */
  readonly kind?: TerraformKind;
  /** It is a part of the object with that kind and id (the rules of a packet filter), not the object itself. */
  readonly part?: boolean;
  /** Resource id, or the address of a `ptr`. */
  readonly id?: string;
  readonly zone?: string;
  readonly name?: string;
}

/** One object that a Terraform state holds. */
export interface TerraformHeld extends TerraformObject {
  /** Addresses that it has in a network of ours, and ids that it names; nothing else of the state is kept. */
  readonly values: JsonObject;
  /** Of a DNS zone: all that it has, where the state says so. Of a record resource (`part`, `id` is the zone’s): that one. */
  readonly records?: readonly { readonly name: string; readonly type: string; readonly data: string }[];
}

/** One entry of `resource_changes` (or of `resource_drift`). */
export interface TerraformChange extends TerraformObject {
  readonly previousAddress?: string;
  /** The deposed object of that address. */
  readonly deposed?: string;
  readonly mode: 'managed' | 'data' | 'ephemeral' | 'unknown';
  /** As the plan has them. */
  readonly actions: readonly string[];
  readonly does: TerraformVerb;
  /** The change brings an existing object into the state; its id where the plan gives it. */
  readonly importing?: { readonly id?: string };
  /** Values of the attributes that rules read; without those that the plan marks as sensitive. */
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** Which of those are not known before the apply. */
  readonly afterUnknown: JsonObject;
  /** Names of all top-level attributes that differ or are not known yet, whatever their values. */
  readonly changed: readonly string[];
}

/** One object of the state that the plan began with, for what hangs on what. */
export interface TerraformPriorObject extends TerraformObject {
  readonly values: JsonObject;
}

/** The sentinel block of a stack, as stacks/sentinel.ts names it; a test compares them. */
export const SENTINEL_ADDRESS = 'terraform_data.kaiyaku_sentinel';

/** Which stack a plan is of, as its sentinel says: the contract, and the journal's head when it was synthesized. */
export interface StackMark {
  /** Of the sentinel. */
  readonly address: string;
  readonly contract: string;
  /** -1 before there is a journal. */
  readonly journalSeq: number;
  readonly journalHash: string;
}

/** A plan, as far as it is judged. */
export interface TerraformPlan {
  /** `1.2`. */
  readonly formatVersion: string;
  /** Of Terraform or of OpenTofu; the format does not say which. */
  readonly terraformVersion: string;
  /** When it was made, ms since the epoch. */
  readonly createdAtMs: number;
  readonly errored: boolean;
  /** Terraform 1.8 and later. */
  readonly applyable?: boolean;
  /** Terraform 1.8 and later; false with `-target`, or when something was deferred. */
  readonly complete?: boolean;
  readonly changes: readonly TerraformChange[];
  /** Addresses of what was put off, each with the reason. */
  readonly deferred: readonly string[];
  /** Provider actions that the plan would call (Terraform 1.14 and later). */
  readonly invocations: readonly string[];
  readonly drift: readonly TerraformChange[];
  /** Undefined: not of a stack that `synth` wrote. */
  readonly stack?: StackMark;
  /** Objects of the prior state of the kinds above. */
  readonly prior: readonly TerraformPriorObject[];
}
