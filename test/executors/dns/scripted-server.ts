// A name server on loopback that answers as a test tells it to, also wrongly: UDP and TCP on one port. Only for tests.
import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import dnsPacket from 'dns-packet';

export interface Told {
  /** Added to the answer's flags; AA unless told. */
  readonly flags?: number;
  readonly answers?: readonly object[];
  readonly authorities?: readonly object[];
  readonly additionals?: readonly object[];
  /** Sent before the answer. */
  readonly noise?: readonly Buffer[];
}

/** `silent` answers nothing, `close` ends the TCP connection. */
export type Tell = (asked: { name: string; type: string; by: 'udp' | 'tcp' }) => Told | 'silent' | 'close';

export const AA = dnsPacket.AUTHORITATIVE_ANSWER;
export const TC = dnsPacket.TRUNCATED_RESPONSE;
export const REFUSED = AA | 5;
export const SERVFAIL = AA | 2;

export interface ScriptedServer {
  readonly at: string;
  readonly asked: string[];
  /** By TCP, so far. */
  connections(): number;
  close(): Promise<void>;
}

export interface ScriptedOptions {
  /** False: nobody listens there. */
  readonly tcp?: boolean;
  /** A TCP connection is ended at the question behind so many answers. */
  readonly answersMax?: number;
  /** Of questions that come by TCP at once only the first is heard. */
  readonly isDeafWhileAnswering?: boolean;
}

export async function scriptedServer(tell: Tell, options: ScriptedOptions = {}): Promise<ScriptedServer> {
  const asked: string[] = [];
  const replies = (bytes: Buffer, by: 'udp' | 'tcp'): Buffer[] | 'close' => {
    const query = dnsPacket.decode(bytes);
    const question = query.questions![0]!;
    asked.push(`${by} ${question.name} ${question.type}`);
    const told = tell({ name: question.name.toLowerCase(), type: question.type, by });
    if (told === 'silent') return [];
    if (told === 'close') return 'close';
    const { flags = AA, noise = [], answers = [], authorities = [], additionals = [] } = told;
    const packet = { type: 'response', id: query.id, flags, questions: [question], answers, authorities, additionals };
    return [...noise, dnsPacket.encode(packet as unknown as dnsPacket.Packet)];
  };
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    let waiting: Buffer = Buffer.alloc(0);
    let left = options.answersMax ?? Infinity;
    socket.on('data', (bytes) => {
      waiting = Buffer.concat([waiting, bytes]);
      while (waiting.length >= 2 && waiting.length >= 2 + waiting.readUInt16BE(0)) {
        const end = 2 + waiting.readUInt16BE(0);
        if (left-- <= 0) return void socket.end();
        const told = replies(waiting.subarray(2, end), 'tcp');
        waiting = options.isDeafWhileAnswering === true ? Buffer.alloc(0) : waiting.subarray(end);
        if (told === 'close') return void socket.end();
        for (const reply of told) {
          const length = Buffer.alloc(2);
          length.writeUInt16BE(reply.length);
          socket.write(Buffer.concat([length, reply]));
        }
      }
    });
  });
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const { port } = tcp.address() as { port: number };
  const udp = createSocket('udp4');
  udp.on('message', (bytes, { port: to, address }) => {
    const told = replies(bytes, 'udp');
    if (told !== 'close') for (const reply of told) udp.send(reply, to, address);
  });
  await new Promise<void>((resolve) => udp.bind(port, '127.0.0.1', resolve));
  const closeTcp = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy();
      tcp.close(() => resolve());
    });
  if (options.tcp === false) await closeTcp();
  return {
    at: `127.0.0.1:${port}`,
    asked,
    connections: () => sockets.size,
    close: async () => {
      await new Promise<void>((resolve) => udp.close(() => resolve()));
      if (options.tcp !== false) await closeTcp();
    },
  };
}
