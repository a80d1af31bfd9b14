// Progress on standard error: a line when something changes, and one at least every few seconds while anything runs, so
// that nobody wonders whether it still does.
import { realClock } from '../base/clock.ts';
import { PROGRESS_SILENCE_MS_MAX } from '../base/limits.ts';
import { redact } from '../base/redact.ts';
import type { Io } from './io.ts';

const HEARTBEAT_MS = PROGRESS_SILENCE_MS_MAX / 2;

export function progressOf(io: Io): (text: string) => void {
  const mark = io.style.unicode ? '…' : '...';
  let last = 'working';
  let sinceMs = realClock.nowMs();
  let saidMs = sinceMs;
  const say = (text: string) => {
    saidMs = realClock.nowMs();
    io.err(`  ${mark} ${redact(text)}`);
  };
  // Unreferenced: it never keeps a finished command alive.
  setInterval(() => {
    const nowMs = realClock.nowMs();
    if (nowMs - saidMs >= HEARTBEAT_MS) say(`${last} (${Math.round((nowMs - sinceMs) / 1000)} s)`);
  }, 1_000).unref();
  return (text) => {
    if (text === last && realClock.nowMs() - saidMs < HEARTBEAT_MS) return;
    if (text !== last) sinceMs = realClock.nowMs();
    last = text;
    say(text);
  };
}
