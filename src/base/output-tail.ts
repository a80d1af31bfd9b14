// The end of a stream of unknown length, in bounded memory. The digest covers every byte, also those no longer held.
import { createHash } from 'node:crypto';
import { redact } from './redact.ts';

/**
 * Held beyond the limit and thrown away after redaction: a secret that was cut in two by the limit cannot be
 * recognised any more, so its rest must not be in the text that is handed out.
 */
const REDACT_MARGIN_BYTES = 16_384;

export class OutputTail {
  readonly #bytesMax: number;
  readonly #hash = createHash('sha256');
  #chunks: Buffer[] = [];
  #heldBytes = 0;
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  push(chunk: Buffer): void {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    this.#chunks.push(chunk);
    this.#heldBytes += chunk.length;
    const keepBytes = this.#bytesMax + REDACT_MARGIN_BYTES;
    while (this.#chunks.length > 1 && this.#heldBytes - this.#chunks[0]!.length >= keepBytes)
      this.#heldBytes -= this.#chunks.shift()!.length;
  }

  /** All bytes that came, held or not. */
  get bytes(): number {
    return this.#bytes;
  }

  /** More came than the limit. */
  get truncated(): boolean {
    return this.#bytes > this.#bytesMax;
  }

  /** SHA-256 of every byte, 64 hex digits. */
  sha256(): string {
    return this.#hash.copy().digest('hex');
  }

  /** The last bytes as they came, up to the limit. May hold secrets: for a parser, never for a person or a file. */
  raw(): string {
    const held = this.#held();
    return held.subarray(Math.max(0, held.length - this.#bytesMax)).toString('utf8');
  }

  /** The last text with every known secret masked. */
  redacted(): string {
    const text = redact(this.#held().toString('utf8'));
    const whole = this.#heldBytes === this.#bytes ? text : text.slice(REDACT_MARGIN_BYTES);
    return whole.slice(-this.#bytesMax);
  }

  #held(): Buffer {
    const held = Buffer.concat(this.#chunks);
    this.#chunks = [held];
    return held;
  }
}
