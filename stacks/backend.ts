// Where Terraform keeps a state, as the block of its backend: one state for each name, each with a lock. Credentials are never in
// it: they reach Terraform by its environment. Source: Terraform’s documentation of the backends s3, http, pg and local.
import type { Backend } from '../scripts/sakura-fortigate/terraform-section.ts';

export interface BackendBlock {
  /** `terraform.backend`: one key, the backend’s type. */
  readonly block: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Oldest Terraform that knows all of it, where that is newer than the stack’s own. */
  readonly terraform?: string;
}

/** `state` names the state: `disk.113000000111` for a stage, the contract’s name for what stands; no contract’s name has a dot. */
export function backendBlock(backend: Backend, state: string): BackendBlock {
  if ('http' in backend) return { block: { http: httpConfig(backend.http, state) } };
  if ('pg' in backend) return { block: { pg: { schema_name: state } } };
  // A lock of the store itself, by a conditional write; older programs would need a table of another service.
  return { block: { s3: s3Config(backend.s3, state) }, terraform: '>= 1.10' };
}

type Of<K extends string> = Extract<Backend, Record<K, unknown>> extends Record<K, infer V> ? V : never;

function s3Config({ bucket, prefix, region, endpoint }: Of<'s3'>, state: string): Record<string, unknown> {
  return {
    bucket,
    key: `${prefix}${state}.tfstate`,
    region,
    use_lockfile: true,
    ...(endpoint === undefined ? {} : { endpoints: { s3: endpoint }, ...NOT_AMAZON }),
  };
}

/** What only Amazon answers is not asked of another store. */
const NOT_AMAZON = {
  use_path_style: true,
  skip_credentials_validation: true,
  skip_metadata_api_check: true,
  skip_region_validation: true,
  skip_requesting_account_id: true,
  skip_s3_checksum: true,
} as const;

function httpConfig({ address, lockAddress, lockMethod, unlockMethod }: Of<'http'>, state: string) {
  const at = (template: string) => template.replaceAll('{state}', encodeURIComponent(state));
  return {
    address: at(address),
    lock_address: at(lockAddress),
    unlock_address: at(lockAddress),
    lock_method: lockMethod,
    unlock_method: unlockMethod,
  };
}
