// One CLI session on one channel: its device, its terminal, its prompt, and the place in the configuration.
import type { Device } from './device.ts';
import { PROMPT_HOSTNAME_CHARS_MAX } from './limits.ts';
import type { Line, LineEnd } from './line.ts';
import { atLeast } from './device-file.ts';
import type { Terminal } from './terminal.ts';
import { NOISE } from './texts.ts';

/** Where in the configuration the session stands; the last one counts. */
export type Context =
  | { readonly kind: 'global' }
  | { readonly kind: 'vdom-table' }
  | { readonly kind: 'vdom'; readonly name: string }
  | {
      readonly kind: 'block';
      /** `system console`. */
      readonly path: string;
      /** What `set` has put here and `end` will write. */
      readonly pending: Map<string, string>;
    };

/** `exit`: the session ends properly. `gone`: the line is lost, nothing more may be sent. */
export type Outcome = 'next' | 'exit' | 'gone';

export interface SessionParts {
  readonly device: Device;
  readonly terminal: Terminal;
  readonly line: Line;
  readonly noisy: boolean;
  /** Ends every line of the device, as a restart does. */
  readonly loseAllLines: (how: LineEnd) => void;
}

export class Session {
  readonly device: Device;
  readonly terminal: Terminal;
  readonly contexts: Context[] = [];
  readonly #line: Line;
  readonly #noisy: boolean;
  readonly #loseAllLines: (how: LineEnd) => void;
  #noiseTurn = 0;

  constructor(parts: SessionParts) {
    this.device = parts.device;
    this.terminal = parts.terminal;
    this.#line = parts.line;
    this.#noisy = parts.noisy;
    this.#loseAllLines = parts.loseAllLines;
  }

  /** `HOST # `, `HOST (global) # `, `HOST(Primary) # ` in a pair of 7.6, `$` for restricted accounts. */
  prompt(): string {
    const { state, file } = this.device;
    const cut = PROMPT_HOSTNAME_CHARS_MAX;
    const host = state.hostname.length > cut ? `${state.hostname.slice(0, cut - 1)}~` : state.hostname;
    const { mode, role } = state.ha;
    const member =
      mode !== 'standalone' && atLeast(file, 7, 6) ? `(${role === 'primary' ? 'Primary' : 'Secondary'})` : '';
    const sign = state.rights === 'read-write' ? '#' : '$';
    return `${host}${member}${contextLabel(this.contexts.at(-1))} ${sign} `;
  }

  /** Nothing may be sent any more. */
  get lost(): boolean {
    return this.#line.dead;
  }

  /** Output of a command, paged where the device pages. False when the reader stopped it. */
  async print(text: string, paged: boolean): Promise<void> {
    this.noise();
    await this.terminal.page(text, paged && this.device.state.console === 'more');
  }

  /** One line of console noise where that fault was ordered. */
  noise(): void {
    if (!this.#noisy) return;
    this.terminal.write(NOISE[this.#noiseTurn % NOISE.length] ?? '');
    this.#noiseTurn += 1;
  }

  /** Loses this line only. */
  async lose(how: LineEnd): Promise<'gone'> {
    await this.terminal.wire.flush();
    this.#line.end(how);
    return 'gone';
  }

  /** Loses every line of the device once the text written so far is out. */
  async loseAll(how: LineEnd): Promise<'gone'> {
    await this.terminal.wire.flush();
    this.#loseAllLines(how);
    return 'gone';
  }
}

function contextLabel(context: Context | undefined): string {
  if (context === undefined) return '';
  switch (context.kind) {
    case 'global':
      return ' (global)';
    case 'vdom-table':
      return ' (vdom)';
    case 'vdom':
      return ` (${context.name})`;
    case 'block':
      return ` (${context.path.split(' ').at(-1) ?? ''})`;
  }
}
