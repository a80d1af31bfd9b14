// An object as a provider's scripts name it for Terraform. Types.
import type { TerraformKind } from '../executors/terraform/command.ts';

/** One object that the contract names, in the words of a Terraform plan. */
export interface NamedObject {
  readonly kind: TerraformKind;
  /** Resource id; of a `ptr` its address. */
  readonly id: string;
  readonly zone: string;
  readonly name?: string;
  /** Why it does not end with this contract: `kept: …`, `still used by …`. Undefined: it ends. */
  readonly stays?: string;
  /** Another Terraform state holds it: its owner applies, kaiyaku verifies. */
  readonly external: boolean;
  /** Attributes (as the plan's reader names them) that have one value where the plan shows them. */
  readonly expect: Readonly<Record<string, string>>;
  /** Of a router: the additional blocks that go with it, and whether an IPv6 net does. */
  readonly takes?: { readonly subnetIds: readonly string[]; readonly ipv6: boolean };
}
