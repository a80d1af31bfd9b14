// The reset's question and answer texts. Pure. Only the exact known statement of the very command is answered: a question
// that differs by one word may be about something else (`except …`, `keep …`). White space is ignored, because a
// terminal wraps; nothing else is.
// Source: facts §2; the wording for `factoryreset-shutdown` is not documented, so its plausible forms are listed.
import type { ResetCommand } from './command.ts';
import { plainText, squeeze } from './terminal-text.ts';

const CONTINUE = 'Do you want to continue? (y/n)';
const RESET = 'This operation will reset the system to factory default';
const SHUTDOWN = 'This operation will shutdown the system !';
const KEPT_BY_2 =
  'system.global.vdom-mode/system.global.long-vdom-name/VDOMs/system.virtual-switch/system.interface/system.settings/router.static/router.static6';

/** What may stand before `Do you want to continue? (y/n)`, per command. */
const STATEMENTS: Readonly<Record<ResetCommand, readonly string[]>> = {
  factoryreset: [`${RESET}!`, `${RESET} !`],
  factoryreset2: [`${RESET} except ${KEPT_BY_2}!`],
  'factoryreset-shutdown': [
    `${RESET}!`,
    `${RESET} and shutdown!`,
    `${RESET} and shutdown the system!`,
    `${RESET} and then shutdown!`,
    `${RESET} and then shutdown the system!`,
    `${RESET}, then shutdown!`,
    `${RESET} then shutdown!`,
    `${RESET}! ${SHUTDOWN}`,
  ],
};

/** `noisy`: the known statement and question, with other text among them; not answered, but worth another try. */
export type Question = 'none' | 'known' | 'noisy' | 'other';

/** What the screen asks after `command` (the whole line, as it is echoed) was sent. */
export function readQuestion(command: ResetCommand, line: string, raw: string): Question {
  const text = squeeze(plainText(raw));
  if (!/\([yY]\/[nN]\)$/.test(text)) return 'none';
  const echo = squeeze(line);
  const asked = text.startsWith(echo) ? text.slice(echo.length) : text;
  const statements = STATEMENTS[command].map(squeeze);
  if (statements.some((statement) => asked === statement + squeeze(CONTINUE))) return 'known';
  const noisy = asked.endsWith(squeeze(CONTINUE)) && statements.some((statement) => asked.includes(statement));
  return noisy ? 'noisy' : 'other';
}

/** Whether the unit said that it resets. The prompt printed again after it means nothing. */
export function resetTextSeen(raw: string): boolean {
  return squeeze(plainText(raw)).includes('Systemisresettingtofactorydefault');
}
