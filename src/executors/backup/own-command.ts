// A backup by the user's own command, and the command that proves it readable. It never takes "the backup command ended
// well" for a backup: only `verify` counts, and a `verify` that could not run says nothing.
import type { JsonObject } from '../../base/canonical-json.ts';
import { bugError, type ErrorClass, type ErrorDetail, KaiyakuError, providerError } from '../../base/errors.ts';
import { runCommand, type RunResult } from '../../base/run-command.ts';
import type { ActContext, Command, EvidenceRef, LookContext, Observation, Receipt, Target } from '../port.ts';
import { noteBegun, noteReadBack } from './notes.ts';
import { type DataBackup, EXECUTOR } from './command.ts';

/** Kept of what a backup prints; the digest in the receipt covers all of it. */
const EVIDENCE_BYTES_MAX = 65_536;

export interface OwnCommandOptions {
  /** Folder in which both commands run: the contract's. */
  readonly baseDir: string;
  /** Given to both commands beside PATH and its like. */
  readonly env?: Readonly<Record<string, string>>;
}

export async function verifyOwn(options: OwnCommandOptions, target: Target, ctx: LookContext): Promise<Observation> {
  const { verify, timeoutMs, name } = backupOf(target);
  ctx.progress(`verifying backup ${name}`);
  const run = await runIn(options, verify, timeoutMs, ctx);
  if (run.ended === 'cancelled') ctx.signal?.throwIfAborted();
  const seenAtMs = ctx.clock.nowMs();
  if (run.ended !== 'exited') return { state: 'unknown', error: commandError('verify', name, run), seenAtMs };
  const verifyExit = run.exitCode ?? -1;
  return { state: 'present', facts: { verified: verifyExit === 0, verifyExit }, seenAtMs };
}

export async function runOwn(options: OwnCommandOptions, command: Command, ctx: ActContext): Promise<Receipt> {
  if (command.verb !== 'run') throw bugError('unknown-verb', `${EXECUTOR} has no verb ${command.verb}`);
  const { command: argv, verify, timeoutMs, name } = backupOf(command.target);
  ctx.signal?.throwIfAborted();
  await noteBegun(ctx);
  const startedAt = instant(ctx);
  ctx.progress(`running backup ${name}`);
  const made = await runIn(options, argv, timeoutMs, ctx);
  const evidence = [await file(ctx, `backup-${name}-output.txt`, made)];
  requireSuccess('command', name, made, evidence);
  ctx.fault();
  ctx.progress(`verifying backup ${name}`);
  const checked = await runIn(options, verify, timeoutMs, ctx);
  evidence.push(await file(ctx, `backup-${name}-verify.txt`, checked));
  requireSuccess('verify', name, checked, evidence);
  const facts: JsonObject = {
    verified: true,
    commandExit: 0,
    verifyExit: 0,
    startedAt,
    finishedAt: instant(ctx),
    outputSha256: made.outputSha256,
    outputBytes: made.outputBytes,
  };
  const receipt: Receipt = { facts, evidence };
  await noteReadBack(ctx, receipt);
  return receipt;
}

function runIn(
  options: OwnCommandOptions,
  argv: readonly string[],
  timeoutMs: number,
  ctx: LookContext,
): Promise<RunResult> {
  return runCommand({
    argv,
    cwd: options.baseDir,
    timeoutMs,
    outputBytesMax: EVIDENCE_BYTES_MAX,
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(ctx.signal === undefined ? {} : { signal: ctx.signal }),
  });
}

function requireSuccess(which: Which, name: string, run: RunResult, evidence: readonly EvidenceRef[]): void {
  if (run.ended === 'exited' && run.exitCode === 0) return;
  const detail = commandError(which, name, run);
  throw new KaiyakuError({ ...detail, facts: { ...detail.facts, evidence: evidence.map((ref) => ref.sha256) } });
}

type Which = 'command' | 'verify';

/** How a run that is no success ended, as an error. `permanent` only where nothing of it can still be at work. */
function commandError(which: Which, name: string, run: RunResult): ErrorDetail {
  const what = which === 'command' ? `the command of backup ${name}` : `the verify command of backup ${name}`;
  const facts = {
    ended: run.ended,
    ...(run.exitCode === undefined ? {} : { exitCode: run.exitCode }),
    ...(run.signalName === undefined ? {} : { signal: run.signalName }),
    ...(run.systemCode === undefined ? {} : { systemCode: run.systemCode }),
    killed: run.killed,
    survived: run.survived,
  };
  const make = (code: string, message: string, class_: ErrorClass, next: string): ErrorDetail =>
    providerError(code, message, { class: class_, next, facts }).detail;
  switch (run.ended) {
    case 'not-started': {
      const busy = run.systemCode === 'EAGAIN' || run.systemCode === 'ENOMEM';
      const next =
        'check the first word of its argv: it must be an executable on PATH or a path from the contract’s folder';
      return make(
        `backup-${which}-not-started`,
        `${what} could not be started (${run.systemCode})`,
        busy ? 'retry' : 'permanent',
        next,
      );
    }
    case 'exited':
      return make(
        `backup-${which}-failed`,
        `${what} ended with exit code ${run.exitCode}`,
        'permanent',
        'read its output in the evidence, mend it and run apply again',
      );
    case 'signalled':
      return make(
        `backup-${which}-signalled`,
        `${what} was ended by ${run.signalName}`,
        'unknown-outcome',
        'find out who stopped it',
      );
    case 'timed-out':
      return make(
        `backup-${which}-timed-out`,
        `${what} did not end in time and was stopped`,
        'unknown-outcome',
        'raise timeoutMinutes in the contract, or make it quicker',
      );
    case 'cancelled':
      return make(
        `backup-${which}-cancelled`,
        `${what} was stopped because the run was cancelled`,
        'unknown-outcome',
        'run apply again',
      );
  }
}

function file(ctx: ActContext, name: string, run: RunResult): Promise<EvidenceRef> {
  const cut = run.outputBytes > EVIDENCE_BYTES_MAX ? `(the end of ${run.outputBytes} bytes)\n` : '';
  return ctx.evidence.put(name.replaceAll(/[^\p{L}\p{N}._-]/gu, '-'), cut + run.tail);
}

function backupOf(target: Target): DataBackup {
  const { command, verify, timeoutMs } = target.expect;
  if (!isArgv(command) || !isArgv(verify) || typeof timeoutMs !== 'number')
    throw bugError('bad-target', `the target of backup ${target.id} lacks its commands or its time limit`);
  return { name: target.id, command, verify, timeoutMs };
}

const isArgv = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((part) => typeof part === 'string');

const instant = (ctx: LookContext): string => new Date(ctx.clock.nowMs()).toISOString();
