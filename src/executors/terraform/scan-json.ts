// Walks a JSON text that may be far larger than what is wanted of it, as its bytes arrive: wanted values are parsed one at a
// time, everything else is only balanced and dropped. Linear in time; memory is one wanted value. Knows nothing of plans.
import { userError } from '../../base/errors.ts';

/** `enter`: ask again for what is inside; `take`: parse it whole; `skip`: drop it. A scalar that is entered is taken. */
export type Want = 'enter' | 'take' | 'skip';

/** What the walker asks and tells. `path` has names of members, and `[]` for an element; it changes after the call. */
export interface JsonSink {
  want(path: readonly string[]): Want;
  take(path: readonly string[], value: unknown): void;
}

/** One wanted value larger than this is refused. */
export const VALUE_BYTES_MAX = 64 * 1_048_576;
export const NESTING_MAX = 500;

interface Frame {
  readonly array: boolean;
  /** Names seen: a text that says one thing twice says nothing. */
  readonly names: Set<string>;
  expects: 'first' | 'name' | 'colon' | 'value' | 'next';
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Feed it chunks, then `end`. Throws `plan-not-json` (user) with the place in bytes. */
export class JsonScan {
  readonly #sink: JsonSink;
  readonly #frames: Frame[] = [];
  readonly #path: string[] = [];
  #at = 0;
  #finished = false;
  /** The value or name that is being passed over: `name` is parsed as a member's name, `take` as a value. */
  #inside: 'name' | 'take' | 'skip' | undefined;
  #pieces: Uint8Array[] = [];
  #bytes = 0;
  #scalar = false;
  #inString = false;
  #escaped = false;
  #closers: number[] = [];

  constructor(sink: JsonSink) {
    this.#sink = sink;
  }

  push(chunk: Uint8Array): void {
    let index = 0;
    while (index < chunk.length) {
      if (this.#inside !== undefined) {
        index = this.#passOver(chunk, index);
        continue;
      }
      const byte = chunk[index]!;
      if (isSpace(byte)) index += 1;
      else index = this.#step(byte, index);
    }
    this.#at += chunk.length;
  }

  /** The text is over. */
  end(): void {
    if (!this.#finished) throw this.#broken(0, 'the text ends in the middle');
  }

  /** One byte of structure; a value's first byte is left for `#passOver`. Returns the next index. */
  #step(byte: number, index: number): number {
    const frame = this.#frames.at(-1);
    if (frame === undefined) {
      if (this.#finished) throw this.#broken(index, 'something follows the end', 'plan-two-texts');
      return this.#begin(byte, index);
    }
    switch (frame.expects) {
      case 'first':
        if (byte === (frame.array ? CLOSE_LIST : CLOSE)) return this.#close(index);
        frame.expects = frame.array ? 'value' : 'name';
        return index;
      case 'name':
        if (byte !== QUOTE) throw this.#broken(index, 'a name is expected');
        this.#start('name', byte);
        return index;
      case 'colon':
        if (byte !== COLON) throw this.#broken(index, 'a colon is expected');
        frame.expects = 'value';
        return index + 1;
      case 'value':
        return this.#begin(byte, index);
      case 'next':
        if (byte === COMMA) {
          frame.expects = frame.array ? 'value' : 'name';
          return index + 1;
        }
        if (byte !== (frame.array ? CLOSE_LIST : CLOSE)) throw this.#broken(index, 'a comma or an end is expected');
        return this.#close(index);
    }
  }

  #begin(byte: number, index: number): number {
    const frame = this.#frames.at(-1);
    if (frame?.array === true) this.#path.push('[]');
    const want = this.#frames.length === 0 ? 'enter' : this.#sink.want(this.#path);
    const container = byte === OPEN || byte === OPEN_LIST;
    if (want === 'enter' && container) {
      if (this.#frames.length >= NESTING_MAX) throw this.#broken(index, 'too deeply nested');
      this.#frames.push({ array: byte === OPEN_LIST, names: new Set(), expects: 'first' });
      return index + 1;
    }
    this.#start(want === 'skip' ? 'skip' : 'take', byte);
    return index;
  }

  #start(inside: 'name' | 'take' | 'skip', byte: number): void {
    this.#inside = inside;
    this.#pieces = [];
    this.#bytes = 0;
    this.#scalar = byte !== QUOTE && byte !== OPEN && byte !== OPEN_LIST;
    this.#inString = false;
    this.#escaped = false;
    this.#closers = [];
  }

  #close(index: number): number {
    this.#frames.pop();
    this.#valueIsOver();
    return index + 1;
  }

  #valueIsOver(): void {
    this.#path.pop();
    const frame = this.#frames.at(-1);
    if (frame === undefined) this.#finished = true;
    else frame.expects = 'next';
  }

  /** Over the bytes of one name or value, as far as this chunk goes. */
  #passOver(chunk: Uint8Array, from: number): number {
    const end = this.#scalar ? endOfScalar(chunk, from) : this.#endOfValue(chunk, from);
    const upTo = end ?? chunk.length;
    if (this.#inside !== 'skip') {
      this.#bytes += upTo - from;
      if (this.#bytes > VALUE_BYTES_MAX) throw this.#broken(from, `one value is larger than ${VALUE_BYTES_MAX} bytes`);
      // A chunk's memory may be used again by whoever reads the file: what is kept across chunks is copied.
      this.#pieces.push(end === undefined ? Uint8Array.from(chunk.subarray(from)) : chunk.subarray(from, upTo));
    }
    if (end !== undefined) this.#finish(upTo);
    return upTo;
  }

  #finish(index: number): void {
    const inside = this.#inside;
    this.#inside = undefined;
    if (inside === 'name') {
      const name = this.#parsed(index) as string;
      const frame = this.#frames.at(-1)!;
      if (frame.names.has(name)) throw this.#broken(index, `“${name}” stands there twice`);
      frame.names.add(name);
      frame.expects = 'colon';
      this.#path.push(name);
      return;
    }
    if (inside === 'take') this.#sink.take(this.#path, this.#parsed(index));
    this.#valueIsOver();
  }

  #parsed(index: number): unknown {
    const [first] = this.#pieces;
    const whole =
      this.#pieces.length === 1 && first !== undefined
        ? Buffer.from(first.buffer, first.byteOffset, first.byteLength)
        : Buffer.concat(this.#pieces);
    const text = whole.toString('utf8');
    this.#pieces = [];
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw this.#broken(index, 'a value before this place cannot be read', 'plan-not-json', cause);
    }
  }

  /** The index behind a string or a container, or undefined when it goes on in the next chunk. */
  #endOfValue(chunk: Uint8Array, from: number): number | undefined {
    const closers = this.#closers;
    const { length } = chunk;
    let inString = this.#inString;
    let index = from;
    if (this.#escaped && index < length) {
      this.#escaped = false;
      index += 1;
    }
    for (; index < length; index += 1) {
      const byte = chunk[index]!;
      if (inString) {
        if (byte === QUOTE) {
          inString = false;
          if (closers.length === 0) return index + 1;
        } else if (byte === BACKSLASH) {
          // The byte behind it says nothing of structure.
          index += 1;
          if (index === length) this.#escaped = true;
        }
        continue;
      }
      if (byte === QUOTE) inString = true;
      // Every bracket lies above the digits and capitals: most bytes need one comparison.
      else if (byte >= OPEN_LIST) {
        if (byte === OPEN || byte === OPEN_LIST) {
          if (closers.length >= NESTING_MAX) throw this.#broken(index, 'too deeply nested');
          closers.push(byte === OPEN ? CLOSE : CLOSE_LIST);
        } else if (byte === CLOSE || byte === CLOSE_LIST) {
          if (closers.pop() !== byte) throw this.#broken(index, 'brackets do not match');
          if (closers.length === 0) return index + 1;
        }
      }
    }
    this.#inString = inString;
    return undefined;
  }

  #broken(index: number, what: string, code = 'plan-not-json', cause?: unknown) {
    return userError(code, `not valid JSON at byte ${this.#at + index}: ${what}`, cause === undefined ? {} : { cause });
  }
}

function endOfScalar(chunk: Uint8Array, from: number): number | undefined {
  for (let index = from; index < chunk.length; index += 1) {
    const byte = chunk[index]!;
    if (byte === COMMA || byte === CLOSE || byte === CLOSE_LIST || isSpace(byte)) return index;
  }
  return undefined;
}
