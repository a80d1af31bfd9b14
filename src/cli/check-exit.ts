// What a gate run comes to, as one exit code. The worst wins: what could not be judged first, then what is wrong.
import type { CheckedContract, FailOn } from '../engine/gate/finding.ts';
import { fails } from '../report/check/counts.ts';
import { EXIT } from './exit-codes.ts';

/** 1: a journal cannot be used; 2: a file is no valid contract; 13: a finding at or above the limit; 0: the gate is open. */
export function exitCodeOfCheck(contracts: readonly CheckedContract[], failOn: FailOn): number {
  if (contracts.some(({ stopped }) => stopped === 'journal')) return EXIT.fault;
  if (contracts.some(({ stopped }) => stopped === 'contract')) return EXIT.usage;
  return contracts.some(({ findings }) => findings.some((one) => fails(one, failOn))) ? EXIT.refused : EXIT.ok;
}
