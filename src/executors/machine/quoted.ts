// The one place where an argv becomes a line for a shell: SSH hands every command to the login shell of its user. Pure.
import { bugError } from '../../base/errors.ts';

/** For a POSIX shell. Nothing in an argument is ever read as shell. Throws a bug for what no argv can hold. */
export function quoted(argv: readonly string[]): string {
  if (argv.length === 0 || argv[0] === '') throw bugError('empty-argv', 'a command without a program was to be run');
  if (argv.some((word) => word.includes('\0'))) throw bugError('bad-argv', 'an argument holds a zero byte');
  return argv.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
}
