// The closing lines of every verb that writes: the head that anchors the journal (J6), and the next command.
import { printedHead } from '../journal/anchor.ts';
import type { JournalState } from '../journal/project.ts';

export const saidHead = (state: JournalState): string => `journal  ${printedHead(state.head)}`;

/** What happened, the head, what comes next. */
export const said = (happened: string, state: JournalState, next: string): string =>
  `${happened}\n\n${saidHead(state)}\n\nNext  ${next}`;
