// Questions by TCP and the messages that answer them. A connection serves one question after another; it ends with the server's
// end, with a silence or with a limit. Whether what came is whole is for the caller to say.
import { connect, type Socket } from 'node:net';
import { KaiyakuError } from '../../base/errors.ts';
import type { Endpoint } from './endpoint.ts';
import { dnsError } from './errors.ts';
import type { DnsLimits } from './limits.ts';
import type { Asked } from './packet.ts';

/** What is read at once; the longest message of all. */
const READ_BYTES = 65_538;

/** One connection. It must be closed by whoever made it, and two questions at once are not for it. */
export class TcpConnection {
  readonly server: Endpoint;
  readonly #limits: DnsLimits;
  readonly #signal: AbortSignal | undefined;
  readonly #socket: Socket;
  readonly #onAbort: () => void;
  /** Read, and not yet taken as a message. */
  #waiting: Buffer = Buffer.alloc(0);
  /** Of the answer that is awaited. */
  #bytes = 0;
  #failure: unknown;
  #hasEnded = false;
  #wake: () => void = () => {};

  constructor(server: Endpoint, limits: DnsLimits, signal?: AbortSignal) {
    signal?.throwIfAborted();
    this.server = server;
    this.#limits = limits;
    this.#signal = signal;
    // One buffer for the whole connection: a new one for every read is most of what a sweep of many zones would allocate.
    const onread = { buffer: Buffer.allocUnsafe(READ_BYTES), callback: this.#take.bind(this) };
    this.#socket = connect({ host: server.host, port: server.port, noDelay: true, onread });
    this.#socket.on('error', (error) => this.#end(error)).on('close', () => this.#end());
    this.#socket.on('end', () => this.#end()).resume();
    this.#socket.setTimeout(limits.answerMs, () => this.#fail(this.#late(limits.answerMs)));
    this.#onAbort = () => this.#fail(signal?.reason);
    signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Another question may be asked; the server may end it all the same. */
  get isOpen(): boolean {
    return !this.#hasEnded;
  }

  /** Yields each message without its length. Throws `dns-unreachable`, `dns-timeout`, `dns-limit` or the signal's reason. */
  async *ask(asked: Asked): AsyncGenerator<Buffer> {
    const { transferMs } = this.#limits;
    const total = setTimeout(() => this.#fail(this.#late(transferMs)), transferMs);
    this.#bytes = 0;
    try {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(asked.bytes.length);
      this.#socket.write(Buffer.concat([length, asked.bytes]));
      for (let message = await this.#next(); message !== undefined; message = await this.#next()) yield message;
    } catch (error) {
      this.#signal?.throwIfAborted();
      throw error instanceof KaiyakuError
        ? error
        : dnsError('dns-unreachable', this.server.label, 'cannot be reached by TCP', error);
    } finally {
      clearTimeout(total);
    }
  }

  close(): void {
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#end();
    this.#socket.destroy();
  }

  /** Undefined: the server has ended the connection, and no whole message is left. */
  async #next(): Promise<Buffer | undefined> {
    for (;;) {
      const waiting = this.#waiting;
      const end = waiting.length < 2 ? Infinity : 2 + waiting.readUInt16BE(0);
      if (waiting.length >= end) {
        this.#waiting = waiting.subarray(end);
        return waiting.subarray(2, end);
      }
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#hasEnded) return undefined;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #take(count: number, buffer: Uint8Array): boolean {
    this.#bytes += count;
    if (this.#bytes > this.#limits.transferBytesMax)
      this.#fail(dnsError('dns-limit', this.server.label, `sent more than ${this.#limits.transferBytesMax} bytes`));
    this.#waiting = Buffer.concat([this.#waiting, buffer.subarray(0, count)]);
    this.#wake();
    return true;
  }

  #late(ms: number): KaiyakuError {
    return dnsError('dns-timeout', this.server.label, `no whole answer by TCP in ${ms} ms`);
  }

  #fail(error: unknown): void {
    this.#end(error);
    this.#socket.destroy();
  }

  #end(failure?: unknown): void {
    this.#failure ??= failure;
    this.#hasEnded = true;
    this.#wake();
  }
}

/** One question on a connection of its own. Throws what `TcpConnection.ask` throws. */
export async function* messagesByTcp(
  server: Endpoint,
  asked: Asked,
  limits: DnsLimits,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const connection = new TcpConnection(server, limits, signal);
  try {
    yield* connection.ask(asked);
  } finally {
    connection.close();
  }
}
