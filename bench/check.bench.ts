// `kaiyaku check` of 2,000 contracts, and of a Terraform plan of 2,000 objects, against conftest with Rego of the same meaning
// over the same files; and whether ten times the contracts take ten times as long. Whole processes, start to end.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { writeContracts } from './contracts-case.ts';
import { PLAN_OBJECTS, writePlanCase } from './plan-gate.bench.ts';
import { type BenchResult, goal, ratios, spread } from './result.ts';
import { pairs, run, type Run } from './whole-process.ts';

const CONTRACTS = 2_000;
const FEWER = 200;
const WALL_RATIO_MAX = 1;
const PEAK_RATIO_MAX = 0.8;
const TEN_TIMES_MAX = 11;

/** The conftest of KAIYAKU_BENCH_CONFTEST or of PATH; undefined where there is none. */
function conftest(): string | undefined {
  const program = process.env['KAIYAKU_BENCH_CONFTEST'] ?? 'conftest';
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0 ? program : undefined;
}

const ours = (argv: readonly string[], cwd: string): Promise<Run> =>
  run(process.execPath, [path.resolve('dist', 'kaiyaku.js'), 'check', ...argv], cwd);

function compared(name: string, what: string, rival: string, [us, them]: [Run[], Run[]]): BenchResult {
  const [took, theirs] = [us.map(({ tookMs }) => tookMs), them.map(({ tookMs }) => tookMs)];
  const peak = ratios(
    us.map(({ peakMib }) => peakMib),
    them.map(({ peakMib }) => peakMib),
  );
  const ratio = ratios(took, theirs);
  return {
    name,
    what,
    unit: 'ms',
    subject: spread(took),
    rival: { what: rival, ...spread(theirs) },
    ratio,
    goals: [goal('wall', ratio.median, WALL_RATIO_MAX, '×'), goal('peak memory', peak.median, PEAK_RATIO_MAX, '×')],
    facts: {
      'peak memory, MiB': Math.round(spread(us.map(({ peakMib }) => peakMib)).median),
      'of conftest, MiB': Math.round(spread(them.map(({ peakMib }) => peakMib)).median),
    },
  };
}

/** Ten times the contracts, in the same minute. */
async function growth(scratch: string, runs: number): Promise<BenchResult> {
  const [many, few] = await pairs(
    runs,
    () => ours(['many'], scratch),
    () => ours(['few'], scratch),
  );
  const [took, fewer] = [many.map(({ tookMs }) => tookMs), few.map(({ tookMs }) => tookMs)];
  const ratio = ratios(took, fewer);
  const rival = { what: `${FEWER} contracts`, ...spread(fewer) };
  const goals = [goal('ten times the contracts', ratio.median, TEN_TIMES_MAX, '×')];
  const what = `${CONTRACTS.toLocaleString('en')} contracts, checked`;
  return { name: 'check-growth', what, unit: 'ms', subject: spread(took), rival, ratio, goals, facts: {} };
}

/** Writes its data into `scratch`. Without conftest only the growth is measured, and that is said. */
export async function checks(scratch: string, runs: number): Promise<BenchResult[]> {
  await writeContracts(path.join(scratch, 'many'), CONTRACTS);
  await writeContracts(path.join(scratch, 'few'), FEWER);
  const grown = await growth(scratch, runs);
  const program = conftest();
  if (program === undefined) {
    process.stderr.write('check: no conftest in PATH or KAIYAKU_BENCH_CONFTEST; the comparison with it is left out\n');
    return [grown];
  }
  await writePlanCase(path.join(scratch, 'plan'), PLAN_OBJECTS);
  const rego = (name: string) => ['-p', path.resolve('bench', 'rego', name)];
  const contracts = await pairs(
    runs,
    () => ours(['many'], scratch),
    () => run(program, ['test', '--combine', ...rego('contracts'), 'many'], scratch),
  );
  const plans = await pairs(
    runs,
    () => ours(['plan/bench.yaml', '--plan', 'plan/plan.json'], scratch),
    () => run(program, ['test', ...rego('plan'), '-d', 'plan/bench.yaml', 'plan/plan.json'], scratch),
  );
  return [
    grown,
    compared('check', `${CONTRACTS.toLocaleString('en')} contracts`, 'conftest on the same files', contracts),
    compared('check-plan', `a plan of ${PLAN_OBJECTS.toLocaleString('en')} objects`, 'conftest on it', plans),
  ];
}
