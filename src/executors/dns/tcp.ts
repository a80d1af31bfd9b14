// Questions by TCP and the messages that answer them, each heard in the moment in which it is there: a sweep of many zones would
// spend most of its time on waiting in between. A connection ends with the server's end, with a silence or with a limit. Whether what
// came is whole is for the caller to say.
import { connect, type Socket } from 'node:net';
import { KaiyakuError } from '../../base/errors.ts';
import type { Endpoint } from './endpoint.ts';
import { dnsError } from './errors.ts';
import type { DnsLimits } from './limits.ts';
import type { Asked } from './packet.ts';

/** What is read at once; the longest message of all. */
const READ_BYTES = 65_538;

/** Is given each message without its length; true: it was the last one that is waited for. What it throws, `ask` throws. */
export type Hear = (message: Buffer) => boolean;

interface Asking {
  readonly hear: Hear;
  readonly untilMs: number;
  resolve(isAnswered: boolean): void;
  reject(error: unknown): void;
}

/** One connection. It must be closed by whoever made it; nothing is asked before what was asked has been answered. */
export class TcpConnection {
  readonly server: Endpoint;
  readonly #limits: DnsLimits;
  readonly #signal: AbortSignal | undefined;
  readonly #socket: Socket;
  readonly #onAbort: () => void;
  /** Read, and not yet heard. */
  #waiting: Buffer = Buffer.alloc(0);
  /** Of the answer that is awaited. */
  #bytes = 0;
  #asking: Asking | undefined;
  #failure: unknown;
  #hasEnded = false;

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

  /**
   * Sends the questions all at once; answers come in any order (RFC 7766, 7). False: the server has ended the connection before the
   * last message. Throws `dns-unreachable`, `dns-timeout`, `dns-limit`, the signal's reason, or what `hear` throws.
   */
  async ask(questions: readonly Asked[], hear: Hear): Promise<boolean> {
    this.#bytes = 0;
    try {
      return await new Promise<boolean>((resolve, reject) => {
        this.#asking = { hear, untilMs: performance.now() + this.#limits.transferMs, resolve, reject };
        this.#socket.write(Buffer.concat(questions.flatMap(({ bytes }) => [lengthOf(bytes), bytes])));
        this.#hear();
        if (this.#hasEnded) this.#tellEnd();
      });
    } catch (error) {
      this.#signal?.throwIfAborted();
      throw error instanceof KaiyakuError
        ? error
        : dnsError('dns-unreachable', this.server.label, 'cannot be reached by TCP', error);
    }
  }

  close(): void {
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#end();
    this.#socket.destroy();
  }

  #take(count: number, buffer: Uint8Array): boolean {
    this.#bytes += count;
    if (this.#bytes > this.#limits.transferBytesMax)
      this.#fail(dnsError('dns-limit', this.server.label, `sent more than ${this.#limits.transferBytesMax} bytes`));
    // A server that never falls silent is ended here; silence has a limit of its own.
    if (this.#asking !== undefined && performance.now() > this.#asking.untilMs)
      this.#fail(this.#late(this.#limits.transferMs));
    this.#waiting = Buffer.concat([this.#waiting, buffer.subarray(0, count)]);
    this.#hear();
    return true;
  }

  /** Gives on every message that is there whole. */
  #hear(): void {
    let at = 0;
    try {
      while (this.#asking !== undefined && this.#waiting.length >= at + 2) {
        const end = at + 2 + this.#waiting.readUInt16BE(at);
        if (this.#waiting.length < end) break;
        const message = this.#waiting.subarray(at + 2, end);
        at = end;
        if (this.#asking.hear(message)) this.#answered()?.resolve(true);
      }
    } catch (error) {
      this.#answered()?.reject(error);
    }
    this.#waiting = this.#waiting.subarray(at);
  }

  #answered(): Asking | undefined {
    const asking = this.#asking;
    this.#asking = undefined;
    return asking;
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
    this.#tellEnd();
  }

  #tellEnd(): void {
    if (this.#failure === undefined) this.#answered()?.resolve(false);
    else this.#answered()?.reject(this.#failure);
  }
}

function lengthOf(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return length;
}

/** The first message that answers one question, on a connection of its own; undefined: there is none. Throws what `ask` throws. */
export async function messageByTcp(
  server: Endpoint,
  asked: Asked,
  limits: DnsLimits,
  signal?: AbortSignal,
): Promise<Buffer | undefined> {
  const connection = new TcpConnection(server, limits, signal);
  let first: Buffer | undefined;
  try {
    await connection.ask([asked], (message) => {
      first = message;
      return true;
    });
    return first;
  } finally {
    connection.close();
  }
}
