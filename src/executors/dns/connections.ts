// Connections of one sweep that wait to be used again: most zones lie on few servers, and connecting costs more than a transfer.
// Bounded; must be closed.
import type { Asking } from './ask.ts';
import type { Endpoint } from './endpoint.ts';
import { TcpConnection } from './tcp.ts';

export interface Lent {
  readonly connection: TcpConnection;
  /** It has answered before: that it ends now may have no meaning. */
  readonly isUsed: boolean;
}

export class Connections {
  /** The longest unused first. */
  #idle: TcpConnection[] = [];
  readonly #asking: Asking;

  constructor(asking: Asking) {
    this.#asking = asking;
  }

  take(server: Endpoint): Lent {
    const at = this.#idle.findLastIndex((one) => one.server.host === server.host && one.server.port === server.port);
    if (at >= 0) {
      const [connection] = this.#idle.splice(at, 1);
      if (connection!.isOpen) return { connection: connection!, isUsed: true };
      connection!.close();
    }
    return { connection: new TcpConnection(server, this.#asking.limits, this.#asking.signal), isUsed: false };
  }

  /** Gives one back whose last answer came to its end. */
  keep(connection: TcpConnection): void {
    this.#idle.push(connection);
    if (this.#idle.length > this.#asking.limits.parallelMax) this.#idle.shift()!.close();
  }

  close(): void {
    for (const connection of this.#idle) connection.close();
    this.#idle = [];
  }
}
