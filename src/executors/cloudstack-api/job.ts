// An accepted change as a job: asked after until it has ended. A job's success is a receipt, never a proof, and a job
// that failed was accepted before: what it left behind is for a later look to say.
import { KaiyakuError, providerError } from '../../base/errors.ts';
import type { LookContext } from '../port.ts';
import { clip } from './answer.ts';
import type { CloudStackClient } from './client.ts';
import { JOB_POLL_FIRST_MS, JOB_POLL_MS_MAX, JOB_WAIT_MS_MAX } from './limits.ts';
import { isRow, type Row } from './shapes.ts';

export interface JobFailure {
  readonly errorCode: number | null;
  readonly errorText: string;
}

export type JobEnd = { readonly is: 'done' } | { readonly is: 'failed'; readonly failure: JobFailure };

/** Waits for the end. Throws `unknown-outcome`: `job-unreadable` when it cannot be asked after, `job-still-running`. */
export async function waitForJob(client: CloudStackClient, jobId: string, ctx: LookContext): Promise<JobEnd> {
  const untilMs = ctx.clock.nowMs() + JOB_WAIT_MS_MAX;
  for (let waitMs = JOB_POLL_FIRST_MS; ; waitMs = Math.min(waitMs + JOB_POLL_FIRST_MS, JOB_POLL_MS_MAX)) {
    const end = endOf(await ask(client, jobId, ctx), jobId);
    if (end !== undefined) return end;
    if (ctx.clock.nowMs() >= untilMs) throw lost('job-still-running', jobId, 'it had not ended in 30 minutes');
    ctx.progress(`CloudStack job ${jobId} is running`);
    await ctx.clock.sleep(waitMs, ctx.signal);
  }
}

async function ask(client: CloudStackClient, jobId: string, ctx: LookContext): Promise<Row> {
  try {
    return await client.read('queryAsyncJobResult', { jobid: jobId }, ctx);
  } catch (error) {
    // Jobs are forgotten after a day, keys are withdrawn, lines are cut: the change was accepted all the same.
    if (error instanceof KaiyakuError && error.kind === 'provider')
      throw lost('job-unreadable', jobId, error.message, error);
    throw error;
  }
}

/** Undefined while it runs. HTTP 200 with `jobstatus` 2 is a failure. */
function endOf(body: Row, jobId: string): JobEnd | undefined {
  const { jobstatus, jobresult, jobresultcode } = body;
  if (jobstatus === 0) return undefined;
  if (jobstatus === 1)
    return isRow(jobresult) && (jobresult['success'] === false || jobresult['success'] === 'false')
      ? { is: 'failed', failure: { errorCode: null, errorText: 'the job ended without success' } }
      : { is: 'done' };
  if (jobstatus !== 2) throw lost('job-unreadable', jobId, `its status is ${JSON.stringify(jobstatus)}`);
  const given = isRow(jobresult) ? jobresult['errorcode'] : jobresultcode;
  const text = isRow(jobresult) ? jobresult['errortext'] : jobresult;
  return {
    is: 'failed',
    failure: {
      errorCode: typeof given === 'number' ? given : null,
      errorText: clip(typeof text === 'string' ? text : ''),
    },
  };
}

function lost(code: string, jobId: string, why: string, cause?: unknown): KaiyakuError {
  return providerError(code, `the end of CloudStack job ${jobId} is not known`, {
    class: 'unknown-outcome',
    why,
    next: 'run the command again; it looks before it acts',
    facts: { jobId },
    ...(cause === undefined ? {} : { cause }),
  });
}
