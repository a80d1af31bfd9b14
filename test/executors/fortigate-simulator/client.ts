// A plain ssh2 client for these tests: it knows nothing of FortiOS and decides nothing.
import { createHash } from 'node:crypto';
import ssh2, { type ClientChannel, type ConnectConfig } from 'ssh2';
import { afterEach } from 'vitest';
import { MovedClock } from '../../../src/base/clock.ts';
import {
  startFortigate,
  type FortigateOptions,
  type FortigateSimulator,
} from '../../../src/executors/fortigate-ssh/simulator/index.ts';

const START_MS = Date.parse('2026-11-20T01:00:00Z');
const open: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

export interface Started {
  readonly sim: FortigateSimulator;
  readonly clock: MovedClock;
}

/** A simulator with a clock moved by hand; closed after the test, which fails if the simulator had a bug. */
export async function start(options: Partial<Omit<FortigateOptions, 'clock'>> = {}): Promise<Started> {
  const clock = new MovedClock(START_MS);
  const sim = await startFortigate({ ...options, clock });
  open.push(() => sim.close());
  return { sim, clock };
}

export class Connection {
  readonly client: ssh2.Client;
  readonly hostKey: string;
  readonly banner: string;
  constructor(client: ssh2.Client, hostKey: string, banner: string) {
    this.client = client;
    this.hostKey = hostKey;
    this.banner = banner;
  }
}

/** Logs in; rejects with ssh2's error when that fails. */
export async function connect(sim: FortigateSimulator, config: ConnectConfig = {}): Promise<Connection> {
  const client = new ssh2.Client();
  open.push(() => {
    client.destroy();
  });
  let hostKey = '';
  let banner = '';
  client.on('banner', (text) => {
    banner += text;
  });
  const ready = new Promise<void>((resolve, reject) => {
    client.once('ready', resolve);
    client.on('error', reject);
    client.once('close', () => reject(new Error('closed before the login was over')));
  });
  client.connect({
    host: sim.host,
    port: sim.port,
    username: sim.user,
    password: sim.password,
    ...config,
    hostVerifier: (key: Buffer) => {
      hostKey = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
      return true;
    },
  });
  await ready;
  return new Connection(client, hostKey, banner);
}

/** What arrives on a channel, and waiting for it. */
export class Screen {
  readonly channel: ClientChannel;
  text = '';
  ended = false;
  /** Exit status; null while (or when) none came. */
  status: number | null = null;
  #mark = 0;
  #wake: () => void = () => undefined;

  constructor(channel: ClientChannel) {
    this.channel = channel;
    channel.on('data', (data: Buffer) => {
      this.text += data.toString('latin1');
      this.#wake();
    });
    channel.on('exit', (code: number | null) => {
      this.status = code;
    });
    channel.on('close', () => {
      this.ended = true;
      this.#wake();
    });
  }

  type(keys: string): void {
    this.channel.write(keys);
  }

  /** The text up to and with the pattern, from where the last wait stopped. Fails when the channel ends before. */
  async until(pattern: string | RegExp): Promise<string> {
    for (;;) {
      const rest = this.text.slice(this.#mark);
      const at = typeof pattern === 'string' ? rest.indexOf(pattern) : rest.search(pattern);
      if (at >= 0) {
        const length = typeof pattern === 'string' ? pattern.length : (pattern.exec(rest)?.[0].length ?? 0);
        this.#mark += at + length;
        return rest.slice(0, at + length);
      }
      if (this.ended) throw new Error(`the channel ended; wanted ${String(pattern)}, have ${JSON.stringify(rest)}`);
      await this.#more();
    }
  }

  /** Everything until the channel ends. */
  async untilEnd(): Promise<string> {
    while (!this.ended) await this.#more();
    return this.text.slice(this.#mark);
  }

  /** Types a line and waits for the next prompt; gives what stands between the echo and the prompt, with LF. */
  async run(line: string, prompt: string): Promise<string> {
    this.type(`${line}\r`);
    await this.until(`${line}\r\n`);
    // After an empty line or at once: the configuration holds prompts as text.
    const output = await this.until(
      new RegExp(`(?:^|(?:^|\\r\\n)\\r\\n)${prompt.replaceAll(/[()$]/g, String.raw`\$&`)}`),
    );
    return output.slice(0, -prompt.length).replaceAll('\r\n', '\n');
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

/** Resolves when the connection is gone, however. */
export function gone({ client }: Connection): Promise<void> {
  return new Promise((resolve) => {
    client.on('error', () => undefined);
    client.once('close', () => resolve());
  });
}

/** A shell on a terminal. */
export async function shell(connection: Connection, rows = 24): Promise<Screen> {
  return new Promise((resolve, reject) => {
    connection.client.shell({ term: 'vt100', rows, cols: 80 }, (error, channel) => {
      if (error) reject(error);
      else resolve(new Screen(channel));
    });
  });
}

/** An exec channel without terminal. */
export async function execChannel(connection: Connection, command: string): Promise<Screen> {
  return new Promise((resolve, reject) => {
    connection.client.exec(command, (error, channel) => {
      if (error) reject(error);
      else resolve(new Screen(channel));
    });
  });
}

/** Runs one exec request to its end; the status is null when the line was lost before one came. */
export async function exec(
  connection: Connection,
  command: string,
  stdin = '',
): Promise<{ text: string; status: number | null }> {
  const screen = await execChannel(connection, command);
  screen.channel.end(stdin);
  const text = await screen.untilEnd();
  return { text, status: screen.status };
}

/** Fetches a file by the old SCP protocol; gives the header and what came after it. */
export async function scpFrom(connection: Connection, name: string): Promise<{ header: string; body: Buffer }> {
  return new Promise((resolve, reject) => {
    connection.client.exec(`scp -f ${name}`, (error, channel) => {
      if (error) return reject(error);
      const parts: Buffer[] = [];
      channel.on('data', (part: Buffer) => {
        parts.push(part);
        const all = Buffer.concat(parts);
        const lineEnd = all.indexOf(10);
        const announced = Number(/^C0644 (\d+) /.exec(all.toString('latin1'))?.[1]);
        if (lineEnd >= 0 && all.length === lineEnd + 1) channel.write('\0');
        else if (all.length === lineEnd + 1 + announced + 1) channel.write('\0');
      });
      channel.on('close', () => {
        const all = Buffer.concat(parts);
        const lineEnd = all.indexOf(10);
        resolve({ header: all.subarray(0, lineEnd).toString('latin1'), body: all.subarray(lineEnd + 1) });
      });
      channel.write('\0');
    });
  });
}
