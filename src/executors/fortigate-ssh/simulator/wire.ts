// The bytes of one SSH channel: read one at a time, written in the pieces that the connection's faults ask for.
import type { ServerChannel } from 'ssh2';
import type { Line } from './line.ts';
import {
  SLOW_PIECE_BYTES,
  SLOW_PIECE_GAP_MS,
  SPLIT_BYTES_MAX,
  SPLIT_REST_PIECE_BYTES,
  UNREAD_BYTES_MAX,
} from './limits.ts';

export interface WireFaults {
  readonly split: boolean;
  readonly slow: boolean;
}

export class Wire {
  readonly line: Line;
  readonly #channel: ServerChannel;
  readonly #faults: WireFaults;
  readonly #hears: () => boolean;
  #unread: Buffer[] = [];
  #unreadBytes = 0;
  #given = 0;
  #ended = false;
  #waiting: ((byte: number | undefined) => void) | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** `hears` is asked before each piece of input is taken; what a device does not hear is dropped. */
  constructor(channel: ServerChannel, line: Line, faults: WireFaults, hears: () => boolean) {
    this.#channel = channel;
    this.line = line;
    this.#faults = faults;
    this.#hears = hears;
    channel.on('data', (data: Buffer) => this.#take(data));
    channel.on('end', () => this.#finish());
    channel.on('close', () => this.#finish());
    // A client that leaves in the middle of our output is no fault of the device.
    channel.on('error', () => this.#finish());
  }

  /** Puts bytes in front of what the client sends, as if it had typed them. */
  prefill(text: string): void {
    const bytes = Buffer.from(text);
    this.#unread.unshift(bytes);
    this.#unreadBytes += bytes.length;
    this.#given = bytes.length;
  }

  /** How many bytes of `prefill` are still unread. */
  get prefilled(): number {
    return this.#given;
  }

  /** The next byte; undefined when the client has ended its side or the line is dead. */
  readByte(): Promise<number | undefined> {
    const first = this.#unread[0];
    if (first !== undefined) {
      const byte = first[0];
      if (first.length === 1) this.#unread.shift();
      else this.#unread[0] = first.subarray(1);
      this.#unreadBytes -= 1;
      if (this.#given > 0) this.#given -= 1;
      return Promise.resolve(byte);
    }
    if (this.#ended || this.line.dead) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  /** Queues output; the order of calls is kept. */
  send(data: string | Buffer): void {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    this.#writing = this.#writing.then(() => this.#write(bytes));
  }

  /** Resolves when everything queued so far has been handed to SSH. */
  flush(): Promise<void> {
    return this.#writing;
  }

  /** Ends the channel with this exit status. */
  async end(status: number): Promise<void> {
    await this.flush();
    if (this.line.dead || this.#channel.destroyed) return;
    this.#channel.exit(status);
    this.#channel.end();
  }

  #take(data: Buffer): void {
    if (!this.#hears()) return this.line.dead ? this.#finish() : undefined;
    this.#unread.push(data);
    this.#unreadBytes += data.length;
    if (this.#unreadBytes > UNREAD_BYTES_MAX) return this.line.cut();
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) void this.readByte().then(waiting);
  }

  #finish(): void {
    this.#ended = true;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.(undefined);
  }

  async #write(bytes: Buffer): Promise<void> {
    for (const [piece, gapMs] of this.#pieces(bytes)) {
      if (this.line.dead || this.#channel.destroyed || !this.#channel.writable) return;
      this.#channel.write(piece);
      if (gapMs !== undefined) await new Promise((resolve) => setTimeout(resolve, gapMs));
    }
  }

  *#pieces(bytes: Buffer): Generator<[Buffer, number | undefined]> {
    const { split, slow } = this.#faults;
    let at = 0;
    for (let turn = 0; at < bytes.length; turn += 1) {
      const size = split
        ? at < SPLIT_BYTES_MAX
          ? (turn % 3) + 1
          : SPLIT_REST_PIECE_BYTES
        : slow
          ? SLOW_PIECE_BYTES
          : bytes.length;
      const piece = bytes.subarray(at, at + size);
      at += size;
      yield [piece, slow ? SLOW_PIECE_GAP_MS : split && turn % 64 === 63 ? 0 : undefined];
    }
  }
}
