// A shell channel as a stream of text: what came, whether more comes, whether the line is dead. It interprets nothing.
import type { Client, ClientChannel } from 'ssh2';
import { lineLost, timedOut, garbled } from './failures.ts';
import { type FortigateLimits, SCREEN_TAIL_CHARS } from './limits.ts';

/** Wide enough that no question of the unit wraps. */
const COLUMNS = 512;
const ROWS = 48;

export type More = 'text' | 'ended' | 'silent';

export class Shell {
  readonly #channel: ClientChannel;
  readonly #decoder = new TextDecoder('utf-8');
  #signal: AbortSignal | undefined;
  #pieces: string[] = [];
  #chars = 0;
  #tail = '';
  #fresh = false;
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(channel: ClientChannel, signal?: AbortSignal) {
    this.#channel = channel;
    this.#signal = signal;
    const onText = (bytes: Buffer): void => {
      const text = this.#decoder.decode(bytes, { stream: true });
      this.#pieces.push(text);
      this.#chars += text.length;
      this.#tail = (this.#tail + text).slice(-SCREEN_TAIL_CHARS);
      this.#fresh = true;
      this.#wake?.();
    };
    const onAbort = (): void => this.#wake?.();
    const onEnd = (): void => {
      this.#ended = true;
      signal?.removeEventListener('abort', onAbort);
      this.#wake?.();
    };
    channel.on('data', onText);
    channel.stderr.on('data', onText);
    channel.on('end', onEnd).on('close', onEnd).on('error', onEnd);
    signal?.addEventListener('abort', onAbort, { once: true });
  }

  /** Opens a shell with a terminal. Throws `ssh-line-lost` or `ssh-timeout`. */
  static open(client: Client, limits: FortigateLimits, signal?: AbortSignal): Promise<Shell> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(timedOut('the unit opened no shell')), limits.silenceMs);
      client.shell({ term: 'vt100', cols: COLUMNS, rows: ROWS }, (error, channel) => {
        clearTimeout(timer);
        if (error !== undefined) reject(lineLost('the unit opened no shell', { cause: error }));
        else resolve(new Shell(channel, signal));
      });
    });
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Characters since the last `take`. */
  get size(): number {
    return this.#chars;
  }

  /** The last `SCREEN_TAIL_CHARS` of what came since the last `take`. */
  get tail(): string {
    return this.#tail;
  }

  /** What came since the last call. */
  take(): string {
    const text = this.#pieces.join('');
    this.#pieces = [];
    this.#chars = 0;
    this.#tail = '';
    this.#fresh = false;
    return text;
  }

  /** From here on cancellation is not looked at: an answer is out, and its end has to be seen. */
  ignoreCancellation(): void {
    this.#signal = undefined;
  }

  /** Waits for more text, at most `ms`. Throws the reason of the signal. */
  async more(ms: number): Promise<More> {
    this.#signal?.throwIfAborted();
    if (!this.#fresh && !this.#ended) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
      this.#signal?.throwIfAborted();
    }
    if (this.#fresh) {
      this.#fresh = false;
      return 'text';
    }
    return this.#ended ? 'ended' : 'silent';
  }

  /**
   * Reads until `found` sees something on a screen that has been quiet for a moment. Throws `ssh-line-lost`,
   * `ssh-timeout` or, beyond `bytesMax`, `ssh-garbled`.
   */
  async until<T>(found: (tail: string) => T | undefined, limits: ReadLimits): Promise<T> {
    for (;;) {
      const hit = found(this.#tail);
      const more = await this.more(hit === undefined ? limits.silenceMs : limits.quietMs);
      if (hit !== undefined && more !== 'text') return hit;
      if (more === 'ended') throw lineLost('the unit ended the session in the middle of an answer');
      if (more === 'silent')
        throw timedOut(`the unit was silent for ${limits.silenceMs} ms in the middle of an answer`);
      if (this.#chars > limits.bytesMax)
        throw garbled(`an answer of the unit is longer than ${limits.bytesMax} characters`);
    }
  }

  /** Resolves when the text has been handed to the transport. Throws `ssh-line-lost`. */
  write(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#ended || !this.#channel.writable) return reject(lineLost('the session has ended'));
      this.#channel.write(text, (error) =>
        error === undefined || error === null ? resolve() : reject(lineLost('the session has ended', { cause: error })),
      );
    });
  }
}

export interface ReadLimits {
  readonly silenceMs: number;
  readonly quietMs: number;
  readonly bytesMax: number;
}
