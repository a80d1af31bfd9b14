// One approved deletion by Terraform: the object alone is taken into a state of its own, then a document without it is planned,
// judged, and that very plan applied. The folder holds states, so it is the owner's alone; what Terraform says is a receipt, and
// the API is asked afterwards whether it is so.
import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../../../base/canonical-json.ts';
import type { Secret } from '../../../base/redact.ts';
import type { ActContext, LookContext } from '../../port.ts';
import { TERRAFORM_KINDS } from '../command.ts';
import { readPlan } from '../plan-json.ts';
import { readStateFile } from '../state-json.ts';
import { requireImportsOnly, requireOneDeletion, stateFileOf, type StageObject } from './exact.ts';
import { APPLY_TIMEOUT_MS, INIT_TIMEOUT_MS, LOCK_WAIT_SECONDS, PLAN_TIMEOUT_MS, SHOWN_BYTES_MAX } from './limits.ts';
import { failed, findBinary, requireTool, runTool, type ToolRun } from './tool.ts';

/** What Terraform is to hold at one moment of a stage. */
export interface StageDocument {
  readonly terraform: Readonly<Record<string, unknown>>;
  /** Addresses of its blocks. */
  readonly kept: readonly string[];
}

export interface StageOptions {
  /** Private, on a local disk; each object has a state of its own in it. */
  readonly folder: string;
  /** With the object alone, or with none. `stateFile`: a name in the folder. */
  document(stage: { readonly object?: StageObject; readonly stateFile: string }): Promise<StageDocument>;
  readonly credentials: { readonly token: Secret; readonly secret: Secret };
  /** Added to Terraform's environment; nothing of this process's own but PATH and its like is. */
  readonly env?: Readonly<Record<string, string>>;
  readonly binary?: string;
}

/** Deletions of every kind that has a block of its own. A reverse name is cleared, not deleted. */
export const terraformRemoval = (options: StageOptions) => ({
  knows: (kind: string): boolean => kind !== 'ptr' && TERRAFORM_KINDS.has(kind),
  plan: (object: { readonly kind: string; readonly id: string; readonly zone: string }, ctx: LookContext) =>
    planRemoval(options, object as StageObject, ctx),
});

/** A deletion that was planned and is exactly that. */
interface PlannedRemoval {
  /** `terraform apply of PLAN` with its digest: for notes and receipts. */
  readonly call: string;
  /** Applies that very file, once. Throws `terraform-failed` (`unknown-outcome`). */
  carryOut(ctx: ActContext): Promise<JsonObject>;
}

const PLAN_FILE = 'stage.plan';
const DOCUMENT_FILE = 'main.tf.json';
const LOCK = `-lock-timeout=${LOCK_WAIT_SECONDS}s`;

/** Nothing at the account has changed when this throws: `stage-not-exact` (permanent), `terraform-failed` (retry). */
async function planRemoval(options: StageOptions, object: StageObject, ctx: LookContext): Promise<PlannedRemoval> {
  const tool = await toolIn(options);
  const stateFile = stateFileOf(object);
  await takeOver(options, object, await options.document({ object, stateFile }), tool, ctx);
  const document = await options.document({ stateFile });
  ctx.progress(`terraform: planning the deletion of ${object.kind} ${object.id}`);
  const plan = await planned(options.folder, document, tool, ctx);
  requireOneDeletion(plan.plan, object);
  return {
    call: `terraform apply ${plan.digest}`,
    async carryOut(act) {
      act.progress(`terraform: deleting ${object.kind} ${object.id}`);
      const run = tool(['apply', '-input=false', '-no-color', LOCK, PLAN_FILE], APPLY_TIMEOUT_MS);
      const ran = await runTool(run, act);
      await rm(join(options.folder, PLAN_FILE), { force: true });
      if (ran.ended !== 'exited' || ran.exitCode !== 0) throw failed(run, ran, 'unknown-outcome');
      return { plan: plan.digest, terraform: plan.plan.terraformVersion };
    },
  };
}

type Tool = (args: readonly string[], timeoutMs: number, outputBytesMax?: number) => ToolRun;

async function toolIn({ folder, binary: wanted, ...given }: StageOptions): Promise<Tool> {
  const binary = await findBinary(wanted);
  const env = { ...given.env, ...credentialsFor(given.credentials) };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  // The journal beside it is kept in Git; this is not: what is lost of it is imported again.
  await writeFile(join(folder, '.gitignore'), '*\n', { mode: 0o600 });
  return (args, timeoutMs, outputBytesMax) => ({
    binary,
    folder,
    args,
    env,
    timeoutMs,
    ...(outputBytesMax === undefined ? {} : { outputBytesMax }),
  });
}

/** By the environment alone, under the names of both providers: they are in no file and no plan. */
function credentialsFor({ token, secret }: StageOptions['credentials']): Record<string, string> {
  return {
    SAKURACLOUD_ACCESS_TOKEN: token.reveal(),
    SAKURACLOUD_ACCESS_TOKEN_SECRET: secret.reveal(),
    SAKURA_ACCESS_TOKEN: token.reveal(),
    SAKURA_ACCESS_TOKEN_SECRET: secret.reveal(),
  };
}

/** The object comes into its state by an import alone; where it is there already nothing is done. */
async function takeOver(
  options: StageOptions,
  object: StageObject,
  document: StageDocument,
  tool: Tool,
  ctx: LookContext,
): Promise<void> {
  await written(options.folder, document);
  // The state of another object may have been the last one.
  await requireTool(tool(['init', '-reconfigure', '-input=false', '-no-color'], INIT_TIMEOUT_MS), ctx);
  const held = await heldIn(options.folder, tool, ctx);
  if (document.kept.every((address) => held.has(address))) return;
  ctx.progress(`terraform: taking over ${object.kind} ${object.id}`);
  const { plan } = await planned(options.folder, document, tool, ctx);
  requireImportsOnly(plan, object);
  await requireTool(tool(['apply', '-input=false', '-no-color', LOCK, PLAN_FILE], APPLY_TIMEOUT_MS), ctx);
  await rm(join(options.folder, PLAN_FILE), { force: true });
}

async function heldIn(folder: string, tool: Tool, ctx: LookContext): Promise<ReadonlySet<string>> {
  const shown = await requireTool(tool(['show', '-json', '-no-color'], PLAN_TIMEOUT_MS, SHOWN_BYTES_MAX), ctx);
  const file = join(folder, 'state.json');
  try {
    await writeFile(file, shown.stdout, { mode: 0o600 });
    return new Set((await readStateFile(file)).objects.map(({ address }) => address));
  } finally {
    await rm(file, { force: true });
  }
}

async function planned(folder: string, document: StageDocument, tool: Tool, ctx: LookContext) {
  await written(folder, document);
  await rm(join(folder, PLAN_FILE), { force: true });
  await requireTool(tool(['plan', '-input=false', '-no-color', LOCK, `-out=${PLAN_FILE}`], PLAN_TIMEOUT_MS), ctx);
  await chmod(join(folder, PLAN_FILE), 0o600);
  const shown = await requireTool(
    tool(['show', '-json', '-no-color', PLAN_FILE], PLAN_TIMEOUT_MS, SHOWN_BYTES_MAX),
    ctx,
  );
  const plan = await readPlan([Buffer.from(shown.stdout)], 'the stage’s plan', ctx.signal);
  const digest = `sha256:${createHash('sha256')
    .update(await readFile(join(folder, PLAN_FILE)))
    .digest('hex')}`;
  return { plan, digest };
}

async function written(folder: string, { terraform }: StageDocument): Promise<void> {
  const temporary = join(folder, `${DOCUMENT_FILE}.tmp`);
  await writeFile(temporary, JSON.stringify(terraform, null, 2), { mode: 0o600 });
  await rename(temporary, join(folder, DOCUMENT_FILE));
}
