// A server of ours on 127.0.0.1, as every simulator starts one: its port, the text of a request, its end.
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { errorDetail, userError } from './errors.ts';

/** The port it has; 0 takes a free one. Throws `userError('cannot-listen')`. */
export async function listenOnLoopback(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(userError('cannot-listen', `the simulator cannot listen on port ${port}: ${cause.message}`, { cause })),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** The body as text. Throws what `tooLarge` makes once more than `bytesMax` came. */
export async function bodyOf(request: IncomingMessage, bytesMax: number, tooLarge: () => Error): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const SIDE_DOOR_BYTES_MAX = 16 * 1_048_576;

/** Doors beside the real ones, without a key, by method and path (`GET /_world`): what they return is answered as JSON. */
export async function serveSideDoors(
  doors: Readonly<Record<string, (body: string) => unknown>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(request, SIDE_DOOR_BYTES_MAX, () => userError('too-large', 'the body is too large'));
  const answer = (status: number, said: unknown) =>
    void response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(said));
  const door = doors[`${request.method} ${request.url?.split('?')[0]}`];
  if (door === undefined) return answer(404, { doors: Object.keys(doors) });
  try {
    answer(200, door(body));
  } catch (error) {
    answer(400, { error: errorDetail(error).message });
  }
}

/** Ends it with every connection that it has. */
export function closeAtOnce(server: HttpServer): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
