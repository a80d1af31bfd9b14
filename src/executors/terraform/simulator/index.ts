// A stand-in for the two Terraform providers of Sakura Cloud, attached to a real `terraform` by TF_REATTACH_PROVIDERS and
// working against the API simulator. For tests and rehearsals: it refuses any API that is not on loopback. See README.md.
import { logVerbosity, Server, ServerCredentials, setLogVerbosity, status, type handleUnaryCall } from '@grpc/grpc-js';
import type { Clock } from '../../../base/clock.ts';
import { errorDetail, userError } from '../../../base/errors.ts';
import { handlersOf, type Handlers } from './handlers.ts';
import { CLOSE_GRACE_MS } from './limits.ts';
import { serviceOf, type Message, type ProtocolVersion } from './protocol.ts';
import { loopback, Sessions } from './sessions.ts';
import type { Version } from './types.ts';

/** How a provider is found, and by which protocol it is spoken to. */
const SOURCES: Readonly<Record<string, readonly [Version, ProtocolVersion]>> = {
  'sacloud/sakuracloud': ['v2', 5],
  'sacloud/sakura': ['v3', 6],
};

export interface StandInOptions {
  /** The API simulator's root, where a provider block names none. */
  readonly apiRoot: string;
  readonly clock: Clock;
  /** 0, the default, takes a free one. Always on 127.0.0.1. */
  readonly port?: number;
  /** The providers' waits are divided by it; default 1. */
  readonly timeScale?: number;
  /** For credentials and zone that no provider block names. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface StandInProvider {
  /** `127.0.0.1:P`. */
  readonly listening: string;
  /** Value of TF_REATTACH_PROVIDERS. Never to be set for a run that is meant for the real cloud. */
  readonly reattach: string;
  close(): Promise<void>;
}

/** Starts the stand-in. Throws `stand-in-loopback-only` or `cannot-listen`. */
export async function startStandInProvider(options: StandInOptions): Promise<StandInProvider> {
  const { clock, timeScale = 1, env = {} } = options;
  if (!(timeScale > 0)) throw userError('time-scale', `timeScale must be above 0, not ${timeScale}`);
  const apiRoot = loopback(options.apiRoot);
  // What goes wrong is said by our errors and diagnostics.
  setLogVerbosity(logVerbosity.NONE);
  // Attributes may be large (contents of scripts); the default of 4 MiB ends in an error that names no resource.
  const server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
  for (const [version, protocol] of Object.values(SOURCES)) {
    const sessions = new Sessions({ apiRoot, env });
    server.addService(serviceOf(protocol), unary(handlersOf({ version, sessions, clock, timeScale })));
  }
  const port = await listen(server, options.port ?? 0);
  const listening = `127.0.0.1:${port}`;
  return { listening, reattach: JSON.stringify(attachment(listening)), close: () => close(server) };
}

/**
 * `Test` keeps Terraform from stopping us. The process has to be a living one: Terraform looks at it every second and cancels
 * all running calls when it is gone, and a 0 counts as gone. See README.md for what a stale value can do.
 */
function attachment(listening: string): Record<string, unknown> {
  const one = (ProtocolVersion: number) => ({
    Protocol: 'grpc',
    ProtocolVersion,
    Pid: process.pid,
    Test: true,
    Addr: { Network: 'tcp', String: listening },
  });
  return Object.fromEntries(Object.entries(SOURCES).map(([source, [, protocol]]) => [source, one(protocol)]));
}

/** What a handler throws is a fault of ours, and answered as one: never with an empty message, which would mean "gone". */
function unary(handlers: Handlers): Record<string, handleUnaryCall<Message, Message>> {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      (call, answer) => {
        Promise.resolve()
          .then(() => handle(call.request, call.getPeer()))
          .then(
            (message) => answer(null, message),
            (error: unknown) => answer({ code: status.INTERNAL, details: errorDetail(error).message }),
          );
      },
    ]),
  );
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (cause, bound) => {
      if (cause === null) return resolve(bound);
      reject(userError('cannot-listen', `the stand-in cannot listen on port ${port}: ${cause.message}`, { cause }));
    });
  });
}

/** Lets running calls end, but not for long: Terraform keeps its connections as long as it runs. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, CLOSE_GRACE_MS);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
