// One directive of a configuration with its place in the bytes, the same for both grammars: so that an edit changes those bytes
// and no other. Pure.

export interface Word {
  /** Without its quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface Directive {
  /** In small letters; of a block its name: `virtualhost`, `server`. */
  readonly name: string;
  readonly words: readonly Word[];
  /** From its name to its last byte; of nginx with the `;`, of a block only its head. */
  readonly start: number;
  readonly end: number;
  /** Of a block: the byte behind its end. */
  readonly blockEnd?: number;
  /** Counted from 1. */
  readonly line: number;
  /** Blocks around it, outermost first. */
  readonly within: readonly Directive[];
}

/** A quote or a block that is never closed. */
export class Unbalanced extends Error {
  readonly line: number;
  constructor(line: number) {
    super(`line ${line}`);
    this.line = line;
  }
}

export interface Mutable {
  name: string;
  words: Word[];
  start: number;
  end: number;
  blockEnd?: number;
  line: number;
  within: readonly Directive[];
}
