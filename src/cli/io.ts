// The terminal, as the verbs see it: where text goes, whether somebody is there, and how it may look.
import type { Style } from '../report/style.ts';

export interface Io {
  /** Results. One JSON document and nothing else with `--format json`. */
  out(text: string): void;
  /** Progress, warnings, errors. */
  err(text: string): void;
  /** Somebody can be asked. */
  readonly interactive: boolean;
  readonly style: Style;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly signal: AbortSignal;
}

const WIDTH_DEFAULT = 100;
const WIDTH_MAX = 120;

interface Wanted {
  readonly color?: boolean;
  readonly verbose?: boolean;
}

/** The process's own terminal. `NO_COLOR` and `--no-color` win; a pipe gets plain text. */
export function processIo(signal: AbortSignal, wanted: Wanted): Io {
  const { env, stdout, stderr, stdin } = process;
  const noColor = wanted.color === false || (env['NO_COLOR'] ?? '') !== '';
  const forced = (env['FORCE_COLOR'] ?? '') !== '' && env['FORCE_COLOR'] !== '0';
  const utf8 = /utf-?8/i.test(env['LC_ALL'] ?? env['LC_CTYPE'] ?? env['LANG'] ?? 'UTF-8');
  return {
    out: (text) => void stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    err: (text) => void stderr.write(text.endsWith('\n') ? text : `${text}\n`),
    interactive: stdin.isTTY && stderr.isTTY,
    style: {
      color: !noColor && (forced || stdout.isTTY),
      unicode: utf8 && env['TERM'] !== 'linux',
      width: Math.min(stdout.columns ?? WIDTH_DEFAULT, WIDTH_MAX),
      verbose: wanted.verbose === true,
    },
    env,
    cwd: process.cwd(),
    signal,
  };
}
