// The SSH side of a simulated FortiGate on the loopback interface: takes connections while the device answers, hangs up or
// keeps silent while it does not. A new ssh2 server is made for each connection, as host key and algorithms may change.
import { createHash } from 'node:crypto';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import ssh2, { type Connection } from 'ssh2';
import { algorithmsOf, LEGACY_ALGORITHMS } from './algorithms.ts';
import { authenticate } from './auth.ts';
import { serveChannel } from './channel.ts';
import type { Device } from './device.ts';
import { serveGroupExchange } from './group-exchange.ts';
import { SLOW_HANDSHAKE_GAP_MS } from './limits.ts';
import { Line, type LineEnd } from './line.ts';

export const HOST = '127.0.0.1';
const IDENT_CHARS = 6;

export class FortigateServer {
  readonly #device: Device;
  readonly #tcp: Server;
  readonly #sockets = new Set<Socket>();
  readonly #lines = new Set<Line>();
  #bug: unknown;

  constructor(device: Device) {
    this.#device = device;
    this.#tcp = createServer((socket) => this.#connected(socket));
  }

  /** Begins to listen; resolves with the port. Rejects with the system's error when it cannot. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#tcp.once('error', reject);
      this.#tcp.listen(port, HOST, () => {
        this.#tcp.off('error', reject);
        resolve((this.#tcp.address() as AddressInfo).port);
      });
    });
  }

  /** Ends every line, as a restart does. */
  loseAllLines(how: LineEnd): void {
    for (const line of this.#lines) line.end(how);
  }

  /** Cuts every line, as a loss of power does. */
  cutAllLines(): void {
    for (const line of this.#lines) line.cut();
  }

  /** Closes everything; rethrows what went wrong inside the simulator itself. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#tcp.close(() => resolve());
    });
    if (this.#bug !== undefined) throw this.#bug;
  }

  // Told by `close`: inside an event there is nobody to throw to.
  #failed(error: unknown, line: Line): void {
    this.#bug ??= error;
    line.cut();
  }

  #connected(socket: Socket): void {
    const device = this.#device;
    this.#sockets.add(socket);
    // Clients that vanish are part of the play; 'close' follows.
    socket.on('error', () => socket.destroy());
    const line = new Line(socket, device.era, device.bootsBegun());
    this.#lines.add(line);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#lines.delete(line);
    });
    if (!device.answers()) {
      if (device.file.unreachableAs === 'silence') socket.pause();
      else socket.destroy();
      return;
    }
    const slow = device.faults.take('slow');
    if (slow) setTimeout(() => this.#handshake(socket, line, true), SLOW_HANDSHAKE_GAP_MS).unref();
    else this.#handshake(socket, line, false);
  }

  #handshake(socket: Socket, line: Line, slow: boolean): void {
    if (socket.destroyed) return;
    const device = this.#device;
    const { faults, file, state } = device;
    const algorithms = faults.take('kex-legacy-only') ? LEGACY_ALGORITHMS : algorithmsOf(file);
    const hostKey = faults.take('changed-host-key') ? device.otherHostKey() : state.hostKey;
    const server = new ssh2.Server({
      hostKeys: [hostKey],
      algorithms,
      ident: ident(state.serial),
      ...(state.preLoginBanner === null ? {} : { banner: state.preLoginBanner }),
    });
    server.on('connection', (client) => {
      try {
        serveGroupExchange(client);
        this.#serve(client, line, slow);
      } catch (error) {
        this.#failed(error, line);
      }
    });
    server.injectSocket(socket);
  }

  #serve(client: Connection, line: Line, slow: boolean): void {
    const device = this.#device;
    const { faults } = device;
    const login = { refuse: faults.take('refuse-login'), hang: faults.take('hang-at-login') };
    const wire = { split: faults.take('split-packets'), slow, noise: faults.take('noise') };
    let heardMs = device.clock.nowMs();
    const hears = (): boolean => {
      // The command that restarted the device is still writing its last text, and ends this line itself.
      if (line.era !== device.era) return false;
      const nowMs = device.clock.nowMs();
      const idle = device.file.idleMs !== null && nowMs - heardMs > device.file.idleMs;
      heardMs = nowMs;
      if (line.boots === device.bootsBegun() && !idle) return true;
      line.cut();
      return false;
    };
    // Failed handshakes and broken connections are the client's to report.
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      if (hears()) authenticate(context, device, line.address, login);
    });
    client.on('session', (accept) => {
      if (!hears()) return;
      serveChannel(accept(), {
        device,
        line,
        faults: wire,
        hears,
        loseAllLines: (how) => this.loseAllLines(how),
        onBug: (error) => this.#failed(error, line),
      });
    });
  }
}

// FortiOS shows no product name here but some letters that differ from unit to unit.
function ident(serial: string): string {
  return createHash('sha256').update(serial).digest('base64').replaceAll(/[+/=]/g, '').slice(0, IDENT_CHARS);
}
