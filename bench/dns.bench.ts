// How long a sweep of many zones for one address takes beside the bare transfers of the same zones, by `dig` in the quicker of two
// ways (one process, or as many at once as the sweep has connections; kept connections in both), and by a bare loop in Node. All ask
// the same BIND in the same run. The start of Node is in none of the times, that of dig is in its own.
import { connect } from 'node:net';
import { realClock } from '../src/base/clock.ts';
import { addressUseTarget } from '../src/executors/dns/command.ts';
import { createDnsExecutor } from '../src/executors/dns/executor.ts';
import { DNS_LIMITS } from '../src/executors/dns/limits.ts';
import { measured } from './fresh-process.ts';
import { ADDRESS, dig, type Dug, namedProgram, startNamed, ZONE_RECORDS, zoneName, ZONES } from './named.ts';
import { type BenchResult, goal, ratios, spread } from './result.ts';

/** A sweep takes at most so many times as long as the transfers alone. */
const SWEEP_RATIO_MAX = 1.2;
/** Ten times the zones take at most so much more memory. */
const SWEEP_GROWTH_MIB_MAX = 64;

interface Swept {
  readonly tookMs: number;
  /** User and system. */
  readonly cpuMs: number;
  readonly peakMib: number;
  readonly mentions: number;
}

/** The executor's own look. Throws where it is not complete over all zones. */
export async function sweepZones(at: string, zones: number): Promise<Swept> {
  const target = addressUseTarget(ADDRESS, {
    zones: Array.from({ length: zones }, (_, zone) => ({
      name: zoneName(zone),
      servers: [{ role: 'primary' as const, at }],
    })),
  });
  const [startMs, before] = [performance.now(), process.cpuUsage()];
  const seen = await createDnsExecutor().observe(target, { clock: realClock, progress: () => undefined });
  const tookMs = performance.now() - startMs;
  const { user, system } = process.cpuUsage(before);
  if (seen.state !== 'present') throw new Error(`the sweep gave ${JSON.stringify(seen)}`);
  const { reads, mentions } = seen.facts as unknown as {
    reads: { by: string; records: number }[];
    mentions: unknown[];
  };
  const whole = reads.filter(({ by, records }) => by === 'transfer' && records === ZONE_RECORDS);
  if (whole.length !== zones) throw new Error(`${whole.length} of ${zones} zones were read whole`);
  const peakMib = process.resourceUsage().maxRSS / 1_024;
  return { tookMs, cpuMs: (user + system) / 1_000, peakMib, mentions: mentions.length };
}

/** AXFR of each zone on a connection of its own, ended behind the second SOA. */
export async function transferZones(at: string, zones: number): Promise<{ tookMs: number; bytes: number }> {
  const [host, port] = at.split(':') as [string, string];
  let [next, bytes] = [0, 0];
  const startMs = performance.now();
  const worker = async () => {
    while (next < zones) {
      const told = await transfer(host, Number(port), zoneName(next++));
      bytes += told;
    }
  };
  await Promise.all(Array.from({ length: DNS_LIMITS.parallelMax }, worker));
  return { tookMs: performance.now() - startMs, bytes };
}

function transfer(host: string, port: number, zone: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    let waiting: Buffer = Buffer.alloc(0);
    let [bytes, soas] = [0, 0];
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`the transfer of ${zone} broke off`)));
    socket.on('data', (piece: Buffer) => {
      waiting = waiting.length === 0 ? piece : Buffer.concat([waiting, piece]);
      while (waiting.length >= 2 && waiting.length >= 2 + waiting.readUInt16BE(0)) {
        const end = 2 + waiting.readUInt16BE(0);
        bytes += end;
        soas += soasIn(waiting.subarray(2, end));
        waiting = waiting.subarray(end);
      }
      if (soas < 2) return;
      socket.removeAllListeners('close').destroy();
      resolve(bytes);
    });
    socket.write(question(zone));
  });
}

const [TYPE_SOA, TYPE_AXFR] = [6, 252];

function question(zone: string): Buffer {
  const labels = zone.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  const body = Buffer.concat([
    Buffer.from([0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
    ...labels,
    Buffer.from([0, 0, TYPE_AXFR, 0, 1]),
  ]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length);
  return Buffer.concat([length, body]);
}

/** Goes over the answers of one message by their lengths alone. */
function soasIn(message: Buffer): number {
  let at = 12;
  for (let left = message.readUInt16BE(4); left > 0; left -= 1) at = afterName(message, at) + 4;
  let soas = 0;
  for (let left = message.readUInt16BE(6); left > 0; left -= 1) {
    at = afterName(message, at);
    if (message.readUInt16BE(at) === TYPE_SOA) soas += 1;
    at += 10 + message.readUInt16BE(at + 8);
  }
  return soas;
}

function afterName(message: Buffer, from: number): number {
  for (let at = from; ; at += 1 + message[at]!) {
    if (message[at] === 0) return at + 1;
    if (message[at]! >= 0xc0) return at + 2;
  }
}

/** The quicker of both ways; undefined where `dig` is not installed. */
function quickestDig(at: string, scratch: string): (Dug & { readonly processes: number }) | undefined {
  const ways = [1, DNS_LIMITS.parallelMax].flatMap((processes) => {
    const dug = dig(at, scratch, ZONES, processes);
    return dug === undefined ? [] : [{ ...dug, processes }];
  });
  return ways.sort((one, other) => one.tookMs - other.tookMs)[0];
}

/** Against `dig` where it is installed, else against the bare transfers, which are shown in any case. */
export async function sweeps(suite: string, scratch: string, runs: number): Promise<BenchResult[]> {
  if (namedProgram === undefined) {
    process.stderr.write('dns-sweep: no named in PATH; left out\n');
    return [];
  }
  const server = await startNamed(scratch);
  try {
    const all = Array.from({ length: runs }, () => ({
      ours: measured(suite, 'sweep', [server.at, String(ZONES)]) as Swept,
      dug: quickestDig(server.at, scratch),
      bare: (measured(suite, 'transfer', [server.at, String(ZONES)]) as { tookMs: number }).tookMs,
    }));
    const tenth = measured(suite, 'sweep', [server.at, String(ZONES / 10)]) as Swept;
    const took = all.map(({ ours }) => ours.tookMs);
    const bare = all.map((one) => one.bare);
    const dug = all.flatMap((one) => (one.dug === undefined ? [] : [one.dug]));
    const hasDig = dug.length === all.length;
    const rival = hasDig ? dug.map(({ tookMs }) => tookMs) : bare;
    const what = hasDig
      ? `AXFR of the same zones by dig, the quicker of 1 and ${DNS_LIMITS.parallelMax} at once`
      : 'the same transfers, and nothing read of them';
    const ratio = ratios(took, rival);
    const cpu = spread(all.map(({ ours }) => ours.cpuMs)).median;
    const growth = spread(all.map(({ ours }) => ours.peakMib)).median - tenth.peakMib;
    return [
      {
        name: 'dns-sweep',
        what: `${ZONES.toLocaleString('en')} zones of ${ZONE_RECORDS} records searched for one address`,
        unit: 'ms',
        subject: spread(took),
        rival: { what, ...spread(rival) },
        ratio,
        goals: [
          goal('time', ratio.median, SWEEP_RATIO_MAX, '×'),
          goal('memory above that for a tenth of the zones', growth, SWEEP_GROWTH_MIB_MAX, ' MiB'),
        ],
        facts: {
          'processor time, ms': Math.round(cpu),
          ...(hasDig && {
            'that of dig, ms': Math.round(spread(dug.map(({ cpuMs }) => cpuMs)).median),
            'dig at once': [...new Set(dug.map(({ processes }) => processes))].join(' or '),
          }),
          'bare transfers by Node, ms': Math.round(spread(bare).median),
          'ratio to them': ratios(took, bare).median.toFixed(2),
          'peak memory, MiB': Math.round(spread(all.map(({ ours }) => ours.peakMib)).median),
        },
      },
    ];
  } finally {
    await server.stop();
  }
}
