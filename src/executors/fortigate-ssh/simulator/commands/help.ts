// `?`: what may follow here. Only the words that this simulator knows.
import { parseLine, complete } from '../words.ts';
import type { Session } from '../session.ts';
import { executeWords } from './execute.ts';

const TOP: Readonly<Record<string, string>> = {
  config: 'Configure object.',
  get: 'Get dynamic and system information.',
  show: 'Show configuration.',
  diagnose: 'Diagnose facility.',
  execute: 'Execute static commands.',
  exit: 'Exit the CLI.',
};

/** Lines of help for what has been typed so far; ends without a line end where there is nothing to say. */
export function help(session: Session, typed: string): string {
  const words = [...parseLine(typed).words];
  const last = typed === '' || typed.endsWith(' ') ? '' : (words.pop() ?? '');
  const first = complete(words[0], Object.keys(TOP));
  if (words.length === 0 && session.contexts.at(-1)?.kind !== 'block')
    return Object.entries(TOP)
      .filter(([word]) => word.startsWith(last))
      .map(([word, text]) => `${word.padEnd(11)}${text}\n`)
      .join('');
  if (first === 'execute' && words.length === 1)
    return executeWords(session.device)
      .filter((word) => word.startsWith(last))
      .map((word) => `${word}\n`)
      .join('');
  return '';
}
