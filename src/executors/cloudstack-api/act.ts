// Carries one command out: looks at the target again, sends the one call, waits for its job, returns the receipt. It
// never sends to an object that it has not just identified, and notes the job before it asks after it.
import type { JsonObject } from '../../base/canonical-json.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { KaiyakuError, providerError, refusal } from '../../base/errors.ts';
import type { ActContext, Command, Difference, Receipt, Recovery } from '../port.ts';
import { changeFor, requireSendable } from './changes.ts';
import { type JobFailure, waitForJob } from './job.ts';
import { type LookParts, startLook } from './look.ts';
import { find } from './observe.ts';
import { textOrNull } from './shapes.ts';

/**
 * Throws refusals `R06` (account) and `R07` (identity); `provider` errors `target-vanished`, those of `changes.ts` (all
 * sent nothing), of the client, and `job-failed`: `permanent` when a look right after shows the target as it was, else
 * `unknown-outcome`, because a job that fails may have done half of it.
 */
export async function act(parts: LookParts, command: Command, ctx: ActContext): Promise<Receipt> {
  const change = changeFor(command);
  const before = await locate(parts, command, ctx);
  ctx.signal?.throwIfAborted();
  await ctx.note(`${SENDING}${change.api} ${command.target.id}`);
  const body = await parts.client.change(change.api, change.params, ctx);
  const jobId = textOrNull(body, 'jobid');
  ctx.fault();
  if (jobId !== null) {
    await ctx.note(`${ACCEPTED}${jobId}`);
    const end = await waitForJob(parts.client, jobId, ctx);
    if (end.is === 'failed') throw await jobFailed(parts, command, ctx, { jobId, before, failure: end.failure });
  } else if (body['success'] === false || body['success'] === 'false')
    throw await jobFailed(parts, command, ctx, {
      jobId,
      before,
      failure: { errorCode: null, errorText: 'the API answered without success' },
    });
  const facts: JsonObject = { call: change.api, id: command.target.id, jobId, before: before['state'] ?? null };
  await ctx.note(`${ENDED}${JSON.stringify(facts)}`);
  return { facts, evidence: [] };
}

const SENDING = 'sending ';
const ACCEPTED = 'accepted as job ';
const ENDED = 'ended ';

/** An accepted job may still fail: only its end proves that it was carried out; until then looking has to tell. */
export function recover(notes: readonly string[]): Recovery {
  if (!notes.some((note) => note.startsWith(SENDING)))
    return { proves: 'not-begun', why: 'the call had not been sent' };
  const ended = notes.find((note) => note.startsWith(ENDED));
  if (ended === undefined) return { proves: 'nothing' };
  return { proves: 'sent', receipt: { facts: JSON.parse(ended.slice(ENDED.length)) as JsonObject, evidence: [] } };
}

/** The facts of the target right now; it is the contract's, and may be told this. */
async function locate(parts: LookParts, command: Command, ctx: ActContext): Promise<JsonObject> {
  const look = startLook(parts, ctx);
  const account = await look.account();
  const found = await find(command.target, look);
  if (found.is === 'absent') throw vanished(command);
  if (found.differences.length > 0) throw wrongObject(command, found.differences);
  requireSendable(command, found.facts, account);
  return found.facts;
}

type Failed = { readonly jobId: string | null; readonly before: JsonObject; readonly failure: JobFailure };

async function jobFailed(parts: LookParts, command: Command, ctx: ActContext, failed: Failed): Promise<KaiyakuError> {
  const { jobId, failure } = failed;
  const unchanged = await readsAs(failed.before, parts, command, ctx);
  return providerError('job-failed', `${command.verb} ${command.target.label}: ${failure.errorText || 'it failed'}`, {
    class: unchanged ? 'permanent' : 'unknown-outcome',
    why: unchanged
      ? 'the call was accepted and its job failed; the target reads as before'
      : 'the call was accepted and its job failed; what it left behind only looking can tell',
    next: 'see what stands in its way, then run the command again',
    facts: { jobId, errorCode: failure.errorCode, errorText: failure.errorText },
  });
}

async function readsAs(before: JsonObject, parts: LookParts, { target }: Command, ctx: ActContext): Promise<boolean> {
  try {
    const found = await find(target, startLook(parts, ctx));
    return found.is === 'there' && canonicalJson(found.facts) === canonicalJson(before);
  } catch (error) {
    if (!(error instanceof KaiyakuError) || error.kind === 'bug') throw error;
    // Could not look: the job's failure alone proves nothing about the target.
    return false;
  }
}

function vanished({ target, verb }: Command): KaiyakuError {
  return providerError('target-vanished', `${target.label} was gone before it could be told to ${verb}`, {
    class: 'permanent',
    why: 'nothing was sent to it',
    next: 'run the command again; it records what it finds',
  });
}

function wrongObject({ target }: Command, differences: readonly Difference[]): KaiyakuError {
  const said = differences.map(({ what, expected, found }) => `${what} is ${found}, not ${expected}`).join('; ');
  return refusal('R07', `${target.label} is not what the contract names: ${said}`, {
    next: 'correct the contract if it is the right one; leave it alone if not',
    facts: { differences: differences.map((difference) => ({ ...difference })) },
  });
}
