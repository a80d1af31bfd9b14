// `execute …`: what asks before it acts. The answer is one key; what follows it on the line is done here as well.
import { atLeast } from '../device-file.ts';
import type { Device } from '../device.ts';
import { RESET_WORDS, type ResetWord } from '../reset.ts';
import type { Outcome, Session } from '../session.ts';
import { CTRL_C } from '../terminal.ts';
import {
  FORMAT_QUESTION,
  REBOOTING,
  REBOOT_QUESTION,
  RESETTING,
  RESETTING_OFF,
  RESET2_QUESTION,
  RESET_QUESTION,
  SHUTDOWN_QUESTION,
  SHUTTING_DOWN,
} from '../texts.ts';
import { complete } from '../words.ts';
import { notHere, unknownAction, type CommandText } from './result.ts';

const EXECUTE_WORDS = [...RESET_WORDS, 'formatlogdisk', 'reboot', 'shutdown'] as const;

/** The words that this train knows. */
export function executeWords(device: Device): (typeof EXECUTE_WORDS)[number][] {
  return EXECUTE_WORDS.filter(
    (word) => word !== 'factoryreset-for-central-management' || atLeast(device.file, 7, 6, 3),
  );
}

/** Runs one `execute` command to the end of its line, or of the connection. */
export async function execute(session: Session, words: readonly string[]): Promise<Outcome> {
  const { device } = session;
  const word = complete(words[0], executeWords(device));
  if (device.state.rights === 'read-only' || words.length === 0) return refuse(session, unknownAction);
  const inGlobal = device.state.vdoms.length === 0 || session.contexts.at(-1)?.kind === 'global';
  const atTop = session.contexts.length === 0 && device.file.executeAtTopLevel;
  if (word === undefined || !(inGlobal || atTop)) return refuse(session, notHere(words[0]));
  if (word === 'reboot' || word === 'shutdown' || word === 'formatlogdisk')
    return words.length > 1 ? refuse(session, notHere(words[1])) : restart(session, word);
  const keep = complete(words[1], ['keepvmlicense']) !== undefined;
  if (words.length > (keep ? 2 : 1)) return refuse(session, notHere(words[keep ? 2 : 1]));
  return reset(session, word, keep);
}

async function reset(session: Session, word: ResetWord, keepLicence: boolean): Promise<Outcome> {
  const { device } = session;
  const { faults } = device;
  if (faults.take('drop-before-question')) return session.lose('closed');
  if (faults.take('wrong-question')) return restart(session, 'reboot');
  const question = ask(session, word === 'factoryreset2' ? RESET2_QUESTION : RESET_QUESTION);
  if (faults.take('drop-after-question')) return session.lose('closed');
  if (!(await question())) return declined(session);
  const { lineEnd } = device.file;
  // The prompt that is printed once more is still the old one.
  const prompt = session.prompt();
  if (faults.take('drop-after-answer-no-effect')) return session.lose('closed');
  if (faults.take('reset-does-nothing')) device.reboot(`execute ${word} y (without effect)`);
  else device.reset(word, keepLicence);
  if (faults.take('drop-after-answer')) return session.loseAll('closed');
  if (faults.take('silent-after-answer')) return session.loseAll('silent');
  session.noise();
  session.terminal.write((word === 'factoryreset-shutdown' ? RESETTING_OFF : RESETTING) + prompt);
  return session.loseAll(lineEnd);
}

async function restart(session: Session, word: 'reboot' | 'shutdown' | 'formatlogdisk'): Promise<Outcome> {
  const { device } = session;
  const questions = { reboot: REBOOT_QUESTION, shutdown: SHUTDOWN_QUESTION, formatlogdisk: FORMAT_QUESTION };
  const question = ask(session, questions[word]);
  if (!(await question())) return declined(session);
  const prompt = session.prompt();
  if (word === 'shutdown') device.shutdown('execute shutdown y');
  else device.reboot(`execute ${word} y`);
  session.terminal.write((word === 'shutdown' ? SHUTTING_DOWN : REBOOTING) + prompt);
  return session.loseAll(device.file.lineEnd);
}

/** Writes the question; the returned function waits for `y` or `n`. */
function ask(session: Session, question: string): () => Promise<boolean> {
  const { terminal, device } = session;
  const [first = '', ...rest] = question.split('\n');
  terminal.write(`${first}\n`);
  session.noise();
  terminal.write(rest.join('\n'));
  return async () => {
    for (;;) {
      const key = await terminal.readKey();
      if (key === undefined || key === CTRL_C) return false;
      if ((key === '\r' || key === '\n') && device.file.enterAtQuestion === 'no') return false;
      if (!/^[ynYN]$/.test(key)) continue;
      terminal.echo(key);
      return key === 'y' || key === 'Y';
    }
  };
}

function declined(session: Session): Outcome {
  session.terminal.write('\n\n');
  return 'next';
}

async function refuse(session: Session, result: CommandText): Promise<Outcome> {
  await session.print(`${result.text}\n`, false);
  return 'next';
}
