// The benchmarks, one after another, each measurement in a process of its own. `--json` prints one document, `--quick`
// takes fewer runs, names choose; `--strict` ends with 1 when a goal is missed (a busy machine misses goals).
import { availableParallelism, tmpdir } from 'node:os';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checks } from './check.bench.ts';
import { endByEngine, endByLoop, servers } from './cloudstack.bench.ts';
import { coldStart } from './cold-start.bench.ts';
import { sweeps, sweepZones, transferZones } from './dns.bench.ts';
import { decide500, DECIDE_500_MS_MAX, recordSurveys, SURVEYS } from './decide.bench.ts';
import { measured } from './fresh-process.ts';
import {
  appendMs,
  read100k,
  verify100k,
  VERIFY_100K_MIB_MAX,
  VERIFY_100K_MS_MAX,
  writeLongJournal,
} from './journal.bench.ts';
import {
  judgePlanCase,
  LINEAR_RATIO_MAX,
  LONG_PLAN_MIB_MAX,
  LONG_PLAN_MS_MAX,
  LONG_PLAN_OBJECTS,
  parsePlanCase,
  PLAN_OBJECTS,
  writePlanCase,
  type Judged,
} from './plan-gate.bench.ts';
import { type BenchResult, goal, ratios, resultText, spread } from './result.ts';
import { stages } from './stage.bench.ts';
import { synths } from './synth.bench.ts';

const SUITE = fileURLToPath(import.meta.url);
const COLD_RUNS = 25;
const RUNS = 5;

/** What may be run alone, in a fresh process. */
const MEASUREMENTS: Readonly<Record<string, (...args: readonly [string, string]) => Promise<unknown>>> = {
  appends: (folder) => appendMs(folder),
  'long-journal': (folder) => writeLongJournal(folder),
  verify: (folder) => verify100k(folder),
  read: (folder) => read100k(folder),
  record: (file, folder) => recordSurveys(file, folder),
  decide: (file) => decide500(file),
  'write-plan': (folder, objects) => writePlanCase(folder, Number(objects)),
  'judge-plan': (folder, objects) => judgePlanCase(folder, Number(objects)),
  'parse-plan': (folder) => parsePlanCase(folder),
  'end-servers': (servers) => endByEngine(Number(servers)),
  'end-servers-bare': (servers) => endByLoop(Number(servers)),
  sweep: (at, zones) => sweepZones(at, Number(zones)),
  transfer: (at, zones) => transferZones(at, Number(zones)),
};

const times = <T>(runs: number, measure: (run: number) => T): T[] =>
  Array.from({ length: runs }, (_, run) => measure(run));

function appends(scratch: string, runs: number): BenchResult[] {
  const all = times(
    runs,
    (run) => measured(SUITE, 'appends', [path.join(scratch, `appends-${run}`)]) as { ours: number; plain: number },
  );
  const [ours, plain] = [all.map((one) => one.ours), all.map((one) => one.plain)];
  return [
    {
      name: 'append',
      what: 'one durable journal entry',
      unit: 'ms',
      subject: spread(ours),
      rival: { what: 'the same bytes written and fsynced by fs', ...spread(plain) },
      ratio: ratios(ours, plain),
      goals: [],
      facts: { 'appends a second': Math.round(1_000 / spread(ours).median) },
    },
  ];
}

function verification(scratch: string, runs: number): BenchResult[] {
  const folder = measured(SUITE, 'long-journal', [path.join(scratch, 'long-journals')]) as string;
  const all = times(runs, () => ({
    ours: measured(SUITE, 'verify', [folder]) as { entries: number; tookMs: number; peakMib: number },
    read: measured(SUITE, 'read', [folder]) as { tookMs: number },
  }));
  const took = all.map(({ ours }) => ours.tookMs);
  const read = all.map((one) => one.read.tookMs);
  return [
    {
      name: 'verify',
      what: `a journal of ${all[0]!.ours.entries.toLocaleString('en')} entries`,
      unit: 'ms',
      subject: spread(took),
      rival: { what: 'JSON.parse and SHA-256 of each line', ...spread(read) },
      ratio: ratios(took, read),
      goals: [
        goal('time', spread(took).median, VERIFY_100K_MS_MAX, ' ms'),
        goal('peak memory', spread(all.map(({ ours }) => ours.peakMib)).median, VERIFY_100K_MIB_MAX, ' MiB'),
      ],
      facts: {},
    },
  ];
}

function decisions(file: string, runs: number): BenchResult[] {
  const all = times(
    runs,
    () => measured(SUITE, 'decide', [file]) as { tookMs: number; readMs: number; distinct: number },
  );
  const [took, read] = [all.map((one) => one.tookMs), all.map((one) => one.readMs)];
  return [
    {
      name: 'decide',
      what: `${SURVEYS} recorded surveys`,
      unit: 'ms',
      subject: spread(took),
      rival: { what: 'JSON.parse of the same surveys', ...spread(read) },
      ratio: ratios(took, read),
      goals: [goal('time', spread(took).median, DECIDE_500_MS_MAX, ' ms')],
      facts: { 'surveys recorded': all[0]!.distinct },
    },
  ];
}

interface GateRun {
  readonly ours: Judged & { readonly readMs: number };
  readonly parsed: Judged;
}

function planGate(scratch: string, runs: number): BenchResult[] {
  const [short, long] = [PLAN_OBJECTS, LONG_PLAN_OBJECTS].map((objects) => {
    const folder = path.join(scratch, `plan-${objects}`);
    measured(SUITE, 'write-plan', [folder, String(objects)]);
    return times(runs, () => ({
      ours: measured(SUITE, 'judge-plan', [folder, String(objects)]) as GateRun['ours'],
      parsed: measured(SUITE, 'parse-plan', [folder]) as Judged,
    }));
  }) as [GateRun[], GateRun[]];
  const anObject = (of: readonly GateRun[], objects: number) =>
    spread(of.map(({ ours }) => ours.readMs)).median / objects;
  const growth = anObject(long, LONG_PLAN_OBJECTS) / anObject(short, PLAN_OBJECTS);
  return [
    gateResult('plan-gate', PLAN_OBJECTS, short, () => []),
    gateResult('plan-gate-long', LONG_PLAN_OBJECTS, long, (tookMs, peak) => [
      goal('time', tookMs, LONG_PLAN_MS_MAX, ' ms'),
      goal('peak memory', peak, LONG_PLAN_MIB_MAX, ' MiB'),
      goal('reading an object, to the short plan’s', growth, LINEAR_RATIO_MAX, '×'),
    ]),
  ];
}

function gateResult(
  name: string,
  objects: number,
  all: readonly GateRun[],
  goals: (tookMs: number, peakMib: number) => BenchResult['goals'],
): BenchResult {
  const [took, parsed] = [all.map(({ ours }) => ours.tookMs), all.map((one) => one.parsed.tookMs)];
  const peak = spread(all.map(({ ours }) => ours.peakMib)).median;
  return {
    name,
    what: `a Terraform plan of ${objects.toLocaleString('en')} objects, judged`,
    unit: 'ms',
    subject: spread(took),
    rival: { what: 'JSON.parse of the same plan', ...spread(parsed) },
    ratio: ratios(took, parsed),
    goals: goals(spread(took).median, peak),
    facts: {
      'peak memory, MiB': Math.round(peak),
      'peak memory of JSON.parse, MiB': Math.round(spread(all.map((one) => one.parsed.peakMib)).median),
    },
  };
}

async function main(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, strict: { type: 'boolean' } },
  });
  const wanted = (name: string) => positionals.length === 0 || positionals.some((word) => name.startsWith(word));
  const [coldRuns, runs] = values.quick === true ? [5, 2] : [COLD_RUNS, RUNS];
  const machine = `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores`;
  const results: BenchResult[] = [];
  const add = (found: readonly BenchResult[]) => {
    results.push(...found);
    if (values.json !== true) for (const one of found) process.stdout.write(`\n${resultText(one)}\n`);
  };
  if (values.json !== true) process.stdout.write(`kaiyaku bench, ${machine}; medians, least and most in brackets\n`);
  const scratch = await mkdtemp(path.join(tmpdir(), 'kaiyaku-bench-'));
  try {
    const [surveys, finished] = [path.join(scratch, 'surveys'), path.join(scratch, 'finished')];
    if (wanted('cold') || wanted('decide')) measured(SUITE, 'record', [surveys, finished]);
    if (wanted('cold')) add(coldStart(finished, coldRuns));
    if (wanted('append')) add(appends(scratch, runs));
    if (wanted('verify')) add(verification(scratch, runs));
    if (wanted('decide')) add(decisions(surveys, runs));
    if (wanted('plan-gate')) add(planGate(scratch, runs));
    if (wanted('servers')) add(servers(SUITE));
    if (wanted('dns-sweep')) add(await sweeps(SUITE, path.join(scratch, 'named'), runs));
    if (wanted('check')) add(await checks(scratch, runs));
    if (wanted('stage')) add(await stages(path.join(scratch, 'stage'), runs));
    if (wanted('synth')) add(await synths(path.join(scratch, 'synth'), runs));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  if (values.json === true)
    process.stdout.write(`${JSON.stringify({ formatVersion: 1, machine, results }, null, 2)}\n`);
  const missed = results.flatMap((one) => one.goals).some((one) => !one.met);
  return values.strict === true && missed ? 1 : 0;
}

const [first, name = '', one = '', other = ''] = process.argv.slice(2);
if (first === '--measure') process.stdout.write(JSON.stringify((await MEASUREMENTS[name]!(one, other)) ?? null));
else process.exitCode = await main(process.argv.slice(2));
