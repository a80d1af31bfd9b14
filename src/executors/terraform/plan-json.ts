// Reads the output of `terraform show -json PLAN` (Terraform or OpenTofu, format 1.x) as a stream: 15,000 objects need no
// more memory than one. Unknown members are passed over; a missing one that is needed is an error. It never judges a plan.
import { createReadStream } from 'node:fs';
import { systemErrorCode, userError } from '../../base/errors.ts';
import type { StackMark, TerraformChange, TerraformPlan, TerraformPriorObject } from './command.ts';
import { otherDocument, otherFile } from './not-a-plan.ts';
import { changeOf, deferredOf, priorOf } from './plan-change.ts';
import { JsonScan, type JsonSink, type Want } from './scan-json.ts';
import { stackMarkOf } from './stack-mark.ts';

/** A plan larger than this is refused. */
export const PLAN_BYTES_MAX = 2 * 1024 * 1_048_576;
/** Entries of one list of a plan. */
export const PLAN_ENTRIES_MAX = 1_000_000;
const CHUNK_BYTES = 262_144;
const HEAD_BYTES = 64;

const SCALARS: ReadonlySet<string> = new Set([
  'format_version',
  'terraform_version',
  'timestamp',
  'applyable',
  'complete',
  'errored',
]);
const LISTS: ReadonlySet<string> = new Set([
  'resource_changes',
  'resource_drift',
  'deferred_changes',
  'action_invocations',
  'deferred_action_invocations',
]);

/** Reads a file, or standard input where the path is `-`. Throws user errors (`plan-…`); never holds the whole file. */
export async function readPlanFile(path: string, signal?: AbortSignal): Promise<TerraformPlan> {
  const name = path === '-' ? 'the plan on standard input' : path;
  if (path === '-' && process.stdin.isTTY)
    throw userError('plan-not-readable', 'nothing is piped to standard input', {
      next: 'terraform show -json plan.bin | kaiyaku check CONTRACT --plan -',
    });
  const stream = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: CHUNK_BYTES });
  try {
    return await readPlan(stream as AsyncIterable<Uint8Array>, name, signal);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES')
      throw userError('plan-not-readable', `${name} cannot be read (${code})`, { cause: error });
    throw error;
  }
}

/** The plan in these bytes. `name` is what messages call it. */
export async function readPlan(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  name: string,
  signal?: AbortSignal,
): Promise<TerraformPlan> {
  const collected = new Collected(name);
  const scan = new JsonScan(collected);
  let head: Uint8Array = new Uint8Array();
  let begun = false;
  let bytes = 0;
  const begin = () => {
    begun = true;
    const other = otherFile(head, name);
    if (other !== undefined) throw other;
    collected.scan(scan, withoutMark(head));
  };
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    bytes += chunk.length;
    if (bytes > PLAN_BYTES_MAX) throw userError('plan-too-large', `${name} is larger than ${PLAN_BYTES_MAX} bytes`);
    if (begun) {
      collected.scan(scan, chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length >= HEAD_BYTES) begin();
  }
  if (!begun) begin();
  return collected.plan(scan);
}

/** Some shells put a byte order mark before UTF-8. */
const withoutMark = (head: Uint8Array): Uint8Array =>
  head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head;

class Collected implements JsonSink {
  readonly #name: string;
  readonly #names = new Set<string>();
  readonly #scalars = new Map<string, unknown>();
  readonly #changes: TerraformChange[] = [];
  readonly #drift: TerraformChange[] = [];
  readonly #deferred: string[] = [];
  readonly #invocations: string[] = [];
  readonly #prior: TerraformPriorObject[] = [];
  #stack: StackMark | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  /** What is no plan at all is said first, whatever else is wrong with the text. */
  scan(scan: JsonScan, bytes: Uint8Array | undefined): void {
    try {
      if (bytes === undefined) scan.end();
      else scan.push(bytes);
    } catch (error) {
      throw (this.#names.size > 0 ? this.#otherDocument() : undefined) ?? error;
    }
  }

  #otherDocument() {
    const known = ['format_version', '@level', '@message', 'lineage', 'serial', 'encrypted_data', 'encryption_version'];
    const telling = known.some((one) => this.#names.has(one) && one !== 'format_version');
    return telling ? otherDocument(this.#names, this.#name) : undefined;
  }

  want(path: readonly string[]): Want {
    const [top = '', second, third] = path;
    if (path.length === 1) {
      this.#names.add(top);
      if (SCALARS.has(top)) return 'take';
      return LISTS.has(top) || top === 'prior_state' ? 'enter' : 'skip';
    }
    if (LISTS.has(top)) return 'take';
    if (top !== 'prior_state') return 'skip';
    if (second !== 'values') return 'skip';
    if (path.length === 2) return 'enter';
    if (third !== 'root_module') return 'skip';
    const last = path.at(-1)!;
    if (last === '[]') return path.at(-2) === 'resources' ? 'take' : 'enter';
    return path.length === 3 || last === 'resources' || last === 'child_modules' ? 'enter' : 'skip';
  }

  take(path: readonly string[], value: unknown): void {
    const [top = ''] = path;
    if (SCALARS.has(top)) this.#scalars.set(top, value);
    else if (path.at(-1) === '[]') this.#element(top, value);
    // A list that is `null` is an empty one; anything else in its place is no plan of a format that we know.
    else if (value !== null) throw this.#field(path.join('.'));
  }

  #element(top: string, value: unknown): void {
    switch (top) {
      case 'resource_changes':
        add(this.#changes, changeOf(value, `resource_changes[${this.#changes.length}]`));
        this.#stack ??= stackMarkOf(value);
        return;
      case 'resource_drift':
        return add(this.#drift, changeOf(value, `resource_drift[${this.#drift.length}]`));
      case 'deferred_changes':
        return add(this.#deferred, deferredOf(value, `deferred_changes[${this.#deferred.length}]`));
      case 'action_invocations':
      case 'deferred_action_invocations':
        return add(this.#invocations, addressOf(value) ?? `${top}[${this.#invocations.length}]`);
      default: {
        const prior = priorOf(value, 'prior_state: a resource');
        if (prior !== undefined) add(this.#prior, prior);
      }
    }
  }

  plan(scan: JsonScan): TerraformPlan {
    this.scan(scan, undefined);
    const other = otherDocument(this.#names, this.#name);
    if (other !== undefined) throw other;
    const formatVersion = this.#text('format_version');
    if (!/^1\.\d+$/.test(formatVersion))
      throw userError('plan-format', `${this.#name} has plan format ${formatVersion}; this kaiyaku reads 1.x`, {
        next: 'use a newer kaiyaku, or a Terraform that writes format 1.x',
      });
    const applyable = this.#flag('applyable');
    const complete = this.#flag('complete');
    const errored = this.#flag('errored');
    if (errored === undefined)
      throw this.#field('errored', 'it is in plans of Terraform 1.5 or OpenTofu 1.6 and later');
    return {
      formatVersion,
      terraformVersion: this.#text('terraform_version'),
      createdAtMs: this.#instant(),
      errored,
      ...(applyable === undefined ? {} : { applyable }),
      ...(complete === undefined ? {} : { complete }),
      changes: this.#changes,
      deferred: this.#deferred,
      invocations: this.#invocations,
      drift: this.#drift,
      ...(this.#stack === undefined ? {} : { stack: this.#stack }),
      prior: this.#prior,
    };
  }

  #instant(): number {
    if (!this.#scalars.has('timestamp'))
      throw this.#field(
        'timestamp',
        'without it nobody can tell how old the plan is; Terraform 1.5 and later write it',
      );
    const text = this.#text('timestamp');
    const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : NaN;
    if (Number.isNaN(ms)) throw this.#field('timestamp');
    return ms;
  }

  #text(name: string): string {
    const value = this.#scalars.get(name);
    if (typeof value !== 'string' || value === '') throw this.#field(name);
    return value;
  }

  #flag(name: string): boolean | undefined {
    const value = this.#scalars.get(name);
    if (value !== undefined && typeof value !== 'boolean') throw this.#field(name);
    return value;
  }

  #field(name: string, why = 'a plan that cannot be read in full cannot be judged') {
    return userError('plan-field', `${this.#name}: ${name} is missing, or is not what the plan format says`, {
      why,
      next: 'terraform show -json PLAN > plan.json   # with the Terraform that made the plan',
    });
  }
}

function add<T>(list: T[], value: T): void {
  if (list.length >= PLAN_ENTRIES_MAX)
    throw userError('plan-too-large', `the plan has more than ${PLAN_ENTRIES_MAX} entries in one list`);
  list.push(value);
}

function addressOf(value: unknown): string | undefined {
  const address = (value as { address?: unknown } | null)?.address;
  return typeof address === 'string' ? address : undefined;
}
