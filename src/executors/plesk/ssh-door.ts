// `plesk bin` over SSH as a door. The host key is compared before anything is said; every word of a command is quoted; a
// credential that was refused once is not offered again, because servers lock addresses out.
import { errorDetail, KaiyakuError } from '../../base/errors.ts';
import type { SshPlace } from '../../base/ssh-place.ts';
import { quoted } from '../machine/quoted.ts';
import type { Credential } from '../ssh/authentication.ts';
import type { Connection } from '../ssh/connection.ts';
import { exec } from '../ssh/exec.ts';
import type { SshLimits } from '../ssh/limits.ts';
import { logInTo } from '../ssh/pinned.ts';
import type { Call, PleskDoor } from './door.ts';
import type { Answer } from './answer.ts';
import { badAnswer, noAnswer, noUtility } from './failures.ts';
import { OUTPUT_BYTES_MAX } from './limits.ts';

export interface SshOptions extends SshPlace {
  readonly credential: () => Promise<Credential>;
  readonly limits?: SshLimits;
}

/** Exit codes of a shell that did not find, or may not run, a program. */
const NOT_RUN: ReadonlySet<number> = new Set([126, 127]);

export function createSshDoor({ credential, limits, ...place }: SshOptions): PleskDoor {
  let connection: Promise<Connection> | undefined;
  let refused: Error | undefined;

  async function open(): Promise<Connection> {
    if (refused !== undefined) throw refused;
    const opened = await logInTo(place, credential, { limits }).catch((error: unknown) => {
      if (error instanceof KaiyakuError && error.code === 'ssh-login-refused') refused = error;
      throw error;
    });
    opened.client.once('close', () => (connection = undefined));
    return opened;
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
        throw noUtility(`${call.utility}: the shell of ${place.user} runs no plesk (${answer.code})`);
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

async function run(
  client: Connection['client'],
  { utility, params, changes, timeoutMs, signal }: Call,
): Promise<Answer> {
  const what = `plesk bin ${utility} ${params[0] ?? ''}`.trim();
  const line = quoted(['plesk', 'bin', utility, ...params]);
  const limits = { timeoutMs, outputBytesMax: OUTPUT_BYTES_MAX };
  // A change on its way is not cancelled: its outcome would be lost.
  const ran = await exec(client, line, what, limits, changes ? undefined : signal);
  if (ran.ended === 'unknown') throw noAnswer(what, changes, ran.why, ran.cause);
  const { exitCode, stdout, stderr } = ran;
  if (stdout.truncated || stderr.truncated) throw badAnswer(what, changes, 'an answer larger than the limit');
  return { code: exitCode, stdout: stdout.raw(), stderr: stderr.raw() };
}
