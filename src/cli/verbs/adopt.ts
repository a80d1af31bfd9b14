// `adopt`: from a Terraform state to a contract's estate, to the blocks by which its repository lets go, and to the proof that
// it has. Reads the file alone; changes nothing.
import { relative, resolve } from 'node:path';
import { userError } from '../../base/errors.ts';
import { adoptState, letGo } from '../../adopt-state.ts';
import { adoptedAddresses, estateYaml, recordWarnings, removedBlocks } from '../../report/adoption.ts';
import { isSet, listOption, textOption, wantsJson, type Given, type Verb } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { contractPath } from '../with-contract.ts';

export const verb: Verb = async (given, io) => {
  const state = textOption(given, 'state');
  if (state === undefined)
    throw userError('state-needed', 'give --state: what `terraform show -json` printed', {
      next: 'terraform show -json > state.json; kaiyaku adopt --state state.json',
    });
  const path = resolve(io.cwd, state);
  return given.args[0] === undefined ? adopted(given, io, path) : proof(given, io, given.args[0], path);
};

const UNTOLD =
  ': the zone has it; its configuration says whether it is listed there. Where it is not, this is no hindrance';

async function adopted(given: Given, io: Io, path: string): Promise<number> {
  const { estate, addresses } = await adoptState(path, listOption(given, 'server'));
  const taken = adoptedAddresses(estate);
  const warnings = recordWarnings(estate);
  const removed = [removedBlocks(taken, addresses), ...warnings.map((warning) => `# ${warning}`)].join('\n');
  const yaml = estateYaml(estate, relative(io.cwd, path));
  if (wantsJson(given))
    io.out(JSON.stringify({ estate: yaml, removed, taken, leftOut: estate.leftOut, warnings }, null, 2));
  else io.out(isSet(given, 'removed') ? removed : yaml);
  return EXIT.ok;
}

/** Whether the state has let go of all that the contract names. A state with nothing in it may be another one. */
async function proof(given: Given, io: Io, word: string, path: string): Promise<number> {
  const { contract, held, examined } = await letGo(contractPath(word, io.cwd), path);
  if (examined === 0 && !isSet(given, 'empty'))
    throw userError('state-is-empty', `${relative(io.cwd, path)} holds nothing at all: it may be another state`, {
      why: 'a look at the wrong place shows nothing either',
      next: 'where it is the right one, and empty: kaiyaku adopt CONTRACT --state FILE --empty',
    });
  const done = held.length === 0;
  if (wantsJson(given)) io.out(JSON.stringify({ contract, letGo: done, examined, held }, null, 2));
  else if (done) io.out(`${contract}: the state has let go of everything (${examined} resources examined)`);
  else
    io.out(
      [
        `${contract}: the state still holds`,
        ...held.map(({ address, kind, id, untold }) => `  ${kind} ${id}  ${address}${untold === true ? UNTOLD : ''}`),
      ].join('\n'),
    );
  return done ? EXIT.ok : EXIT.waitingForPerson;
}
