// `plesk bin` over SSH as a door. The host key is compared before anything is said; every word of a command is quoted; a
// credential that was refused once is not offered again, because servers lock addresses out.
import type { ClientChannel } from 'ssh2';
import { errorDetail, refusal } from '../../base/errors.ts';
import { quoted } from '../machine/quoted.ts';
import { authentication, type Credential } from '../ssh/authentication.ts';
import { type Connection, openPinned } from '../ssh/connection.ts';
import { lineLost, loginRefused, neverOpened } from '../ssh/failures.ts';
import { SSH_LIMITS, type SshLimits } from '../ssh/limits.ts';
import type { Call, PleskDoor } from './door.ts';
import type { Answer } from './answer.ts';
import { badAnswer, noAnswer, noUtility } from './failures.ts';
import { OUTPUT_BYTES_MAX } from './limits.ts';

export interface SshOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** `SHA256:…`, pinned. */
  readonly hostKey: string;
  readonly credential: () => Promise<Credential>;
  readonly limits?: SshLimits;
}

/** Exit codes of a shell that did not find, or may not run, a program. */
const NOT_RUN: ReadonlySet<number> = new Set([126, 127]);

export function createSshDoor({ host, port, user, hostKey, credential, limits = SSH_LIMITS }: SshOptions): PleskDoor {
  const where = `${user}@${host}:${port}`;
  let connection: Promise<Connection> | undefined;
  let refused: Error | undefined;

  async function open(): Promise<Connection> {
    if (refused !== undefined) throw refused;
    const opened = await openPinned({ host, port, legacyAlgorithms: false, limits }, hostKey, () =>
      authentication(user, credential),
    );
    if (opened.result === 'other-key')
      throw refusal('R09', `${where} presents host key ${opened.presentedKey}, not ${hostKey}`, {
        why: 'another machine may answer there; nothing was said to it',
        next: 'ask who changed the key; only then correct plesk.ssh.hostKey and kaiyaku amend CONTRACT',
      });
    if (opened.result === 'refused') {
      refused = loginRefused(`${where} does not accept the credential`);
      throw refused;
    }
    opened.connection.client.once('close', () => (connection = undefined));
    return opened.connection;
  }

  /** One connection for all calls; one that failed is not kept. */
  function connected(): Promise<Connection> {
    connection ??= open().catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
    return connection;
  }

  return {
    async call(call) {
      call.signal?.throwIfAborted();
      const { client } = await connected();
      const answer = await run(client, call);
      if (NOT_RUN.has(answer.code))
        throw noUtility(`${call.utility}: the shell of ${user} runs no plesk (${answer.code})`);
      return answer;
    },
    // Nothing lists them here; a call of one that is not there ends with a code.
    lacking: () => Promise.resolve([]),
    async close() {
      const open = await connection?.catch((error: unknown) => {
        // It was told to whoever asked for it.
        errorDetail(error);
        return undefined;
      });
      await open?.close();
    },
  };
}

function run(client: Connection['client'], call: Call): Promise<Answer> {
  const { utility, params, changes, timeoutMs, signal } = call;
  const what = `plesk bin ${utility} ${params[0] ?? ''}`.trim();
  return new Promise<Answer>((resolve, reject) => {
    const timer = setTimeout(() => reject(noAnswer(what, changes, 'no answer in time')), timeoutMs);
    const abort = () => reject(signal?.reason as Error);
    if (!changes) signal?.addEventListener('abort', abort, { once: true });
    const over = (settle: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      settle();
    };
    const took = (error: Error | undefined, stream: ClientChannel): void => {
      if (error === undefined)
        return listen(
          stream,
          what,
          changes,
          (result) => over(() => resolve(result)),
          (failed) => over(() => reject(failed)),
        );
      // A line that is lost before the answer to the request: the command may have begun.
      const lost = neverOpened(error)
        ? lineLost(`${what}: no channel was opened`, { cause: error })
        : noAnswer(what, changes, 'the line was lost before it was taken on', error);
      over(() => reject(lost));
    };
    try {
      client.exec(quoted(['plesk', 'bin', utility, ...params]), took);
    } catch (error) {
      over(() => reject(lineLost(`${what}: the line was lost before it was sent`, { cause: error })));
    }
  });
}

function listen(
  stream: ClientChannel,
  what: string,
  changes: boolean,
  ended: (answer: Answer) => void,
  failed: (error: Error) => void,
): void {
  const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  let bytes = 0;
  let code: number | null = null;
  const take = (to: Buffer[]) => (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= OUTPUT_BYTES_MAX) to.push(chunk);
    else {
      failed(badAnswer(what, changes, 'an answer larger than the limit'));
      stream.destroy();
    }
  };
  stream.on('data', take(output.stdout));
  stream.stderr.on('data', take(output.stderr));
  stream.once('exit', (exitCode: number | null) => (code = exitCode));
  stream.once('close', () => {
    // The end of a stream is no end of a program: only its exit code is.
    if (code === null) return failed(noAnswer(what, changes, 'it ended without an exit code'));
    const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString('utf8');
    ended({ code, stdout: text(output.stdout), stderr: text(output.stderr) });
  });
  stream.end();
}
