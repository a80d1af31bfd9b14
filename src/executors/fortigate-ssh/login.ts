// From an authenticated connection to a learnt prompt. Order: accept question of a banner, forced password change,
// prompt; a candidate prompt counts when an empty line brings the same line again. No question but the banner's is answered.
import type { Connection } from '../ssh/connection.ts';
import { Dialogue } from './dialogue.ts';
import { garbled, passwordExpired } from './failures.ts';
import { ACCEPT_SCREENS_MAX, type FortigateLimits } from './limits.ts';
import { readScreen, type Screen } from './screen.ts';
import { Shell } from './shell.ts';

const TRIES_MAX = 4;

/** Throws `ssh-password-expired`, `ssh-garbled` and what `Shell` throws. */
export async function logIn(connection: Connection, limits: FortigateLimits, signal?: AbortSignal): Promise<Dialogue> {
  const shell = await Shell.open(connection.client, limits, signal);
  let candidate: string | undefined;
  let accepted = 0;
  for (let tries = 0; tries < TRIES_MAX + ACCEPT_SCREENS_MAX; tries += 1) {
    const screen = await nextScreen(shell, limits);
    shell.take();
    switch (screen.shows) {
      case 'accept':
        accepted += 1;
        if (accepted > ACCEPT_SCREENS_MAX) throw garbled('the unit asks again and again to accept its banner');
        candidate = undefined;
        await shell.write('a');
        break;
      case 'password-change':
        throw passwordExpired('the unit demands a new password before anything else', {
          next: 'set a new password by hand, and put it where the contract’s reference points',
        });
      case 'prompt':
        if (screen.line === candidate) return new Dialogue(shell, screen.prompt, limits);
        candidate = screen.line;
        await shell.write('\n');
        break;
      case 'nothing-yet':
        throw garbled('the unit shows no prompt');
    }
  }
  throw garbled('the unit does not keep one prompt');
}

/** What stands on the screen when it has been quiet; `nothing-yet` never. */
export function nextScreen(shell: Shell, limits: FortigateLimits): Promise<Screen> {
  return shell.until((tail) => {
    const screen = readScreen(tail);
    return screen.shows === 'nothing-yet' ? undefined : screen;
  }, readLimits(limits));
}

function readLimits({ silenceMs, quietMs, outputBytesMax }: FortigateLimits) {
  return { silenceMs, quietMs, bytesMax: outputBytesMax };
}
