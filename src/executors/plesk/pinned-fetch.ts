// `fetch` to a server whose certificate is pinned by its fingerprint: panels sign their own. The certificate is compared before
// a byte of the request is written, so that a key is never sent to another server.
import { request } from 'node:http';
import { connect, type TLSSocket } from 'node:tls';
import type { FetchOne } from '../../base/http-exchange.ts';

/** `certificate`: SHA-256 of the certificate in hex, with or without colons. Rejects as `fetch` does, with a code in its cause. */
export const pinnedFetch =
  (certificate: string): FetchOne =>
  async (url, { method = 'GET', headers, body, signal }) => {
    const { hostname, port, pathname, search, host } = new URL(url);
    const socket = await openPinned(
      hostname.replace(/^\[|\]$/g, ''),
      Number(port || 443),
      certificate,
      signal ?? undefined,
    );
    return await new Promise<Response>((resolve, reject) => {
      const sent = request(
        {
          createConnection: () => socket,
          method,
          path: `${pathname}${search}`,
          headers: { ...(headers as Record<string, string>), Host: host, Connection: 'close' },
          ...(signal instanceof AbortSignal ? { signal } : {}),
        },
        (incoming) => {
          const chunks = new ReadableStream<Uint8Array>({
            start(controller) {
              incoming.on('data', (chunk: Buffer) => controller.enqueue(chunk));
              incoming.once('end', () => controller.close());
              incoming.once('error', (error) => controller.error(error));
            },
            cancel: () => void incoming.destroy(),
          });
          resolve(new Response(chunks, { status: incoming.statusCode ?? 502 }));
        },
      );
      sent.once('error', reject);
      sent.end(typeof body === 'string' ? body : undefined);
    });
  };

function openPinned(host: string, port: number, certificate: string, signal?: AbortSignal): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    // The pin takes the place of the authorities; nothing is written before it is compared.
    const socket = connect({
      host,
      port,
      rejectUnauthorized: false,
      ...(/[a-z]/i.test(host) && !host.includes(':') ? { servername: host } : {}),
    });
    const abort = () => socket.destroy(signal?.reason as Error);
    signal?.addEventListener('abort', abort, { once: true });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      signal?.removeEventListener('abort', abort);
      socket.off('error', reject);
      const presented = socket.getPeerCertificate().fingerprint256;
      if (plain(presented) === plain(certificate)) return resolve(socket);
      socket.destroy();
      reject(
        new TypeError('fetch failed', {
          cause: Object.assign(new Error('another certificate'), { code: 'CERT_UNTRUSTED' }),
        }),
      );
    });
  });
}

const plain = (fingerprint: string): string => fingerprint.replaceAll(':', '').toUpperCase();
