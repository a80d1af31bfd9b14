// Stops a child together with everything it started. It knows groups by the pid of their leader and must never be
// given a pid that is not the leader of a group of its own: the signal would reach whoever has that number.
import { readdir, readFile } from 'node:fs/promises';
import { systemErrorCode } from './errors.ts';

/** Pause between two looks at a group that was told to stop. */
const GROUP_POLL_MS = 40;
/** How long a group is awaited after SIGKILL. It is gone at once, or it hangs in the kernel. */
const KILL_WAIT_MS_MAX = 5_000;

export type StopSignal = 'SIGTERM' | 'SIGINT';

/** Sends a signal to the group. True: somebody was there to get it. EPERM also means that somebody is there. */
export function signalGroup(leaderPid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-leaderPid, signal);
    return true;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ESRCH') return false;
    if (code === 'EPERM') return true;
    throw error;
  }
}

/**
 * Asks the group to stop, waits `graceMs`, kills what is left. Wall time on purpose: the processes live in it.
 * Resolves with `killed` (SIGKILL was needed) and `survived` (something is still there).
 */
export async function stopGroup(
  leaderPid: number,
  signal: StopSignal,
  graceMs: number,
): Promise<{ killed: boolean; survived: boolean }> {
  signalGroup(leaderPid, signal);
  if (await groupGone(leaderPid, graceMs)) return { killed: false, survived: false };
  signalGroup(leaderPid, 'SIGKILL');
  return { killed: true, survived: !(await groupGone(leaderPid, KILL_WAIT_MS_MAX)) };
}

async function groupGone(leaderPid: number, waitMsMax: number): Promise<boolean> {
  for (let waitedMs = 0; ; waitedMs += GROUP_POLL_MS) {
    if (!signalGroup(leaderPid, 0) || (await onlyDead(leaderPid))) return true;
    if (waitedMs >= waitMsMax) return false;
    await new Promise((resolve) => setTimeout(resolve, GROUP_POLL_MS));
  }
}

/**
 * Every member has ended and waits for its parent to collect it. A signal reaches those too, and where process 1 collects
 * nobody (a container without an init) they stay for good. False where the system has no /proc to ask.
 */
async function onlyDead(leaderPid: number): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const states = await Promise.all(pids.map(async (pid) => memberState(await statLine(pid), leaderPid)));
  const members = states.filter((state) => state !== undefined);
  return members.length > 0 && members.every((state) => state === 'Z' || state === 'X');
}

/** `pid (any name) state parent group …` */
function memberState(line: string, leaderPid: number): string | undefined {
  const [state, , group] = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return Number(group) === leaderPid ? state : undefined;
}

async function statLine(pid: string): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    // It ended between the listing and the reading.
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ESRCH') return '';
    throw error;
  }
}
