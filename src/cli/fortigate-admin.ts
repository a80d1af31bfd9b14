// The side door of `simulate fortigate`: SSH cannot show the device from outside, so a second port on loopback answers
// GET /_world and /_transitions, and takes POST and DELETE /_fault and POST /_power, as the API simulator does.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errorDetail } from '../base/errors.ts';
import type { FortigateSimulator } from '../wiring.ts';

type FaultName = Parameters<FortigateSimulator['removeFault']>[0];

const BODY_BYTES_MAX = 65_536;

export interface Admin {
  readonly origin: string;
  close(): void;
}

export async function serveFortigateAdmin(simulator: FortigateSimulator): Promise<Admin> {
  const answers: Readonly<Record<string, (body: never) => unknown>> = {
    'GET /_world': () => simulator.device(),
    'GET /_transitions': () => simulator.transitions,
    'POST /_fault': (fault) => (simulator.addFault(fault), { added: true }),
    'DELETE /_fault': () => {
      for (const name of simulator.device().faults) simulator.removeFault(name as FaultName);
      return { faults: 0 };
    },
    'POST /_power': ({ power }: { power: 'up' | 'down' }) => (simulator.setPower(power), { power }),
  };
  const server = createServer((request, response) => {
    const say = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    const answer = answers[`${request.method} ${request.url}`];
    if (answer === undefined) return say(404, { error: `one of ${Object.keys(answers).join(', ')}` });
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      text += part;
      if (text.length > BODY_BYTES_MAX) request.destroy();
    });
    request.on('end', () => {
      try {
        say(200, answer((text === '' ? undefined : JSON.parse(text)) as never));
      } catch (error) {
        say(400, { error: errorDetail(error).message });
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}
