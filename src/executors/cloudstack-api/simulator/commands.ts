// Every command of the simulated API, by the name that a signed call must give exactly.
import { apiRow } from './api-row.ts';
import type { Command } from './command.ts';
import { LISTS } from './lists.ts';
import { MACHINES } from './machines.ts';
import { NETWORK } from './network.ts';
import { noSuchEntity } from './refuse.ts';
import { STORAGE } from './storage.ts';

const ABOUT: Readonly<Record<string, Command>> = {
  listCapabilities: {
    kind: 'read',
    run: ({ state }) => ({
      capability: {
        cloudstackversion: state.version,
        ...state.capabilities,
        allowuserexpungerecovervolume: false,
        dynamicrolesenabled: true,
        defaultuipagesize: 20,
      },
    }),
  },
  listApis: {
    kind: 'read',
    takes: ['name'],
    run: ({ state }, { name }) => {
      const api = Object.entries(COMMANDS)
        .filter(([command]) => !state.forbidden.includes(command) && (name === undefined || name === command))
        .map(([command, one]) => apiRow(command, one));
      return api.length === 0 ? {} : { count: api.length, api };
    },
  },
  queryAsyncJobResult: {
    kind: 'read',
    takes: ['jobid*'],
    run: ({ state }, { jobid = '' }) => {
      const job = state.jobs.find(({ id }) => id === jobid);
      if (job === undefined) throw noSuchEntity('jobid', jobid);
      const failed = job.status === 2 ? { jobresultcode: failureCode(job.result) } : { jobresultcode: 0 };
      return {
        jobid: job.id,
        cmd: job.command,
        jobstatus: job.status,
        jobprocstatus: 0,
        ...failed,
        ...(job.result === undefined
          ? {}
          : { jobresulttype: typeof job.result === 'string' ? 'text' : 'object', jobresult: job.result }),
      };
    },
  },
};

function failureCode(result: unknown): number {
  const code = typeof result === 'object' && result !== null && 'errorcode' in result ? result.errorcode : undefined;
  return typeof code === 'number' ? code : 530;
}

export const COMMANDS: Readonly<Record<string, Command>> = { ...ABOUT, ...LISTS, ...MACHINES, ...STORAGE, ...NETWORK };
