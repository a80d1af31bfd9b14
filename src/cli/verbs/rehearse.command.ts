// `rehearse` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';
import { FORMAT, VERBOSE } from '../shared-options.ts';

export const rehearse: CommandRecord = {
  name: 'rehearse',
  args: '[contract]',
  what: 'run the real apply to the end without touching anything: in a simulated world, or on paper where persons act',
  options: [
    FORMAT,
    {
      flags: '--provider <name>',
      what: 'the example of this provider (default: sakura-fortigate, in its simulated world)',
      choices: ['sakura-fortigate', 'altus', 'clara-additional-ip', 'flxsrv-plan-change', 'jmotto-transfer'],
    },
    {
      flags: '--engine <engine>',
      what: 'who acts: none (altus: persons, on paper), api, or terraform (sakura-fortigate: the real program deletes)',
      choices: ['none', 'api', 'terraform'],
    },
    { flags: '--today <date>', what: 'the day on which it begins: for a contract file, or an example on paper' },
    {
      flags: '--route <route>',
      what: 'r: reset and delete; d: the device is dead, delete the disk',
      choices: ['r', 'd'],
      default: 'r',
    },
    { flags: '--fault <name@step>', what: 'inject a fault at a step (may be given several times)', many: true },
    { flags: '--list-faults', what: 'list the faults that can be injected' },
    VERBOSE,
  ],
  examples: [
    'kaiyaku rehearse',
    'kaiyaku rehearse --route d',
    'kaiyaku rehearse --engine terraform',
    'kaiyaku rehearse --provider altus',
    'kaiyaku rehearse --provider altus --engine api',
    'kaiyaku rehearse contracts/clara.yaml --today 2027-01-05',
    'kaiyaku rehearse contracts/fgt-prod.yaml --route d',
    'kaiyaku rehearse --fault timeout-after@destroy-server --format json',
  ],
  load: () => import('./rehearse.ts'),
};
