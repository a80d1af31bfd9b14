// One question by TCP and the messages that answer it. It ends with the server's connection, with a silence or with a
// limit; whether what came is whole is for the caller to say.
import { connect, type Socket } from 'node:net';
import { KaiyakuError } from '../../base/errors.ts';
import type { Endpoint } from './endpoint.ts';
import { dnsError } from './errors.ts';
import type { DnsLimits } from './limits.ts';
import type { Asked } from './packet.ts';

/** Yields each message without its length. Throws `dns-unreachable`, `dns-timeout`, `dns-limit` or the signal's reason. */
export async function* messagesByTcp(
  server: Endpoint,
  asked: Asked,
  limits: DnsLimits,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const socket = connect({ host: server.host, port: server.port });
  const destroy = (error: unknown) => socket.destroy(error as Error);
  const onAbort = () => destroy(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', onAbort, { once: true });
  const late = (ms: number) => dnsError('dns-timeout', server.label, `no whole answer by TCP in ${ms} ms`);
  const total = setTimeout(() => destroy(late(limits.transferMs)), limits.transferMs);
  socket.setTimeout(limits.answerMs, () => destroy(late(limits.answerMs)));
  try {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(asked.bytes.length);
    socket.write(Buffer.concat([length, asked.bytes]));
    yield* framed(socket, server, limits);
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof KaiyakuError
      ? error
      : dnsError('dns-unreachable', server.label, 'cannot be reached by TCP', error);
  } finally {
    clearTimeout(total);
    signal?.removeEventListener('abort', onAbort);
    socket.on('error', () => {}).destroy();
  }
}

async function* framed(socket: Socket, server: Endpoint, limits: DnsLimits): AsyncGenerator<Buffer> {
  let waiting = Buffer.alloc(0);
  let bytes = 0;
  for await (const piece of socket as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > limits.transferBytesMax)
      throw dnsError('dns-limit', server.label, `sent more than ${limits.transferBytesMax} bytes`);
    waiting = Buffer.concat([waiting, piece]);
    while (waiting.length >= 2 && waiting.length >= 2 + waiting.readUInt16BE(0)) {
      const end = 2 + waiting.readUInt16BE(0);
      yield waiting.subarray(2, end);
      waiting = waiting.subarray(end);
    }
  }
}
