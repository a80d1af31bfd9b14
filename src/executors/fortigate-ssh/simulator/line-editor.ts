// Typing one command line: echo, rubbing out, `?` as help at once, Ctrl-C, Ctrl-V for a literal key.
import { COMMAND_LINE_CHARS_MAX } from './limits.ts';
import { CTRL_C, CTRL_D, type Terminal } from './terminal.ts';

export type Typed =
  | { readonly kind: 'line'; readonly text: string }
  /** `?` was pressed; the line so far is to be typed on. */
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'interrupt'; readonly text: string }
  | { readonly kind: 'end' };

const CTRL_U = '\u0015';
const CTRL_V = '\u0016';
const RUB_OUT = '\b \b';

/** Reads until Enter (a bare CR or a bare LF: CRLF is two Enters, as on a terminal), `?`, Ctrl-C or the end. */
export async function readLine(terminal: Terminal, begun = ''): Promise<Typed> {
  let text = begun;
  for (;;) {
    const key = await terminal.readKey();
    if (key === undefined || (key === CTRL_D && text === '')) return { kind: 'end' };
    if (key === '\r' || key === '\n') {
      terminal.echo('\n');
      return { kind: 'line', text };
    }
    if (key === CTRL_C) {
      terminal.echo('^C\n');
      return { kind: 'interrupt', text };
    }
    if (key === '?') return { kind: 'help', text };
    if (key === '\u007f' || key === '\b') {
      if (text !== '') terminal.echo(RUB_OUT);
      text = Array.from(text).slice(0, -1).join('');
      continue;
    }
    if (key === CTRL_U) {
      terminal.echo(RUB_OUT.repeat(text.length));
      text = '';
      continue;
    }
    const typed = key === CTRL_V ? ((await terminal.readKey()) ?? '') : key;
    if (typed < ' ' || text.length >= COMMAND_LINE_CHARS_MAX) continue;
    text += typed;
    terminal.echo(typed);
  }
}

/** A hidden line: each character is shown as `*`. Undefined at the end or at Ctrl-C. */
export async function readHidden(terminal: Terminal): Promise<string | undefined> {
  let text = '';
  for (;;) {
    const key = await terminal.readKey();
    if (key === undefined || key === CTRL_C) return undefined;
    if (key === '\r' || key === '\n') {
      terminal.write('\n');
      return text;
    }
    if (key === '\u007f' || key === '\b') {
      if (text !== '') terminal.echo(RUB_OUT);
      text = text.slice(0, -1);
      continue;
    }
    if (key < ' ' || text.length >= COMMAND_LINE_CHARS_MAX) continue;
    text += key;
    terminal.echo('*');
  }
}
