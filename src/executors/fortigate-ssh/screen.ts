// What stands on the screen after a login: the state machine's eyes. Pure. The order matters: a banner may end in `#`,
// so the accept question and the forced password change are looked for before any prompt.
import { learnPrompt, type Prompt } from './prompt.ts';
import { lastLine, plainText } from './terminal-text.ts';

export type Screen =
  /** `(Press 'a' to accept):` of a post-login banner. */
  | { readonly shows: 'accept' }
  /** `New Password:`: a factory-default unit, or an expired password. */
  | { readonly shows: 'password-change' }
  /** Something that looks like a prompt. */
  | { readonly shows: 'prompt'; readonly prompt: Prompt; readonly line: string }
  | { readonly shows: 'nothing-yet' };

const ACCEPT = /to accept['")\]]*\s*:?\s*$/i;
const FORCED = /forced to change your password|New Password:\s*$/i;

/** Reads the text that came since the last key was sent. */
export function readScreen(raw: string): Screen {
  const text = plainText(raw);
  if (ACCEPT.test(text)) return { shows: 'accept' };
  if (FORCED.test(text)) return { shows: 'password-change' };
  const line = lastLine(text);
  const prompt = learnPrompt(line);
  return prompt === undefined ? { shows: 'nothing-yet' } : { shows: 'prompt', prompt, line };
}
