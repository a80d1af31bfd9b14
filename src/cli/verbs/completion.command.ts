// `completion` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';

/** Over all records, itself among them. */
export const completion = (commands: () => readonly CommandRecord[]): CommandRecord => ({
  name: 'completion',
  args: '<shell>',
  what: 'print the completion script: bash, zsh or fish',
  options: [],
  examples: ['source <(kaiyaku completion bash)'],
  load: async () => ({ verb: (await import('./completion.ts')).completionOf(commands()) }),
});
