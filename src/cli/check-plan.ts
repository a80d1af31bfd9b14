// `check CONTRACT --plan FILE`: what the command line adds to the judgement of a plan. It is about one contract, on the
// day it runs, by all rules: options that would narrow that are refused, so that no pipeline passes a plan half judged.
import { resolve } from 'node:path';
import { testClockOf } from '../base/test-clock.ts';
import { userError } from '../base/errors.ts';
import { civilDateInJapan, type CivilDate } from '../calendar/civil-date.ts';
import { checkPlan } from '../check-plan.ts';
import type { CheckedContract } from '../engine/gate/finding.ts';
import type { StageKind } from '../executors/terraform/command.ts';
import { isSet, listOption, textOption, type Given } from './command.ts';
import type { Io } from './io.ts';
import { journalDirOption } from './shared-options.ts';

/** Undefined without `--plan`. Throws `plan-alone`, `one-contract` (user), and whatever reading the plan throws. */
export async function checkedPlan(
  paths: readonly string[],
  given: Given,
  io: Io,
): Promise<{ readonly todayOn: CivilDate; readonly contracts: readonly CheckedContract[] } | undefined> {
  const plan = textOption(given, 'plan');
  const stage = textOption(given, 'stage') as StageKind | undefined;
  if (plan === undefined) {
    if (stage === undefined) return undefined;
    throw userError('stage-without-plan', '--stage says what a plan is for, and there is no --plan', {
      next: 'kaiyaku check CONTRACT --plan FILE --stage delete',
    });
  }
  requireAlone(given);
  const [path] = paths;
  if (path === undefined || paths.length > 1)
    throw userError('one-contract', `--plan is judged against one contract, and ${paths.length} files match`, {
      why: 'a plan that is right for one contract may end what another one needs',
      next: 'kaiyaku check CONTRACT --plan FILE',
    });
  const clock = testClockOf(io.env);
  const journalDir = journalDirOption(given, io.cwd);
  const checked = await checkPlan(path, {
    cwd: io.cwd,
    clock,
    plan: plan === '-' ? plan : resolve(io.cwd, plan),
    signal: io.signal,
    ...(stage === undefined ? {} : { stage }),
    ...(journalDir === undefined ? {} : { journalDir }),
  });
  return { todayOn: civilDateInJapan(clock.nowMs()), contracts: [checked] };
}

function requireAlone(given: Given): void {
  const narrowing = [
    ...(textOption(given, 'today') === undefined ? [] : ['--today']),
    ...(isSet(given, 'filesOnly') ? ['--files-only'] : []),
    ...(listOption(given, 'rule').length === 0 ? [] : ['--rule']),
    ...(listOption(given, 'ignore').length === 0 ? [] : ['--ignore']),
  ];
  if (narrowing.length === 0) return;
  throw userError('plan-alone', `${narrowing.join(', ')} cannot be given with --plan`, {
    why: 'a plan is judged whole, for today: it may be applied right after',
    next: 'kaiyaku check CONTRACT --plan FILE',
  });
}
