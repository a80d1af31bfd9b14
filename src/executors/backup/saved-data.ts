// A declared backup from end to end: take the source, save it, read the repository back, restore what was saved and compare it
// file by file. Only that whole counts; what an attempt left half-way is never taken for a backup.
import { resolve } from 'node:path';
import { canonicalJson, type JsonObject, sha256Hex } from '../../base/canonical-json.ts';
import { KaiyakuError, systemErrorCode } from '../../base/errors.ts';
import type { ActContext, LookContext, Observation, Receipt, Target } from '../port.ts';
import { unknownLook } from '../common/found.ts';
import { type Attempt, backupError, beginAttempt } from './attempt.ts';
import type { SavedData } from './command.ts';
import { BACKUP_LIMITS, type BackupLimits } from './limits.ts';
import { differencesOf, type Manifest, manifestOf } from './manifest.ts';
import { noteBegun, noteReadBack } from './notes.ts';
import { openRepository, type RepositorySecrets } from './restic.ts';
import { openScratch } from './scratch.ts';
import { openSource } from './sources/index.ts';
import type { SourceSecrets } from './sources/source.ts';

/** What a declared backup needs and no target holds. */
export interface BackupSecrets {
  readonly source: SourceSecrets;
  readonly repository: RepositorySecrets;
}

export interface SavedDataOptions {
  readonly baseDir: string;
  /** By the name of the backup. */
  readonly secrets?: (name: string) => Promise<BackupSecrets>;
  readonly limits?: Partial<BackupLimits>;
}

/** Shown of what differs after a restore. */
const DIFFERENCES_SHOWN_MAX = 10;

export async function lookAtSource(options: SavedDataOptions, target: Target, ctx: LookContext): Promise<Observation> {
  ctx.signal?.throwIfAborted();
  const data = dataOf(target);
  const limits = { ...BACKUP_LIMITS, ...options.limits };
  const attempt = beginAttempt(data.name, limits, limits.lookMsMax, ctx);
  try {
    attempt.progress('looking at its source');
    const secrets = await options.secrets!(data.name);
    const { absent } = await openSource(data.source, secrets.source, options.baseDir).look(attempt);
    if (absent !== undefined) return { state: 'absent', proof: [absent], seenAtMs: ctx.clock.nowMs() };
    const repository = await openRepository(data.repository, secrets.repository, attempt, options.baseDir);
    try {
      const snapshots = await repository.count(data.name);
      const facts: JsonObject = {
        source: 'readable',
        repository: snapshots === undefined ? 'not-opened' : 'opened',
        ...(snapshots === undefined ? {} : { snapshots }),
      };
      return { state: 'present', facts, seenAtMs: ctx.clock.nowMs() };
    } finally {
      await repository.close();
    }
  } catch (error) {
    return unknownLook(error, ctx, ctx.clock.nowMs());
  } finally {
    attempt.end();
  }
}

export async function saveData(options: SavedDataOptions, target: Target, ctx: ActContext): Promise<Receipt> {
  ctx.signal?.throwIfAborted();
  const data = dataOf(target);
  const limits = { ...BACKUP_LIMITS, ...options.limits };
  const secrets = await options.secrets!(data.name).catch(asNothingBegun);
  await noteBegun(ctx);
  const key = sha256Hex(canonicalJson({ id: target.id, expect: target.expect })).slice(0, 16);
  const scratch = await openScratch(resolve(options.baseDir, data.scratch), key, limits).catch(asBackupError);
  const attempt = beginAttempt(data.name, limits, data.timeoutMs, ctx, scratch.roomLeft);
  const startedAt = instant(ctx);
  try {
    const source = openSource(data.source, secrets.source, options.baseDir);
    const taken = await source.take(attempt, scratch.taken);
    const manifest = await manifestOf(scratch.taken, attempt);
    if (manifest.files === 0)
      throw backupError('backup-source-empty', `backup ${data.name} would hold no file`, {
        next: 'check what `from` names: a backup of nothing proves nothing',
      });
    const repository = await openRepository(data.repository, secrets.repository, attempt, options.baseDir);
    try {
      const id = await repository.ensure();
      const snapshot = await repository.save(scratch.taken, data.name);
      ctx.fault();
      await repository.readBack(data.readData);
      await repository.restore(snapshot.id, scratch.restored);
      await compare(manifest, scratch.restored, attempt);
      const facts: JsonObject = {
        readBack: true,
        drilled: true,
        snapshot: snapshot.id,
        tree: snapshot.tree,
        repository: id,
        entries: manifest.lines.length,
        files: manifest.files,
        bytes: manifest.bytes,
        manifestSha256: manifest.sha256,
        readData: data.readData,
        passwordKeptAt: data.passwordKeptAt,
        resticVersion: await repository.version(),
        startedAt,
        finishedAt: instant(ctx),
        taken,
      };
      const evidence = [
        await ctx.evidence.put(`backup-${data.name}-manifest.txt`, manifestText(manifest, limits)),
        await ctx.evidence.put(`backup-${data.name}.log`, attempt.log.join('\n')),
      ];
      const receipt: Receipt = { facts, evidence };
      await noteReadBack(ctx, receipt);
      return receipt;
    } finally {
      await repository.close();
    }
  } catch (error) {
    ctx.signal?.throwIfAborted();
    // Whatever was in flight says only that it was stopped; why, the signal knows.
    throw await withLog(attempt.signal.aborted ? attempt.signal.reason : error, attempt, ctx);
  } finally {
    attempt.end();
    await scratch.close();
  }
}

/** The drill: what came out of the repository is what was taken. */
async function compare(taken: Manifest, folder: string, attempt: Attempt): Promise<void> {
  attempt.progress('comparing what was restored, file by file');
  const restored = await manifestOf(folder, attempt);
  if (restored.sha256 === taken.sha256) return;
  throw backupError('backup-drill-failed', 'what was restored is not what was taken', {
    why: differencesOf(taken, restored, DIFFERENCES_SHOWN_MAX).join('; '),
  });
}

const manifestText = ({ lines }: Manifest, { manifestBytesMax }: BackupLimits): string => {
  const text = `${lines.join('\n')}\n`;
  return text.length <= manifestBytesMax
    ? text
    : `${text.slice(0, manifestBytesMax)}\n(cut; its digest is of the whole)\n`;
};

/** The log of a failed attempt is filed; a fault of this machine's disk is an error like the others. */
async function withLog(error: unknown, attempt: Attempt, ctx: ActContext): Promise<unknown> {
  const known = error instanceof KaiyakuError ? error : ourDisk(error);
  if (known === undefined || known.kind !== 'provider') return error;
  const log = await ctx.evidence.put(`backup-${attempt.name}.log`, attempt.log.join('\n'));
  return new KaiyakuError(
    { ...known.detail, facts: { ...known.detail.facts, evidence: [log.sha256] } },
    { cause: error },
  );
}

function ourDisk(error: unknown): KaiyakuError | undefined {
  const code = systemErrorCode(error);
  if (code === undefined || !/^E[A-Z]+$/.test(code)) return undefined;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return backupError(full ? 'backup-disk-full' : 'backup-scratch', `the scratch folder cannot be used (${code})`, {
    next: 'make room, or name another folder as backup.scratch',
    cause: error,
  });
}

/** A secret that is not there: nothing was sent. */
const asNothingBegun = (error: unknown): never => {
  throw error instanceof KaiyakuError && error.kind === 'user'
    ? new KaiyakuError({ ...error.detail, class: 'permanent' }, { cause: error })
    : error;
};

const asBackupError = (error: unknown): never => {
  throw ourDisk(error) ?? error;
};

const dataOf = ({ id, expect }: Target): SavedData => ({ ...(expect as unknown as SavedData), name: id });

const instant = (ctx: LookContext): string => new Date(ctx.clock.nowMs()).toISOString();
