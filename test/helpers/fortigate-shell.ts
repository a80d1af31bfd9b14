// Types commands into a simulated FortiGate as its administrator would, by a plain SSH client. For what other people do to
// the unit while nobody asks.
import ssh2 from 'ssh2';
import type { FortigateProcess } from './simulators.ts';

const SILENCE_MS = 400;

/** Types the lines one after another and returns everything that was shown. */
export function typeInto({ port, user, password }: FortigateProcess, lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client.on('error', reject);
    client.on('ready', () => {
      client.shell((error, stream) => {
        if (error !== undefined) return reject(error);
        let shown = '';
        const left = [...lines];
        const next = () => {
          const line = left.shift();
          if (line === undefined) {
            client.end();
            return resolve(shown);
          }
          stream.write(`${line}\n`);
          return undefined;
        };
        let timer = setTimeout(next, SILENCE_MS);
        stream.on('data', (piece: Buffer) => {
          shown += piece.toString('utf8');
          clearTimeout(timer);
          timer = setTimeout(next, SILENCE_MS);
        });
        return undefined;
      });
    });
    client.connect({ host: '127.0.0.1', port, username: user, password });
  });
}
