// Dangerous instants have names. A crash test sets KAIYAKU_FAULT=name[#n] and the process is killed there the n-th time
// (default 1), exactly as a power cut would: no handler runs. Without the variable a fault point costs one comparison.

/** Every named instant; `test/crash` kills at each of them. */
export const FAULT_POINTS = [
  'journal.before-write',
  'journal.after-write',
  'journal.after-fsync',
  'effect.before-intended',
  'effect.after-intended',
  'effect.during-act',
  'effect.after-act',
  'effect.after-done',
  'effect.between-proofs',
  'effect.before-verified',
  'effect.after-verified',
] as const;

export type FaultPoint = (typeof FAULT_POINTS)[number];

const wanted = process.env['KAIYAKU_FAULT'];
const [wantedName, wantedCount] = wanted === undefined ? [] : wanted.split('#');
let seen = 0;

/** Dies by SIGKILL when this instant is the one that KAIYAKU_FAULT names; otherwise does nothing. */
export function faultPoint(name: FaultPoint): void {
  if (wantedName !== name) return;
  seen += 1;
  if (seen === Number(wantedCount ?? '1')) process.kill(process.pid, 'SIGKILL');
}
