// How long a person waits before anything is shown: `status` on the journal of a finished contract and `--help`, each
// against the bare start of Node in the same minute.
import path from 'node:path';
import { peakMib, type Started, wallMs } from './fresh-process.ts';
import { type BenchResult, goal, ratios, spread } from './result.ts';

const COLD_RATIO_MAX = 1.6;
const COLD_RSS_MIB_MAX = 60;
const MEMORY_RUNS = 3;

/** `folder` holds the journal of a finished contract, in `.kaiyaku`. */
export function coldStart(folder: string, runs: number): BenchResult[] {
  const bundle = path.resolve('dist', 'kaiyaku.js');
  return [
    against('cold status', 'kaiyaku status, a finished contract', { argv: [bundle, 'status'], cwd: folder }, runs),
    against('cold help', 'kaiyaku --help', { argv: [bundle, '--help'] }, runs),
  ];
}

function against(name: string, what: string, subject: Started, runs: number): BenchResult {
  const bare: Started = { argv: ['-e', '0'] };
  wallMs(subject); // the disk's cache, not ours, decides the very first one
  wallMs(bare);
  const took: number[] = [];
  const rival: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    took.push(wallMs(subject));
    rival.push(wallMs(bare));
  }
  const memory = spread(Array.from({ length: MEMORY_RUNS }, () => peakMib(subject)));
  const ratio = ratios(took, rival);
  return {
    name,
    what,
    unit: 'ms',
    subject: spread(took),
    rival: { what: 'node -e 0', ...spread(rival) },
    ratio,
    goals: [
      goal('ratio to node -e 0', ratio.median, COLD_RATIO_MAX, '×'),
      goal('peak memory', memory.median, COLD_RSS_MIB_MAX, ' MiB'),
    ],
    facts: { 'MiB of node -e 0': Math.round(peakMib(bare)) },
  };
}
