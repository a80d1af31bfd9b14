// What a command gives back. FortiOS reports its errors as text, so a failed command is text as well, only marked.
import { parseError, UNKNOWN_ACTION } from '../texts.ts';

export interface CommandText {
  readonly text: string;
  readonly failed: boolean;
}

export const said = (text: string): CommandText => ({ text, failed: false });

/** `command parse error before 'word'`, -61. */
export const notHere = (word: string | undefined): CommandText => ({ text: parseError(word ?? ''), failed: true });

/** `Unknown action 0`. */
export const unknownAction: CommandText = { text: UNKNOWN_ACTION, failed: true };
