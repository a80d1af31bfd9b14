// A wire seen as a terminal: characters in, lines out. With a pty lines end in CRLF, input is echoed and output is paged.
import type { Wire } from './wire.ts';
import { MORE, MORE_GONE } from './texts.ts';
import { PTY_ROWS_DEFAULT } from './limits.ts';

export const CTRL_C = '\u0003';
export const CTRL_D = '\u0004';

export class Terminal {
  readonly wire: Wire;
  readonly pty: boolean;
  readonly #rows: () => number;

  /** `rows` is asked at each page, as the client may change its window. */
  constructor(wire: Wire, pty: boolean, rows: () => number) {
    this.wire = wire;
    this.pty = pty;
    this.#rows = rows;
  }

  /** Text with LF line ends. */
  write(text: string): void {
    this.wire.send(this.pty ? text.replaceAll('\n', '\r\n') : text);
  }

  /** Echo: only a terminal gets one. */
  echo(text: string): void {
    if (this.pty) this.write(text);
  }

  /** One character (UTF-8); undefined when nothing more can come. */
  async readKey(): Promise<string | undefined> {
    const first = await this.wire.readByte();
    if (first === undefined) return undefined;
    const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
    const bytes = [first];
    for (let index = 0; index < more; index += 1) {
      const next = await this.wire.readByte();
      if (next === undefined) break;
      bytes.push(next);
    }
    return Buffer.from(bytes).toString('utf8');
  }

  /** Output of a command; stops at each full page when `paged`. False when the reader pressed `q`. */
  async page(text: string, paged: boolean): Promise<boolean> {
    const lines = text.split('\n');
    const rows = this.#rows();
    const pageLines = (rows >= 2 ? rows : PTY_ROWS_DEFAULT) - 1;
    if (!paged || !this.pty || lines.length <= pageLines) {
      this.write(text);
      return true;
    }
    let room = pageLines;
    for (const [index, line] of lines.entries()) {
      const last = index === lines.length - 1;
      if (room === 0 && !(last && line === '')) {
        this.write(MORE);
        const step = await this.#pagerKey();
        this.wire.send(MORE_GONE);
        if (step === 'stop') return false;
        room = step === 'page' ? pageLines : 1;
      }
      this.write(last ? line : `${line}\n`);
      room -= 1;
    }
    return true;
  }

  async #pagerKey(): Promise<'page' | 'line' | 'stop'> {
    for (;;) {
      const key = await this.readKey();
      if (key === ' ') return 'page';
      if (key === '\r' || key === '\n') return 'line';
      if (key === undefined || key === 'q' || key === 'Q' || key === CTRL_C) return 'stop';
    }
  }
}
