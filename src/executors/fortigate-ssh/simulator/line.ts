// One TCP connection of a client, and the ways in which a device can lose it.
import type { Socket } from 'node:net';
import { RESET_GAP_MS } from './limits.ts';

/** `closed`: FIN; `reset`: RST; `silent`: open, but nothing comes any more. */
export type LineEnd = 'closed' | 'reset' | 'silent';

export class Line {
  readonly #socket: Socket;
  /** The device's era and boot in which the connection was made. */
  readonly era: number;
  readonly boots: number;
  #dead = false;

  constructor(socket: Socket, era: number, boots: number) {
    this.#socket = socket;
    this.era = era;
    this.boots = boots;
  }

  get dead(): boolean {
    return this.#dead || this.#socket.destroyed;
  }

  get address(): string {
    return this.#socket.remoteAddress ?? 'unknown';
  }

  /** Ends the connection; what was written before has been handed to the kernel. Later calls do nothing. */
  end(how: LineEnd): void {
    if (this.#dead) return;
    this.#dead = true;
    if (how === 'silent') {
      this.#socket.pause();
      return;
    }
    if (how === 'closed') {
      // Not destroyed here: with input still unread the kernel would make a reset out of it. `server.close` does that.
      this.#socket.end();
      return;
    }
    // Not at once: a reset that overtakes the last text would make a loss of data out of a fault of the line. The two
    // turns of the event loop are for a client in this very process, however busy it is.
    const reset = (): void => void this.#socket.resetAndDestroy();
    setTimeout(() => setImmediate(() => setImmediate(reset)), RESET_GAP_MS).unref();
  }

  /** At once, whatever was still to be sent. */
  cut(): void {
    this.#dead = true;
    this.#socket.resetAndDestroy();
  }
}
