// Reads the output of `terraform show -json` without a plan (Terraform or OpenTofu, format 1.x): which objects a state holds.
// A state may hold secrets: only the attributes that an estate is made of are kept. It never judges.
import { readFile, stat } from 'node:fs/promises';
import type { JsonObject } from '../../base/canonical-json.ts';
import { systemErrorCode, userError } from '../../base/errors.ts';
import type { TerraformHeld } from './command.ts';
import { objectType } from './object-types.ts';
import { dnsHeldBy } from './state-dns.ts';

/** A state larger than this is refused. */
export const STATE_BYTES_MAX = 128 * 1_048_576;
/** Modules within modules. */
const MODULE_DEPTH_MAX = 100;
const SHOW = 'terraform show -json > state.json   # or tofu; without the name of a plan';

/** What an estate is made of, in the words of both providers. */
const KEPT = [
  'disk_id',
  'disks',
  'enable_ipv6',
  'hostname',
  'internet_id',
  'ip_address',
  'ip_addresses',
  'ipv6_network_address',
  'ipv6_prefix_len',
  'netmask',
  'network_address',
  'network_interface',
  'server_id',
  'server_ids',
  'switch_id',
  'vswitch_id',
] as const;

export interface TerraformState {
  readonly objects: readonly TerraformHeld[];
  /** Domains by the id of their DNS zone, from resources and data sources. */
  readonly domains: ReadonlyMap<string, string>;
  /** Resources that were read, of any kind. */
  readonly examined: number;
}

interface Module {
  readonly resources?: readonly Resource[];
  readonly child_modules?: readonly Module[];
}

interface Resource {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly provider_name: string;
  readonly values?: JsonObject;
}

/** Throws user errors (`state-…`) for what is no state in that form. */
export async function readStateFile(path: string): Promise<TerraformState> {
  const document = parsed(await textOf(path), path);
  const resources = resourcesOf(
    (document['values'] as { root_module?: Module } | undefined)?.root_module ?? {},
    0,
    path,
  );
  return {
    examined: resources.length,
    objects: resources.filter(({ mode }) => mode === 'managed').map(heldOf),
    domains: new Map(
      resources
        .map(heldOf)
        .flatMap(({ kind, part, id, zone }) =>
          kind === 'dns-zone' && part !== true && id !== undefined && zone !== undefined ? [[id, zone] as const] : [],
        ),
    ),
  };
}

async function textOf(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > STATE_BYTES_MAX)
      throw userError('state-too-large', `${path} has ${size} bytes; at most ${STATE_BYTES_MAX} are read`);
    return await readFile(path, 'utf8');
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    throw userError('state-not-readable', `${path} cannot be read (${code})`, { next: SHOW, cause });
  }
}

function parsed(text: string, path: string): JsonObject {
  let document: JsonObject;
  try {
    document = JSON.parse(text) as JsonObject;
  } catch (cause) {
    throw userError('state-not-json', `${path} is not JSON`, { next: SHOW, cause });
  }
  const has = (name: string) => typeof document === 'object' && document !== null && Object.hasOwn(document, name);
  if (has('lineage') || has('serial'))
    throw userError('state-is-raw', `${path} is a state file itself`, {
      why: 'its form is Terraform’s own and changes; what `show -json` prints is documented',
      next: SHOW,
    });
  if (has('planned_values') || has('resource_changes'))
    throw userError('state-is-plan', `${path} is a plan`, {
      why: 'a plan says what would be, not what is',
      next: SHOW,
    });
  if (!has('format_version')) throw userError('state-is-other', `${path} is JSON, but no state`, { next: SHOW });
  return document;
}

function resourcesOf(
  { resources = [], child_modules: children = [] }: Module,
  depth: number,
  path: string,
): Resource[] {
  if (depth > MODULE_DEPTH_MAX)
    throw userError('state-too-deep', `${path} has modules deeper than ${MODULE_DEPTH_MAX}`, { next: SHOW });
  return [...resources, ...children.flatMap((child) => resourcesOf(child, depth + 1, path))];
}

function heldOf({ address, type, provider_name: provider, values = {} }: Resource): TerraformHeld {
  const known = objectType(type, provider);
  const ids = new Set(
    (known?.id ?? []).map((name) => values[name]).filter((one) => typeof one === 'string' && one !== ''),
  );
  const [id] = ids as Set<string>;
  const text = (name: string) => (typeof values[name] === 'string' ? { [name]: values[name] } : {});
  return {
    address,
    type,
    provider,
    ...(known === undefined ? {} : { kind: known.kind }),
    ...(known?.part === true ? { part: true } : {}),
    // Two ids that differ are none.
    ...(ids.size === 1 ? { id: id! } : {}),
    ...text('zone'),
    ...text('name'),
    ...dnsHeldBy(type, provider, values),
    values: Object.fromEntries(
      KEPT.flatMap((name) => {
        const value = values[name];
        return value === undefined || value === null ? [] : [[name, value] as const];
      }),
    ),
  };
}
