// The licence file and every copy of it that the contract lists: local ones are deleted, remote ones are a person's.
import { effect, step, type Effect, type Step } from '../../src/teardown/step.ts';
import { cite } from './citation.ts';
import { fileTarget, localLicencePaths, searchTarget } from './targets.ts';
import type { Context } from './context.ts';
import { targetKey } from '../../src/executors/port.ts';

const STEP = 'delete-licence-file';
const GLOB = /[*?[\]{}]/;

export function deleteLicenceFile(context: Context): Step {
  const { contract, terms } = context;
  const paths = licencePaths(context);
  const search = searchTarget(contract);
  const nothing = localLicencePaths(contract).length === 0 && contract.licenceSearch.length === 0;
  return step({
    id: STEP,
    title: 'delete the licence file (ライセンスファイルの削除)',
    actor: 'kaiyaku',
    after: ['reset-fortigate'],
    window: terms.teardownWindow ?? {},
    effects: paths.known.map(deletion),
    guards: ['R01', 'R20', 'R21', 'R24'],
    probes: nothing
      ? []
      : [{ part: 'no licence file left', target: search, goal: { is: 'facts', equal: { listed: [], copies: [] } } }],
    ...(paths.unreadable === undefined ? {} : { unreadable: paths.unreadable }),
    ...(nothing ? { notNeeded: 'the contract lists no local licence file' } : {}),
    citation: cite('4.1', 'ライセンスファイルの削除'),
  });
}

const deletion = (path: string): Effect =>
  effect({
    step: STEP,
    title: `delete licence file ${path}`,
    command: { target: fileTarget(path), verb: 'delete', args: {} },
  });

/** Plain paths, what the globs show now, and what the journal already knows (a deleted file no longer matches). */
function licencePaths({ contract, discovered, history }: Context): {
  known: string[];
  unreadable?: NonNullable<Step['unreadable']>;
} {
  const listed = localLicencePaths(contract);
  const known = new Set(listed.filter((path) => !GLOB.test(path)));
  const prefix = `${STEP}/delete:${targetKey(fileTarget(''))}`;
  for (const id of history.effects) if (id.startsWith(prefix)) known.add(id.slice(prefix.length));
  if (listed.every((path) => !GLOB.test(path))) return { known: [...known] };
  const seen = discovered.get(targetKey(searchTarget(contract)));
  if (seen?.state === 'present') for (const path of seen.facts['listed'] as readonly string[]) known.add(path);
  return { known: [...known], ...(seen?.state === 'unknown' ? { unreadable: seen.error } : {}) };
}

export type CopyPlace = 'behind-a-fortigate' | 'elsewhere';

/** Where copies lie that only a person can delete. */
export function licencePlaces(
  contract: Pick<Context['contract'], 'services' | 'licenceFiles'>,
  where: CopyPlace,
): string[] {
  const devices = contract.services.flatMap(({ fortigate, server }) => [
    fortigate.hostname,
    fortigate.serial,
    server.id,
    server.name,
  ]);
  return contract.licenceFiles
    .flatMap((file) => ('place' in file ? [file] : []))
    .filter(({ via }) => (via !== undefined && devices.includes(via)) === (where === 'behind-a-fortigate'))
    .map((file) => file.place);
}

/** Copies where kaiyaku cannot look: closed by evidence. Those behind a FortiGate come before its reset. */
export function deleteLicenceCopies({ contract, terms }: Context, where: CopyPlace): Step[] {
  const places = licencePlaces(contract, where);
  if (places.length === 0) return [];
  return [
    step({
      id: where === 'elsewhere' ? 'delete-licence-copies' : 'delete-licence-copies-behind',
      title: `delete licence copies by hand: ${places.join(', ')}`,
      actor: 'customer',
      after: [STEP],
      window: terms.teardownWindow ?? {},
      evidence: [
        { name: 'deletedOn', kind: 'date', required: true, what: 'day of the deletion' },
        { name: 'file', kind: 'file', required: false, what: 'a listing that shows them gone' },
      ],
      citation: cite('4.1', 'ライセンスファイルの削除'),
    }),
  ];
}
