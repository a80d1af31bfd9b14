// One WHOIS question by TCP (RFC 3912): a line, and everything until the server closes. An answer that is cut off or that is
// about something else is an error.
import { connect } from 'node:net';
import { KaiyakuError, systemErrorCode, userError } from '../../base/errors.ts';
import { registryError } from './errors.ts';
import { registrationIn } from './jprs-text.ts';
import { ANSWER_TIMEOUT_MS, WHOIS_BYTES_MAX } from './limits.ts';
import type { Read } from './rdap.ts';

const WHOIS_PORT = 43;
const PORT_MAX = 65_535;

/** Asks in English (`/e`): the Japanese form comes in another encoding. Throws registry errors and the signal's reason. */
export async function readByWhois(name: string, at: string, signal?: AbortSignal): Promise<Read> {
  const { host, port } = placeOf(at);
  const text = await answerOf({ host, port, line: `${name}/e` }, at, signal);
  const found = registrationIn(text, name);
  if (found === undefined) throw registryError('registry-malformed', at, `its answer is no registration of ${name}`);
  return { server: at, found };
}

function placeOf(at: string): { host: string; port: number } {
  const [, host, digits] = /^([A-Za-z0-9.-]+)(?::(\d{1,5}))?$/.exec(at) ?? [];
  const port = digits === undefined ? WHOIS_PORT : Number(digits);
  if (host === undefined || port < 1 || port > PORT_MAX)
    throw userError('bad-registry', `${at} is no address of a WHOIS server`, { next: 'write HOST or HOST:PORT' });
  return { host, port };
}

interface Question {
  readonly host: string;
  readonly port: number;
  readonly line: string;
}

async function answerOf({ host, port, line }: Question, at: string, signal?: AbortSignal): Promise<string> {
  signal?.throwIfAborted();
  const socket = connect({ host, port });
  const onAbort = () => void socket.destroy(signal?.reason as Error);
  signal?.addEventListener('abort', onAbort, { once: true });
  const late = setTimeout(
    () => void socket.destroy(registryError('registry-timeout', at, `no whole answer in ${ANSWER_TIMEOUT_MS} ms`)),
    ANSWER_TIMEOUT_MS,
  );
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    socket.write(`${line}\r\n`);
    for await (const part of socket as AsyncIterable<Buffer>) {
      parts.push(part);
      bytes += part.length;
      if (bytes > WHOIS_BYTES_MAX)
        throw registryError('registry-limit', at, `its answer is larger than ${WHOIS_BYTES_MAX} bytes`);
    }
    return Buffer.concat(parts).toString('latin1');
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof KaiyakuError) throw error;
    throw registryError('registry-unreachable', at, `cannot be asked (${systemErrorCode(error) ?? 'lost'})`, error);
  } finally {
    clearTimeout(late);
    signal?.removeEventListener('abort', onAbort);
    socket.on('error', () => {}).destroy();
  }
}
