// `schema` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';

export const schema: CommandRecord = {
  name: 'schema',
  args: '[provider]',
  what: 'print the JSON Schema of contract files',
  options: [],
  examples: ['kaiyaku schema sakura-fortigate > contract.schema.json'],
  load: () => import('./schema.ts'),
};
