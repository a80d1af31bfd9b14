// `check`: the gate. Contract files, their journals and what is due, offline; a finding, an unreadable journal or nothing
// to examine closes it.
import { providers } from '../../../scripts/index.ts';
import { testClockOf } from '../../base/test-clock.ts';
import { civilDateInJapan } from '../../calendar/civil-date.ts';
import { FileChecker } from '../../check-files.ts';
import { ClaimIndex } from '../../engine/gate/claims.ts';
import type { CheckedContract, CheckReport, FailOn, GateRule } from '../../engine/gate/finding.ts';
import { rulesOf } from '../../engine/gate/rules.ts';
import { TOOL_VERSION } from '../../version.ts';
import { todayOption } from '../../wiring.ts';
import { exitCodeOfCheck } from '../check-exit.ts';
import { checkedPlan } from '../check-plan.ts';
import { renderCheck, reportFile, writeReport } from '../check-formats.ts';
import { isSet, listOption, textOption, type Given, type Verb } from '../command.ts';
import { contractFiles } from '../contract-files.ts';
import type { Io } from '../io.ts';
import { chosen, requireKnownRules } from '../rule-options.ts';
import { journalDirOption, type CheckFormat } from '../shared-options.ts';

export const verb: Verb = async (given, io) => {
  const reports = listOption(given, 'report').map((word) => reportFile(word, io.cwd));
  const choice = { only: listOption(given, 'rule'), ignored: listOption(given, 'ignore') };
  const rules = await everyRule();
  requireKnownRules(choice, rules);
  const paths = await contractFiles(given.args, io.cwd);
  const { contracts, todayOn } = (await checkedPlan(paths, given, io)) ?? (await checkAll(paths, given, io));
  const failOn = (textOption(given, 'failOn') ?? 'error') as FailOn;
  const picked = contracts.map((one) => chosen(one, choice));
  const report: CheckReport = {
    toolVersion: TOOL_VERSION,
    todayOn,
    failOn,
    filesOnly: isSet(given, 'filesOnly'),
    contracts: picked,
    rules,
    exitCode: exitCodeOfCheck(picked, failOn),
  };
  io.out(renderCheck((textOption(given, 'format') ?? 'text') as CheckFormat, report, io.style));
  for (const one of reports) await writeReport(one, report);
  return report.exitCode;
};

async function checkAll(paths: readonly string[], given: Given, io: Io) {
  const clock = testClockOf(io.env);
  // One day for all files, also when midnight passes.
  const todayOn = todayOption(textOption(given, 'today')) ?? civilDateInJapan(clock.nowMs());
  const journalDir = journalDirOption(given, io.cwd);
  const checker = new FileChecker({
    cwd: io.cwd,
    clock,
    todayOn,
    filesOnly: isSet(given, 'filesOnly'),
    ...(journalDir === undefined ? {} : { journalDir }),
  });
  const claims = new ClaimIndex();
  const contracts: CheckedContract[] = [];
  for await (const file of inOrder(paths, (path) => checker.check(path), io.signal)) {
    claims.add({ file: file.path, ids: file.claims });
    contracts.push(file.checked);
  }
  const twice = await checker.claimFindings(claims.shared);
  return {
    todayOn,
    contracts: contracts.map((one, at) => {
      const more = twice.get(paths[at]!);
      return more === undefined ? one : { ...one, findings: [...one.findings, ...more] };
    }),
  };
}

/** Files that are read while others are judged. */
const IN_FLIGHT_MAX = 8;

/** The results in the order of the words, with a few at work at once. */
async function* inOrder<T>(words: readonly string[], work: (word: string) => Promise<T>, signal: AbortSignal) {
  const waiting = words.values();
  const atWork: Promise<T>[] = [];
  try {
    for (;;) {
      signal.throwIfAborted();
      while (atWork.length < IN_FLIGHT_MAX) {
        const next = waiting.next();
        if (next.done === true) break;
        atWork.push(work(next.value));
      }
      const first = atWork.shift();
      if (first === undefined) return;
      yield await first;
    }
  } finally {
    // One that fails while another's error is on its way must not end the process by itself.
    await Promise.allSettled(atWork);
  }
}

/** Of all providers, so that a rule's name means the same whatever files are at hand. */
async function everyRule(): Promise<GateRule[]> {
  const explained = await Promise.all(providers.map(async (one) => (await one.provider()).explain));
  return rulesOf(Object.assign({}, ...explained));
}
