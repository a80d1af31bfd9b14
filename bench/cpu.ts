// Processor time, for a machine that others use too: what a measurement took of it, whatever else ran meanwhile.
import { readFileSync } from 'node:fs';

/** `USER_HZ`: what Linux tells every program, whatever the kernel's own clock. */
const TICKS_PER_SECOND = 100;
/** Of `/proc/self/stat` (proc(5)) behind the name of the program: utime, stime, cutime, cstime. */
const FIRST_FIELD = 11;
const FIELDS = 4;

/** Used so far by this process and the programs that it has waited for, user and system together; undefined where no /proc is. */
export function cpuMs(): number | undefined {
  let stat: string;
  try {
    stat = readFileSync('/proc/self/stat', 'latin1');
  } catch {
    return undefined;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(FIRST_FIELD, FIRST_FIELD + FIELDS).map(Number);
  return (ticks.reduce((sum, one) => sum + one, 0) * 1000) / TICKS_PER_SECOND;
}
