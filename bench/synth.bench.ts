// `kaiyaku synth` alone against the public CDKTF command line's `synth` of the same contract, by the same app.
import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type BenchResult, goal, ratios, spread } from './result.ts';
import { pairs, run } from './whole-process.ts';

/** Five times as fast, a third of the memory. */
const WALL_RATIO_MAX = 1 / 5;
const PEAK_RATIO_MAX = 1 / 3;

/** The cdktf of KAIYAKU_BENCH_CDKTF or of PATH; undefined where there is none. */
function cdktf(): string | undefined {
  const program = process.env['KAIYAKU_BENCH_CDKTF'] ?? 'cdktf';
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0 ? program : undefined;
}

/** Writes a project into `scratch`. Without the command line nothing is measured, and that is said. */
export async function synths(scratch: string, runs: number): Promise<BenchResult[]> {
  const program = cdktf();
  if (program === undefined) {
    process.stderr.write('synth: no cdktf in PATH or KAIYAKU_BENCH_CDKTF; left out\n');
    return [];
  }
  await mkdir(scratch, { recursive: true });
  await copyFile(path.join('examples', 'sakura-fortigate', 'no-term.yaml'), path.join(scratch, 'fgt.yaml'));
  const kaiyaku = path.resolve('dist', 'kaiyaku.js');
  const app = `${process.execPath} ${kaiyaku} synth fgt.yaml`;
  const project = { language: 'typescript', app, projectId: 'bench', sendCrashReports: 'false' };
  await writeFile(path.join(scratch, 'cdktf.json'), JSON.stringify(project));
  const [ours, theirs] = await pairs(
    runs,
    () => run(process.execPath, [kaiyaku, 'synth', 'fgt.yaml', '--out', 'alone'], scratch),
    () => run(program, ['synth'], scratch),
  );
  const [took, rival] = [ours.map(({ tookMs }) => tookMs), theirs.map(({ tookMs }) => tookMs)];
  const [held, heldByThem] = [ours.map(({ peakMib }) => peakMib), theirs.map(({ peakMib }) => peakMib)];
  const ratio = ratios(took, rival);
  return [
    {
      name: 'synth',
      what: 'a FortiGate estate to Terraform JSON',
      unit: 'ms',
      subject: spread(took),
      rival: { what: 'cdktf synth', ...spread(rival) },
      ratio,
      goals: [
        goal('wall', ratio.median, WALL_RATIO_MAX, '×'),
        goal('peak memory', ratios(held, heldByThem).median, PEAK_RATIO_MAX, '×'),
      ],
      facts: {
        'peak memory, MiB': Math.round(spread(held).median),
        'of cdktf, MiB': Math.round(spread(heldByThem).median),
      },
    },
  ];
}
