// Licence files in a real folder, held to what every executor must do. A share that is not mounted is the broken look.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MovedClock } from '../../src/base/clock.ts';
import { filesCommand, licenceFileTarget, licenceSearchTarget } from '../../src/executors/files/command.ts';
import { createFilesExecutor } from '../../src/executors/files/executor.ts';
import { withFaults } from '../../src/executors/wrappers/fault.ts';
import { observeTimeout } from '../../src/executors/wrappers/timeout.ts';
import { START_MS } from '../executors/contexts.ts';
import { licence } from '../executors/files/licences.ts';
import { executorConformance, type ExecutorBinding } from './executor.ts';

/** A folder `share` with a licence and something else; `away` is where it goes when it is not mounted. */
function share() {
  const baseDir = mkdtempSync(join(tmpdir(), 'kaiyaku-conformance-'));
  const mounted = join(baseDir, 'share');
  const away = join(baseDir, 'away');
  mkdirSync(mounted);
  writeFileSync(join(mounted, 'unit.lic'), licence());
  writeFileSync(join(mounted, 'notes.lic'), 'my notes');
  const world = () => {
    const folder = existsSync(mounted) ? mounted : away;
    return readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
  };
  const common = {
    executor: createFilesExecutor({ baseDir }),
    clock: new MovedClock(START_MS),
    breakLooking: () => renameSync(mounted, away),
    world,
    secrets: [licence().split('\n')[3]!],
    close: () => Promise.resolve(rmSync(baseDir, { recursive: true })),
  };
  const unit = licenceFileTarget('share/unit.lic');
  const deletion = filesCommand('delete', unit);
  return { common, unit, deletion };
}

executorConformance('files, one licence', () => {
  const { common, unit, deletion } = share();
  const absent = licenceFileTarget('share/gone.lic');
  const foreign = licenceFileTarget('share/notes.lic');
  const binding: ExecutorBinding = {
    ...common,
    present: unit,
    absent,
    foreign,
    change: { command: deletion, reached: ({ state }) => state === 'absent' },
    refused: filesCommand('delete', absent),
    wrongTarget: filesCommand('delete', foreign),
  };
  return Promise.resolve(binding);
});

executorConformance('files, behind the wrappers', () => {
  const { common, unit, deletion } = share();
  const binding: ExecutorBinding = {
    ...common,
    executor: observeTimeout(withFaults(common.executor, [])),
    present: unit,
    absent: licenceFileTarget('share/gone.lic'),
    foreign: licenceFileTarget('share/notes.lic'),
    change: { command: deletion, reached: ({ state }) => state === 'absent' },
    refused: filesCommand('delete', licenceFileTarget('share/gone.lic')),
    wrongTarget: filesCommand('delete', licenceFileTarget('share/notes.lic')),
  };
  return Promise.resolve(binding);
});

executorConformance('files, the search', () => {
  const { common, deletion } = share();
  const binding: ExecutorBinding = {
    ...common,
    present: licenceSearchTarget({ patterns: ['share/*.lic'], folders: ['share'] }),
    absent: { why: 'a search that finds nothing is present with empty lists' },
    foreign: { why: 'what it finds is facts, never foreign' },
    change: { command: deletion, reached: ({ state }) => state === 'absent' },
    refused: { why: 'a search changes nothing' },
    wrongTarget: { why: 'a search changes nothing' },
  };
  return Promise.resolve(binding);
});
