// The command loop of a session. Shell and exec differ only in where the commands come from and in whether there is a terminal.
import { help } from './commands/help.ts';
import { runCommand } from './commands/index.ts';
import { COMMANDS_PER_SESSION_MAX } from './limits.ts';
import { readLine, type Typed } from './line-editor.ts';
import type { Outcome, Session } from './session.ts';

/** Runs commands until the client leaves or, with `whilePrefilled`, until the given command text is used up. */
export async function converse(session: Session, whilePrefilled: boolean): Promise<'exit' | 'gone'> {
  const { terminal } = session;
  terminal.write(session.prompt());
  let begun = '';
  for (let count = 0; count < COMMANDS_PER_SESSION_MAX; count += 1) {
    if (whilePrefilled && terminal.wire.prefilled === 0) return 'exit';
    const typed = await readLine(terminal, begun);
    if (session.lost) return 'gone';
    begun = '';
    const outcome = await answer(session, typed);
    if (outcome !== 'next') return outcome;
    if (typed.kind === 'help') begun = typed.text;
    terminal.write(session.prompt() + begun);
  }
  return 'exit';
}

async function answer(session: Session, typed: Typed): Promise<Outcome> {
  switch (typed.kind) {
    case 'end':
      return 'exit';
    case 'interrupt':
      if (typed.text !== '') return 'next';
      return session.contexts.pop() === undefined ? 'exit' : 'next';
    case 'help':
      session.terminal.write(`\n${help(session, typed.text)}\n`);
      return 'next';
    case 'line':
      return typed.text.trim() === '' ? 'next' : runCommand(session, typed.text);
  }
}
