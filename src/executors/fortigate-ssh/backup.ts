// The configuration as a backup: fetched, checked, stored, read back. What is not complete is not stored.
import type { JsonObject } from '../../base/canonical-json.ts';
import { KaiyakuError, refusal } from '../../base/errors.ts';
import type { ActContext, Receipt } from '../port.ts';
import { lastBackupBytes, storeBackup } from './backup-file.ts';
import type { FortigateExpect } from './command.ts';
import { type Method, readConfiguration, type Summary } from './configuration.ts';
import type { BackUpArgs } from './expect.ts';
import { backupIncomplete, SCP_DENIED } from './failures.ts';
import type { FortigateLimits } from './limits.ts';
import { fetchByScp } from './scp.ts';
import type { Session } from './session.ts';
import { differencesOf } from './unit.ts';

/** A piped command is not paged; it also drops the empty lines, which no comparison counts. */
const SHOW = 'show | grep .';

export interface Dump extends Summary {
  readonly bytes: Buffer;
  readonly method: Method;
}

/** Fetches the present configuration. Throws `backup-incomplete` with the names of the problems, never with its text. */
export async function fetchDump(
  session: Session,
  method: Method,
  limits: FortigateLimits,
  signal?: AbortSignal,
  previousBytes?: number,
): Promise<Dump> {
  const bytes =
    method === 'scp' ? await fetchByScp(session.connection.client, limits, signal) : await fetchByShow(session, limits);
  const summary = readConfiguration(bytes, session.unit, previousBytes);
  if (summary.problems.length > 0)
    throw backupIncomplete(
      `what the unit gave by ${method} is not a complete configuration: ${summary.problems.join(', ')}`,
      {
        facts: { problems: summary.problems, method, bytes: bytes.length },
        ...(summary.problems.includes('size-jump')
          ? {
              next: 'if the configuration really changed that much, move the older backups of this unit to another folder',
            }
          : {}),
      },
    );
  return { ...summary, bytes, method };
}

async function fetchByShow({ dialogue }: Session, limits: FortigateLimits): Promise<Buffer> {
  const { text } = await dialogue.run(SHOW, {
    outputBytesMax: limits.configurationBytesMax,
    silenceMs: limits.transferSilenceMs,
  });
  // A console message may have come in between the command and its output.
  const start = /^#config-version=/m.exec(text)?.index ?? 0;
  return Buffer.from(text.slice(start), 'utf8');
}

/** Carries out `back-up` in a session. `folder` is absolute. */
export async function backUp(
  session: Session,
  expect: FortigateExpect,
  args: BackUpArgs,
  folder: string,
  limits: FortigateLimits,
  ctx: ActContext,
): Promise<Receipt> {
  const { unit } = session;
  const differences = differencesOf(expect, unit);
  if (differences.length > 0)
    throw refusal('R07', `the unit at ${expect.host}:${expect.port} is not the one in the contract`, {
      facts: { differences },
    });
  const previousBytes = await lastBackupBytes(folder, unit);
  ctx.progress(`fetching the configuration of ${unit.hostname}`);
  const dump = await fetchDump(session, 'scp', limits, ctx.signal, previousBytes).catch((error: unknown) => {
    if (args.by !== 'scp-or-show' || !(error instanceof KaiyakuError) || error.code !== SCP_DENIED) throw error;
    ctx.progress('SCP is not allowed; reading it by `show`, which lacks some private keys and certificates');
    return fetchDump(session, 'show', limits, ctx.signal, previousBytes);
  });
  const atMs = ctx.clock.nowMs();
  const stored = await storeBackup(folder, { hostname: unit.hostname, serial: unit.serial, atMs }, dump.bytes);
  const facts: JsonObject = {
    sha256: stored.sha256,
    normalisedSha256: dump.normalisedSha256,
    bytes: stored.bytes,
    method: dump.method,
    path: stored.path,
    configVersion: dump.configVersion,
    hostname: unit.hostname,
    serial: unit.serial,
    privateDataEncryption: unit.privateDataEncryption,
    readBack: true,
    checkedAt: new Date(atMs).toISOString(),
  };
  const evidence = await ctx.evidence.put(`backup-${unit.serial}.json`, `${JSON.stringify(facts, null, 2)}\n`);
  return { facts, evidence: [evidence] };
}
