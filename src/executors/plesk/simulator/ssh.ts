// The SSH door: a server on loopback with one account and one key, on which a command text is taken apart and `plesk bin` is
// answered. No shell, no terminal, no file transfer.
import { createHash, generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import ssh2, { type Connection, type PublicKeyAuthContext, type ServerChannel } from 'ssh2';
import { serveCall, type Service } from './service.ts';
import { shellWords } from './words.ts';

export interface SshDoor {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** `SHA256:…` */
  readonly hostKey: string;
  /** The one key that is let in, in PEM form; made up, and no secret. */
  readonly privateKey: string;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const USER = 'root';

export async function startSsh(service: Service, port: number): Promise<SshDoor> {
  const [hostKey, userKey] = [newKey(), newKey()];
  const clients = new Set<Connection>();
  const known = publicOf(userKey);
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    clients.add(client);
    client.once('close', () => clients.delete(client));
    // Broken connections are the client's to report.
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      if (context.method === 'publickey' && context.username === USER && letIn(context, known)) return context.accept();
      context.reject(['publickey']);
    });
    client.on('session', (accept) => {
      const session = accept();
      session.on('exec', (acceptExec, reject, { command }) => serveExec(service, client, command, acceptExec, reject));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });
  return {
    host: HOST,
    port: (server.address() as AddressInfo).port,
    user: USER,
    hostKey: `SHA256:${createHash('sha256').update(publicOf(hostKey).getPublicSSH()).digest('base64').replace(/=+$/, '')}`,
    privateKey: userKey,
    close: () =>
      new Promise((resolve) => {
        for (const client of clients) client.end();
        server.close(() => resolve());
      }),
  };
}

function serveExec(
  service: Service,
  client: Connection,
  text: string,
  accept: () => ServerChannel,
  reject: () => void,
): void {
  const words = shellWords(text);
  const end = (stream: ServerChannel, code: number): void => {
    stream.exit(code);
    stream.end();
  };
  if (words?.[0] !== 'plesk' || words[1] !== 'bin') {
    const stream = accept();
    stream.stderr.write(`sh: 1: ${words === undefined ? 'Syntax error' : `${words[0] ?? ''}: not found`}\n`);
    return end(stream, words === undefined ? 2 : 127);
  }
  const [, , utility = '', ...params] = words;
  const outcome = serveCall(service, { door: 'ssh', utility, params });
  if (outcome.is === 'cut') return void client.end();
  if (outcome.is === 'status') return reject();
  const stream = accept();
  const { code, stdout, stderr } = outcome.answer;
  if (stderr !== '') stream.stderr.write(stderr);
  if (stdout !== '') stream.write(stdout);
  end(stream, code);
}

const newKey = (): string =>
  generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;

function publicOf(privateKey: string) {
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  return key;
}

function letIn({ key, signature, blob, hashAlgo }: PublicKeyAuthContext, known: ReturnType<typeof publicOf>): boolean {
  if (!known.getPublicSSH().equals(key.data)) return false;
  // Without a signature the client only asks whether the key would do.
  if (signature === undefined || blob === undefined) return true;
  const verified: unknown = known.verify(blob, signature, hashAlgo);
  return verified === true;
}
