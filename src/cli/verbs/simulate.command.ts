// `simulate` as data: its words, options and examples.
import type { CommandRecord } from '../command.ts';

export const simulate: CommandRecord = {
  name: 'simulate',
  args: '<name>',
  what: 'run one simulator by itself: sakura-api, fortigate, cloudstack, plesk, registry or terraform-provider',
  options: [
    { flags: '--port <port>', what: 'port on 127.0.0.1', default: '0' },
    { flags: '--world <file>', what: 'JSON file of the world or the device' },
    { flags: '--time-scale <factor>', what: 'durations pass so many times faster', default: '1' },
    { flags: '--fault <json>', what: 'a fault to begin with', many: true },
    { flags: '--power <url>', what: 'fortigate: root of a sakura-api simulator whose server it is' },
    { flags: '--server <zone/id>', what: 'fortigate: the server it runs on' },
    { flags: '--api <url>', what: 'terraform-provider: root of the sakura-api simulator that it works against' },
  ],
  examples: [
    'kaiyaku simulate sakura-api --port 18080',
    'kaiyaku simulate fortigate --port 2222 --power http://127.0.0.1:18080 --server is1b/113000000101',
    'kaiyaku simulate terraform-provider --api http://127.0.0.1:18080/cloud/zone',
    'kaiyaku simulate cloudstack --port 18081',
    'kaiyaku simulate plesk --port 18443',
    'kaiyaku simulate registry --port 18082',
  ],
  load: () => import('./simulate.ts'),
};
