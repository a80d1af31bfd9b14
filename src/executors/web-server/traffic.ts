// Who still uses an address of a machine: connections now, and requests that its access logs tell of. A log that does not reach
// back far enough, or never names a local address, says nothing, and that is unknown.
import { posix } from 'node:path';
import type { JsonObject } from '../../base/canonical-json.ts';
import { type KaiyakuError, providerError } from '../../base/errors.ts';
import type { Machine } from '../machine/machine.ts';
import { placesOf } from './address.ts';
import type { Traffic } from './command.ts';
import { MS_PER_HOUR, SOCKETS_TIMEOUT_MS } from './limits.ts';

/** Facts as `command.ts` describes them. */
export async function trafficFacts(machine: Machine, traffic: Traffic, nowMs: number): Promise<JsonObject> {
  const connections = await connectionsTo(machine, traffic.address);
  const sinceMs = nowMs - traffic.hours * MS_PER_HOUR;
  let [hits, files] = [0, 0];
  for (const log of traffic.logs) {
    const lines = await linesOf(machine, log);
    files += lines.files;
    hits += hitsIn(lines.lines, log, traffic, sinceMs);
  }
  return { connections, hits, hours: traffic.hours, logs: files };
}

async function connectionsTo(machine: Machine, address: string): Promise<number> {
  const argv = ['ss', '-H', '-t', '-n', 'state', 'established', 'src', address];
  const { ended, exitCode, stdout, truncated, said } = await machine.run(argv, { timeoutMs: SOCKETS_TIMEOUT_MS });
  if (ended !== 'exited' || exitCode !== 0 || truncated) throw untold(`ss does not say who is connected: ${said}`);
  return stdout.split('\n').filter((line) => line.trim() !== '').length;
}

/** The log and the one before it, which rotation leaves uncompressed. */
async function linesOf(machine: Machine, log: string): Promise<{ lines: string[]; files: number }> {
  const lines: string[] = [];
  let files = 0;
  for (const path of [`${log}.1`, log]) {
    if (path !== log && !(await machine.exists(path))) continue;
    lines.push(...(await machine.read(path)).split('\n').filter((line) => line.trim() !== ''));
    files += 1;
  }
  return { lines, files };
}

function hitsIn(lines: readonly string[], log: string, { address, to, hours }: Traffic, sinceMs: number): number {
  const timed = lines.flatMap((line) => {
    const atMs = timeOf(line);
    return atMs === undefined ? [] : [{ line, atMs }];
  });
  const name = posix.basename(log);
  if (timed.length === 0 || timed[0]!.atMs > sinceMs) throw untold(`${name} does not reach back ${hours} hours`);
  const names = (line: string, one: string) => placesOf(line, one).length > 0;
  if (!timed.some(({ line }) => names(line, address) || names(line, to)))
    throw untold(`${name} never names an address of this machine`);
  return timed.filter(({ line, atMs }) => atMs >= sinceMs && names(line, address)).length;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `[27/Nov/2026:15:00:00 +0900]` as Apache and nginx write it, or ISO 8601 with a zone. */
export function timeOf(line: string): number | undefined {
  const common = /\[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)\]/.exec(line);
  const iso = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/.exec(line)?.[0];
  const [, day, month = '', year, time, zoneHours, zoneMinutes] = common ?? [];
  const text =
    common === null
      ? iso
      : `${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}-${day}T${time}${zoneHours}:${zoneMinutes}`;
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}

const untold = (message: string): KaiyakuError =>
  providerError('traffic-untold', message, {
    class: 'retry',
    why: 'what a machine does not tell cannot be taken for quiet',
    next: 'let its access log name the local address (Apache %A, nginx $server_addr), and look again',
  });
