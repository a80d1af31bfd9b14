// The factory reset, in one connection: identity, HA, fresh dump against the backup, question, one answer, the end of the
// line. Up to the answering note every failure is proven non-effect; from the `y` on only looking can tell.
// It never answers a question that it does not know in full, and never answers twice.
import type { JsonObject } from '../../base/canonical-json.ts';
import { KaiyakuError, refusal } from '../../base/errors.ts';
import { redact } from '../../base/redact.ts';
import type { ActContext, Receipt } from '../port.ts';
import { fetchDump } from './backup.ts';
import { isIntact } from './backup-file.ts';
import type { FortigateExpect } from './command.ts';
import type { ResetArgs } from './expect.ts';
import { lineLost, noisyQuestion, noQuestion, otherQuestion, outcomeUnknown } from './failures.ts';
import type { FortigateLimits } from './limits.ts';
import { answeringNote, resetTextNote } from './notes.ts';
import { isPrompt } from './prompt.ts';
import { type Question, readQuestion, resetTextSeen } from './question.ts';
import type { Session } from './session.ts';
import type { Shell } from './shell.ts';
import { vdomsOn } from './status.ts';
import { lastLine, plainText } from './terminal-text.ts';
import { differencesOf, enterGlobal } from './unit.ts';

/** Carries out `factory-reset` in a session. `onAnswer` is called when an error can no longer prove that nothing happened. */
export async function factoryReset(
  session: Session,
  expect: FortigateExpect,
  args: ResetArgs,
  limits: FortigateLimits,
  ctx: ActContext,
  onAnswer: () => void,
): Promise<Receipt> {
  checkUnit(session, expect);
  await checkBackup(session, args, limits, ctx);
  const { dialogue, unit } = session;
  const { shell } = dialogue;
  if (vdomsOn(unit)) await enterGlobal(dialogue);

  const line = `execute ${args.command}`;
  ctx.progress(`sending \`${line}\` to ${unit.hostname}`);
  await dialogue.send(line);
  const question = await askedBy(session, args, line, limits);
  const transcript = [shell.take()];
  if (question !== 'known') await refuseQuestion(shell, question, args, limits);
  if (shell.ended) throw lineLost('the session ended before the question was answered; nothing was reset');
  ctx.signal?.throwIfAborted();
  shell.ignoreCancellation();

  await ctx.note(answeringNote(args.command, unit.serial));
  ctx.fault();
  if (shell.ended) throw lineLost('the session ended before the question was answered; nothing was reset');
  // The answer is for the question as it was read; whatever came after it may be another one.
  if (plainText(shell.tail).trim() !== '') await refuseQuestion(shell, 'noisy', args, limits);
  onAnswer();
  try {
    await shell.write('y');
    ctx.fault();
    const end = await readEnd(shell, unit.serial, limits, ctx, (text) => transcript.push(text));
    const head = `host key ${session.connection.hostKey}\nserial ${unit.serial}\n\n`;
    const evidence = await ctx.evidence.put(
      `reset-${unit.serial}.txt`,
      `${head}${redact(plainText(transcript.join('')))}\n`,
    );
    const facts: JsonObject = {
      answered: true,
      resetTextSeen: end.resetTextSeen,
      command: args.command,
      serial: unit.serial,
      lineEnded: end.lineEnded,
      privateDataEncryption: unit.privateDataEncryption,
    };
    if (end.resetTextSeen) return { facts, evidence: [evidence] };
    throw outcomeUnknown(`the question was answered, and ${unit.hostname} said nothing about a reset`, {
      facts: { ...facts, evidence },
    });
  } catch (error) {
    if (error instanceof KaiyakuError && error.detail.class === 'unknown-outcome') throw error;
    throw outcomeUnknown(`the question was answered; then our own work on ${unit.hostname} failed`, { cause: error });
  }
}

function checkUnit({ unit }: Session, expect: FortigateExpect): void {
  const differences = differencesOf(expect, unit);
  if (differences.length > 0)
    throw refusal('R08', `the unit at ${expect.host}:${expect.port} is not the one in the contract`, {
      facts: { differences },
    });
  if (unit.haMode !== 'standalone')
    throw refusal('R10', `${unit.hostname} does not say that it stands alone (HA mode ${unit.haMode})`, {
      why: 'the other member would take over with the same addresses and its own licence',
      facts: { haMode: unit.haMode },
    });
}

/** The stored backup is intact, and it is of what the unit holds now. */
async function checkBackup(session: Session, args: ResetArgs, limits: FortigateLimits, ctx: ActContext): Promise<void> {
  const noBackup = (why: string): KaiyakuError =>
    refusal('R11', `${session.unit.hostname} is not reset without a backup of its present configuration`, {
      why,
      next: 'run the back-up step again',
    });
  const { backupNormalisedSha256: wanted, backupMethod: method, backupPath: path, backupSha256: sha256 } = args;
  if (wanted === undefined || wanted === null || method === undefined || method === null)
    throw noBackup('no backup is named');
  if (path !== undefined && path !== null && sha256 !== undefined && sha256 !== null && !(await isIntact(path, sha256)))
    throw noBackup('the backup file is gone or changed');
  ctx.progress(`comparing the backup with the configuration of ${session.unit.hostname}`);
  const now = await fetchDump(session, method, limits, ctx.signal);
  if (now.normalisedSha256 !== wanted) throw noBackup('the configuration has changed since the backup');
}

/** What the unit asks; `none` when the prompt came instead. */
async function askedBy(
  { dialogue }: Session,
  args: ResetArgs,
  line: string,
  limits: FortigateLimits,
): Promise<Question> {
  const { shell, prompt } = dialogue;
  const read = { silenceMs: limits.silenceMs, quietMs: limits.quietMs, bytesMax: limits.outputBytesMax };
  return shell.until((tail) => {
    // A unit that resets without asking: the caller has answered nothing, and yet it happens.
    if (resetTextSeen(tail))
      throw outcomeUnknown('the unit resets without having asked', { facts: { answered: false } });
    const question = readQuestion(args.command, line, tail);
    if (question !== 'none') return question;
    return isPrompt(prompt, lastLine(plainText(tail))) ? 'none' : undefined;
  }, read);
}

/** Says no, and waits a moment for it to arrive. */
async function refuseQuestion(
  shell: Shell,
  question: Question,
  { command }: ResetArgs,
  limits: FortigateLimits,
): Promise<never> {
  if (question === 'none')
    throw noQuestion(`the unit did not take \`execute ${command}\`; it asked nothing`, {
      why: 'the word is not known to this version, or the account may not use it',
    });
  if (!shell.ended) {
    await shell.write('n');
    await shell.more(limits.silenceMs);
  }
  const make = question === 'noisy' ? noisyQuestion : otherQuestion;
  throw make(`\`execute ${command}\` did not ask exactly what it is known to ask; the answer was no`);
}

interface End {
  readonly resetTextSeen: boolean;
  readonly lineEnded: 'closed' | 'silent';
}

/** Reads until the line is dead or silent. A prompt printed again is not the end. */
async function readEnd(
  shell: Shell,
  serial: string,
  limits: FortigateLimits,
  ctx: ActContext,
  keep: (text: string) => void,
): Promise<End> {
  let seen = false;
  let text = '';
  const total = AbortSignal.timeout(limits.resetTotalMs);
  while (!total.aborted && text.length <= limits.outputBytesMax) {
    const more = await shell.more(limits.resetSilenceMs);
    const piece = shell.take();
    text += piece;
    keep(piece);
    if (!seen && resetTextSeen(text)) {
      seen = true;
      await ctx.note(resetTextNote(serial));
      ctx.fault();
    }
    if (more === 'ended') return { resetTextSeen: seen, lineEnded: 'closed' };
    if (more === 'silent') break;
  }
  return { resetTextSeen: seen, lineEnded: 'silent' };
}
