// One question by UDP. The socket is connected, so that only the server asked is heard; a packet that answers something
// else is passed over until time is up.
import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Endpoint } from './endpoint.ts';
import { dnsError } from './errors.ts';
import { type Answer, answerOf, type Asked } from './packet.ts';

/** Rejects with `dns-timeout`, `dns-unreachable`, `dns-malformed`, or the reason of the signal. */
export function askByUdp(server: Endpoint, asked: Asked, answerMs: number, signal?: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(server.host) ? 'udp6' : 'udp4');
    const end = (finish: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.removeAllListeners().on('error', () => {});
      socket.close();
      finish();
    };
    const fail = (error: unknown) => end(() => reject(error));
    const onAbort = () => fail(signal?.reason);
    const timer = setTimeout(
      () => fail(dnsError('dns-timeout', server.label, `no answer for ${asked.name} ${asked.type} in ${answerMs} ms`)),
      answerMs,
    );
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.on('error', (error) => fail(dnsError('dns-unreachable', server.label, 'cannot be reached by UDP', error)));
    socket.on('message', (bytes) => {
      try {
        const answer = answerOf(bytes, asked);
        if (answer !== undefined) end(() => resolve(answer));
      } catch (error) {
        // Only a packet with our id is the server's own; anything else is noise.
        if (bytes.length >= 2 && bytes.readUInt16BE(0) === asked.id)
          fail(dnsError('dns-malformed', server.label, `unreadable answer for ${asked.name} ${asked.type}`, error));
      }
    });
    socket.connect(server.port, server.host, () => socket.send(asked.bytes));
  });
}
