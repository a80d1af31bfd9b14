// From a command line to its command. Which words are known depends on the place in the configuration and on the rights.
import { complete, parseLine } from '../words.ts';
import { grep } from '../grep.ts';
import type { Outcome, Session } from '../session.ts';
import { configure, inBlock, leave } from './config.ts';
import { diagnose } from './diagnose.ts';
import { execute } from './execute.ts';
import { get } from './get.ts';
import { notHere, unknownAction, type CommandText } from './result.ts';
import { show } from './show.ts';

export const TOP_WORDS = ['config', 'get', 'show', 'diagnose', 'execute', 'exit'] as const;
export const BLOCK_WORDS = ['set', 'unset', 'edit', 'delete', 'next', 'end', 'abort', 'get', 'show'] as const;
const CONTEXT_WORDS = [...TOP_WORDS, 'end', 'edit', 'next', 'abort'] as const;

/** Runs one line and writes what it says; the caller writes the next prompt. */
export async function runCommand(session: Session, line: string): Promise<Outcome> {
  session.device.record.command(line);
  const { words, pipe } = parseLine(line);
  const context = session.contexts.at(-1);
  const [first, ...rest] = words;
  if (first === undefined) return 'next';
  const known = context === undefined ? TOP_WORDS : context.kind === 'block' ? BLOCK_WORDS : CONTEXT_WORDS;
  const word = complete<(typeof CONTEXT_WORDS)[number] | (typeof BLOCK_WORDS)[number]>(first, known);
  if (word === undefined) return say(session, unknownAction, pipe);
  if (word === 'exit') return context === undefined ? 'exit' : say(session, unknownAction, pipe);
  if (word === 'execute') return execute(session, rest);
  return say(session, textOf(session, word, rest), pipe);
}

type TextWord = Exclude<(typeof CONTEXT_WORDS)[number] | (typeof BLOCK_WORDS)[number], 'exit' | 'execute'>;

function textOf(session: Session, word: TextWord, rest: readonly string[]): CommandText {
  switch (word) {
    case 'get':
      return get(session, rest);
    case 'show':
      return show(session, rest);
    case 'diagnose':
      return diagnose(session, rest);
    case 'config':
      return configure(session, rest);
    case 'set':
    case 'unset':
    case 'delete':
      return inBlock(session, word, rest);
    case 'edit':
    case 'next':
    case 'end':
    case 'abort':
      return leave(session, word, rest);
  }
}

// Errors are not filtered, and what went through a pipe is not paged.
async function say(session: Session, result: CommandText, pipe: readonly string[] | undefined): Promise<Outcome> {
  if (pipe === undefined || result.failed) {
    await session.print(`${result.text}\n`, !result.failed);
    return 'next';
  }
  const filtered = grep(result.text, pipe);
  await session.print(filtered === undefined ? `${notHere(pipe[0] ?? '|').text}\n` : `${filtered}\n`, false);
  return 'next';
}
