// Progress on standard error: a line when something changes, and never a word twice in a row within the silence limit.
import { PROGRESS_SILENCE_MS_MAX } from '../base/limits.ts';
import type { Io } from './io.ts';

export function progressOf(io: Io): (text: string) => void {
  let last = '';
  let saidMs = 0;
  return (text) => {
    const nowMs = Date.now();
    if (text === last && nowMs - saidMs < PROGRESS_SILENCE_MS_MAX / 2) return;
    [last, saidMs] = [text, nowMs];
    io.err(`  ${io.style.unicode ? '…' : '...'} ${text}`);
  };
}
