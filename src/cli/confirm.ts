// The contract's name, typed. No prompt defaults to yes; without a terminal there is no prompt, only the command to use.
import { userError } from '../base/errors.ts';
import type { Io } from './io.ts';

/** Throws `not-confirmed` (exit 11). */
export async function requireConfirmed(
  io: Io,
  name: string,
  given: string | undefined,
  command: string,
): Promise<void> {
  const typed = given ?? (io.interactive ? await ask(name) : undefined);
  if (typed === name) return;
  const next = `${command} --confirm ${name}`;
  if (typed === undefined)
    throw userError('not-confirmed', 'nobody is at the terminal to type the contract’s name', { next, exitCode: 11 });
  throw userError('not-confirmed', `“${typed}” is not the contract’s name; nothing was recorded`, {
    next,
    exitCode: 11,
  });
}

async function ask(name: string): Promise<string | undefined> {
  const { text, isCancel } = await import('@clack/prompts');
  const answer = await text({
    message: `Type the contract’s name (${name}) to agree; anything else stops here.`,
    output: process.stderr,
  });
  return isCancel(answer) ? undefined : answer;
}
