// `domain --list`, `subscription --list`, `site --list`: one name a line.
import { unread } from './failures.ts';
import { plainName } from './spelling.ts';

/** Throws `plesk-unread` for a line that is no domain name. */
export function readNames(output: string, what: string): string[] {
  return output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const name = plainName(line);
      if (name === undefined) throw unread(what, 'a line is no domain name');
      return name;
    });
}
