// Carries one command out: looks at the target again, sends the one call, waits for its job, returns the receipt. It
// never sends to an object that it has not just identified, and notes the job before it asks after it.
import type { JsonObject } from '../../base/canonical-json.ts';
import { type KaiyakuError, providerError } from '../../base/errors.ts';
import { ended, noteSending } from '../common/call-notes.ts';
import { otherObject, readsAs, vanished } from '../common/found.ts';
import type { ActContext, Command, Receipt } from '../port.ts';
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
  await noteSending(ctx, `${change.api} ${command.target.id}`);
  const body = await parts.client.change(change.api, change.params, ctx);
  const jobId = textOrNull(body, 'jobid');
  ctx.fault();
  if (jobId !== null) {
    await ctx.note(`accepted as job ${jobId}`);
    const end = await waitForJob(parts.client, jobId, ctx);
    if (end.is === 'failed') throw await jobFailed(parts, command, ctx, { jobId, before, failure: end.failure });
  } else if (body['success'] === false || body['success'] === 'false')
    throw await jobFailed(parts, command, ctx, {
      jobId,
      before,
      failure: { errorCode: null, errorText: 'the API answered without success' },
    });
  return ended(ctx, { call: change.api, id: command.target.id, jobId, before: before['state'] ?? null });
}

/** The facts of the target right now; it is the contract's, and may be told this. */
async function locate(parts: LookParts, command: Command, ctx: ActContext): Promise<JsonObject> {
  const look = startLook(parts, ctx);
  const account = await look.account();
  const found = await find(command.target, look);
  if (found.is === 'absent') throw vanished(command);
  if (found.differences.length > 0) throw otherObject(command.target, found.differences);
  requireSendable(command, found.facts, account);
  return found.facts;
}

type Failed = { readonly jobId: string | null; readonly before: JsonObject; readonly failure: JobFailure };

async function jobFailed(parts: LookParts, command: Command, ctx: ActContext, failed: Failed): Promise<KaiyakuError> {
  const { jobId, failure } = failed;
  const unchanged = await readsAs(failed.before, () => find(command.target, startLook(parts, ctx)));
  return providerError('job-failed', `${command.verb} ${command.target.label}: ${failure.errorText || 'it failed'}`, {
    class: unchanged ? 'permanent' : 'unknown-outcome',
    why: unchanged
      ? 'the call was accepted and its job failed; the target reads as before'
      : 'the call was accepted and its job failed; what it left behind only looking can tell',
    next: 'see what stands in its way, then run the command again',
    facts: { jobId, errorCode: failure.errorCode, errorText: failure.errorText },
  });
}
