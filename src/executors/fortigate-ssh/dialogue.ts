// Commands and their answers on a learnt prompt. A command that the unit refused is an error, whatever else it printed.
// It never sends a `?` (help at once), a line break inside a command, or a command that was cut.
import { bugError } from '../../base/errors.ts';
import { commandFailed, garbled } from './failures.ts';
import type { FortigateLimits } from './limits.ts';
import { isPrompt, type Prompt, promptBlock } from './prompt.ts';
import type { Shell } from './shell.ts';
import { lastLine, plainText, squeeze } from './terminal-text.ts';

const PAGER = /^--More--\s*$/;
const REFUSED = /^.{0,200}?(?:Unknown action|Command fail\.|parse error before)/m;
const RETURN_CODE = /Return code (-?\d+)/;

export interface Answer {
  /** Without echo and prompt. */
  readonly text: string;
  /** The block of the prompt that followed: `global`, or undefined at the top. */
  readonly block: string | undefined;
}

export class Dialogue {
  readonly shell: Shell;
  readonly prompt: Prompt;
  readonly #limits: FortigateLimits;

  constructor(shell: Shell, prompt: Prompt, limits: FortigateLimits) {
    this.shell = shell;
    this.prompt = prompt;
    this.#limits = limits;
  }

  /** Sends a line without waiting for anything. */
  async send(command: string): Promise<void> {
    if (!/^[ -~]+$/.test(command) || command.includes('?'))
      throw bugError('fortigate-command', 'a command holds a character that must not be sent');
    this.shell.take();
    await this.shell.write(`${command}\n`);
  }

  /** Throws `fortigate-command-failed` when the unit refused it, and what `Shell.until` throws. */
  async run(command: string, limits: Partial<FortigateLimits> = {}): Promise<Answer> {
    await this.send(command);
    const answer = await this.answer(command, limits);
    // A configuration may hold any of these words; a refused command has no configuration in front of them.
    if (!/^#config-version=/m.test(answer.text) && REFUSED.test(answer.text))
      throw commandFailed(`the unit refused \`${command}\``, {
        facts: { command, returnCode: RETURN_CODE.exec(answer.text)?.[1] },
      });
    return answer;
  }

  /** Reads to the prompt, page by page. */
  async answer(command: string, limits: Partial<FortigateLimits> = {}): Promise<Answer> {
    const { silenceMs, quietMs, outputBytesMax } = { ...this.#limits, ...limits };
    const read = { silenceMs, quietMs, bytesMax: outputBytesMax };
    const pages: string[] = [];
    for (let chars = 0; chars <= outputBytesMax;) {
      const end = await this.shell.until((tail) => this.#end(tail), read);
      // Taken here, so that the pager line that was answered is not seen again before the unit wipes it.
      const page = this.shell.take();
      pages.push(page);
      chars += page.length;
      if (end.at === 'prompt') {
        const text = plainText(pages.join(''));
        return { text: withoutEcho(command, text.slice(0, text.length - end.line.length)), block: end.block };
      }
      await this.shell.write(' ');
    }
    throw garbled(`an answer of the unit is longer than ${outputBytesMax} characters`);
  }

  #end(tail: string): { at: 'prompt'; line: string; block: string | undefined } | { at: 'pager' } | undefined {
    const line = lastLine(plainText(tail));
    if (isPrompt(this.prompt, line)) return { at: 'prompt', line, block: promptBlock(this.prompt, line) };
    return PAGER.test(line) ? { at: 'pager' } : undefined;
  }
}

/** The terminal's echo of the command is the first line, possibly with a prompt before it. */
function withoutEcho(command: string, text: string): string {
  const end = text.indexOf('\n');
  if (end < 0) return text;
  return squeeze(text.slice(0, end)).endsWith(squeeze(command)) ? text.slice(end + 1) : text;
}
