// Name servers in a rehearsal on paper: they show what the persons said that they had done. Nobody is asked anything, so this
// says nothing about real ones, and must never be used for a real contract.
import { bugError } from '../base/errors.ts';
import type { Executor } from '../executors/port.ts';

/** Every look at names finds them clean; nothing can be changed. */
export const obedientDns: Executor = {
  name: 'dns',
  observe: (target, { clock }) =>
    Promise.resolve({
      state: 'present',
      facts: { mentions: [], serials: [], serialsAgree: true, notAsked: [], complete: true, rehearsed: target.id },
      seenAtMs: clock.nowMs(),
    }),
  act: () => Promise.reject(bugError('read-only', 'name servers are only looked at')),
  classify: () => 'permanent',
};
