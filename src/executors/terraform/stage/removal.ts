// One approved stage by Terraform: its objects alone are taken into a state of their own, then a document without them is planned,
// judged, and that very plan applied. The folder holds states, so it is the owner's alone; what Terraform says is a receipt, and
// the API is asked afterwards whether it is so.
import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../../../base/canonical-json.ts';
import type { Secret } from '../../../base/redact.ts';
import type { ActContext, LookContext } from '../../port.ts';
import { isTerraformRemoval, type TerraformPlan } from '../command.ts';
import { readPlan } from '../plan-json.ts';
import { applyEvents } from './events.ts';
import { isAllImports, namesOf, requireDeletions, requireImportsOnly, type StageObject } from './exact.ts';
import { APPLY_TIMEOUT_MS, INIT_TIMEOUT_MS, LOCK_WAIT_SECONDS, PLAN_TIMEOUT_MS, SHOWN_BYTES_MAX } from './limits.ts';
import { failed, findBinary, requireTool, runTool, type ToolRun } from './tool.ts';

/** What Terraform is to hold at one moment of a stage: the content of a `.tf.json`. */
export interface StageDocument {
  readonly terraform: Readonly<Record<string, unknown>>;
}

export interface StageOptions {
  /** Private, on a local disk; each stage has a state of its own in it. */
  readonly folder: string;
  /** With these objects alone, or with none. `state` names the state that they have of their own. */
  document(stage: { readonly objects: readonly StageObject[]; readonly state: string }): Promise<StageDocument>;
  /** By the names of the environment under which Terraform is given them: in no file, no plan. Asked for when it is to act. */
  readonly secrets: () => Promise<Readonly<Record<string, Secret>>>;
  /** Added to Terraform's environment; nothing of this process's own but PATH and its like is. */
  readonly env?: Readonly<Record<string, string>>;
  readonly binary?: string;
}

/** Deletions of every kind that has a block of its own. */
export const terraformRemoval = (options: StageOptions) => ({
  knows: isTerraformRemoval,
  plan: (stage: Named<{ readonly kind: string; readonly id: string; readonly zone: string }>, ctx: LookContext) =>
    planRemoval(options, stage as Named<StageObject>, ctx),
});

interface Named<T> {
  /** Of its state: the same for every attempt. */
  readonly name: string;
  readonly objects: readonly T[];
}

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
const applying = (how: '-json' | '-no-color') => ['apply', '-input=false', how, LOCK, PLAN_FILE];

/** Nothing at the account has changed when this throws: `stage-not-exact` (permanent), `terraform-failed` (retry). */
async function planRemoval(
  options: StageOptions,
  { name: state, objects }: Named<StageObject>,
  ctx: LookContext,
): Promise<PlannedRemoval> {
  const tool = await toolIn(options);
  const asRead = await takeOver(options, objects, await options.document({ objects, state }), tool, ctx);
  const document = await options.document({ objects: [], state });
  ctx.progress(`terraform: planning the deletion of ${namesOf(objects)}`);
  const plan = await planned(options.folder, document, tool, ctx, asRead ? ['-refresh=false'] : []);
  requireDeletions(plan.plan, objects);
  return {
    call: `terraform apply ${plan.digest}`,
    async carryOut(act) {
      act.progress(`terraform: deleting ${namesOf(objects)}`);
      const events = applyEvents((text) => act.progress(text));
      const run = { ...tool(applying('-json'), APPLY_TIMEOUT_MS), onLine: events.onLine };
      const ran = await runTool(run, act);
      await rm(join(options.folder, PLAN_FILE), { force: true });
      if (ran.ended !== 'exited' || ran.exitCode !== 0) throw failed(run, ran, 'unknown-outcome', events.errors());
      return { plan: plan.digest, terraform: plan.plan.terraformVersion };
    },
  };
}

type Tool = (args: readonly string[], timeoutMs: number, outputBytesMax?: number) => ToolRun;

async function toolIn({ folder, binary: wanted, ...given }: StageOptions): Promise<Tool> {
  const binary = await findBinary(wanted);
  const revealed = Object.entries(await given.secrets()).map(([name, secret]) => [name, secret.reveal()]);
  const env = { ...given.env, ...Object.fromEntries(revealed) };
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

/**
 * They come into the state by imports alone; where they are there already nothing is done. True: the state holds them as they were
 * read a moment ago, and nothing else. What an earlier attempt left in it may be older than that.
 */
async function takeOver(
  options: StageOptions,
  objects: readonly StageObject[],
  document: StageDocument,
  tool: Tool,
  ctx: LookContext,
): Promise<boolean> {
  await written(options.folder, document);
  // The state of another object may have been the last one.
  await requireTool(tool(['init', '-reconfigure', '-input=false', '-no-color'], INIT_TIMEOUT_MS), ctx);
  ctx.progress(`terraform: taking over ${namesOf(objects)}`);
  const { plan } = await planned(options.folder, document, tool, ctx);
  requireImportsOnly(plan, objects);
  if (objects.some(({ kind }) => kind === 'ptr')) await importInto(plan, tool, ctx);
  else if (plan.applyable !== false) await requireTool(tool(applying('-no-color'), APPLY_TIMEOUT_MS), ctx);
  await rm(join(options.folder, PLAN_FILE), { force: true });
  return isAllImports(plan);
}

/**
 * Without an apply, for what cannot be imported by one: no read fills in how often a reverse name is tried to be set, so that the plan
 * of its import would set the name once more, and the record that this needs may be gone already. The command reads and remembers.
 */
async function importInto({ changes }: TerraformPlan, tool: Tool, ctx: LookContext): Promise<void> {
  for (const { address, importing } of changes)
    if (importing?.id !== undefined)
      await requireTool(
        tool(['import', '-input=false', '-no-color', LOCK, address, importing.id], PLAN_TIMEOUT_MS),
        ctx,
      );
}

async function planned(
  folder: string,
  document: StageDocument,
  tool: Tool,
  ctx: LookContext,
  more: readonly string[] = [],
) {
  await written(folder, document);
  await rm(join(folder, PLAN_FILE), { force: true });
  const args = ['plan', '-input=false', '-no-color', LOCK, ...more, `-out=${PLAN_FILE}`];
  await requireTool(tool(args, PLAN_TIMEOUT_MS), ctx);
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
