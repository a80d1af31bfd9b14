// Contract and journal to Terraform JSON: a pure function, the same input gives the same bytes. Must never write, read a
// credential, or leave a block out that the journal has not proved to be gone.
import { Construct } from 'constructs';
import type { ProviderVersion } from './binding.ts';
import { FortigateStack, type StackInput } from './fortigate-stack.ts';
import { VERSIONS } from './versions.ts';

export interface Synthesized extends Pick<FortigateStack, 'kept' | 'forgotten' | 'leftOut'> {
  /** The content of `cdk.tf.json`. */
  readonly terraform: Record<string, unknown>;
}

/** The root of the tree. The library's own `App` reads the environment and makes a folder as soon as it is constructed. */
class Root extends Construct {
  constructor() {
    // The root has no scope; the library's own roots say it in the same way.
    super(undefined as unknown as Construct, '');
  }
}

/** Terraform JSON of what still stands. */
export function synthesize(input: StackInput, version: ProviderVersion): Synthesized {
  const stack = new FortigateStack(new Root(), input, VERSIONS[version]);
  const { kept, forgotten, leftOut } = stack;
  return { kept, forgotten, leftOut, terraform: plain(stack.toTerraform() as object) as Record<string, unknown> };
}

/** Without the construct library's own notes, which name its version. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '//')
      .map(([key, inner]) => [key, plain(inner)]),
  );
}
