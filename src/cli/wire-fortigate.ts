// The wire between two simulators in two processes: a FortiGate that shuts itself down takes its server down with it, and
// a server that is stopped or deleted takes its FortiGate.
import { userError } from '../base/errors.ts';
import type { FortigateSimulator } from '../wiring.ts';
import type { Io } from './io.ts';

const POLL_MS = 250;

export interface Wire {
  /** The device powered itself. */
  told(state: 'up' | 'down'): void;
  follow(simulator: FortigateSimulator): void;
  stop(): void;
}

/** `url` is the origin or the API root of `simulate sakura-api`; `server` is `zone/id`. Without them the wire is cut. */
export function wireFortigate(url: string | undefined, server: string | undefined, io: Io): Wire {
  if (url === undefined && server === undefined)
    return { told: () => undefined, follow: () => undefined, stop: () => undefined };
  const [, zone = '', id = ''] = /^([a-z0-9]+)\/(\d{12})$/.exec(server ?? '') ?? [];
  if (url === undefined || id === '')
    throw userError('bad-wire', 'give both --power URL and --server ZONE/ID', {
      next: '--power http://127.0.0.1:18080 --server is1b/113000000101',
    });
  const { origin } = new URL(url);
  let timer: NodeJS.Timeout | undefined;
  const warn = (error: unknown) => io.err(`the sakura-api simulator at ${origin} did not answer: ${String(error)}`);
  const post = (status: 'up' | 'down') =>
    fetch(`${origin}/_change`, { method: 'POST', body: JSON.stringify({ power: { zone, id, status } }) }).then(
      () => undefined,
      warn,
    );
  return {
    told: (state) => void post(state),
    follow(simulator) {
      let before: string | undefined;
      const look = async () => {
        const world = (await (await fetch(`${origin}/_world`)).json()) as {
          zones: Record<string, { servers: { id: string; power: string }[] }>;
        };
        const now = world.zones[zone]?.servers.find((one) => one.id === id)?.power ?? 'absent';
        if (before === 'up' && now !== 'up' && simulator.device().power !== 'off') simulator.setPower('down');
        if (before === 'down' && now === 'up') simulator.setPower('up');
        before = now;
      };
      timer = setInterval(() => void look().catch(() => undefined), POLL_MS);
    },
    stop: () => clearInterval(timer),
  };
}
