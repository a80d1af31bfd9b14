// The FortiGate's prompt. Its host part is learnt once, at login, and matched literally from then on: configuration
// text, banners and warnings hold `#` and `$` too. Pure.
// Forms: `HOST # `, `HOST $ `, `HOST (global) # `, `HOST(Primary) $ ` (7.6.7), `HOST(Primary) (Interim)# ` (8.0).

export interface Prompt {
  /** Literal beginning of every prompt of this session. */
  readonly host: string;
}

const AFTER_HOST = /^(?:\([\w -]+\))?(?: \([^()\n]+\))*\s?[#$]\s?$/;
const HOST = /^[\w.~-]+/;

/** The prompt that this line may be, or undefined. Only a candidate: an empty line has to bring it again. */
export function learnPrompt(line: string): Prompt | undefined {
  const host = HOST.exec(line)?.[0];
  return host !== undefined && AFTER_HOST.test(line.slice(host.length)) ? { host } : undefined;
}

/** Whether the line is this session's prompt, in whatever block. */
export function isPrompt(prompt: Prompt, line: string): boolean {
  return line.startsWith(prompt.host) && AFTER_HOST.test(line.slice(prompt.host.length));
}

/** The block in which the prompt stands: `global`, `root`; undefined at the top. */
export function promptBlock(prompt: Prompt, line: string): string | undefined {
  return / \(([^()\n]+)\)\s?[#$]\s?$/.exec(line.slice(prompt.host.length))?.[1];
}
