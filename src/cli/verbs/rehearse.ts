// `rehearse`: how a newcomer meets the tool, and how an engineer tries it before touching production.
import { userError } from '../../base/errors.ts';
import { civilDateInJapan } from '../../calendar/civil-date.ts';
import { baseTeardown } from '../../engine/run.ts';
import { rehearsePaper } from '../../rehearsal/paper-rehearsal.ts';
import { serverEstateOf } from '../../rehearsal/server-estate.ts';
import { parseFault, SERVER_FAULT_NAMES, type WantedFault } from '../../rehearsal/faults.ts';
import { rehearse, type RehearsalResult, type StoryEvent } from '../../rehearsal/rehearse.ts';
import { rehearsalJson, rehearsalText, storyLine } from '../../report/rehearsal.ts';
import { contractInHand, FAULT_NAMES, testClockOf, todayOption } from '../../wiring.ts';
import { isSet, textOption, wantsJson, type Given, type Verb } from '../command.ts';
import { API_EXAMPLES, EXAMPLES, exampleFile } from '../example-file.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { contractPath } from '../with-contract.ts';

const STEPS = [
  'apply-for-cancellation',
  'file-licence-notice',
  'back-up',
  'reset-fortigate',
  'delete-licence-file',
  'release-ips',
  'destroy-server',
  'close',
];

export const verb: Verb = async (given, io) => {
  if (isSet(given, 'listFaults')) {
    io.out(
      `faults: ${FAULT_NAMES.join(', ')}\n` +
        `steps:  ${STEPS.join(', ')}\n` +
        `of a contract file in which kaiyaku acts: its own steps; with a server section also ${SERVER_FAULT_NAMES.join(', ')}`,
    );
    return EXIT.ok;
  }
  const json = wantsJson(given);
  const result = await rehearsed(given, io, json ? undefined : (event) => io.out(storyLine(event, io.style)));
  io.out(json ? JSON.stringify(rehearsalJson(result), null, 2) : rehearsalText(result, io.style));
  if (result.left.length > 0 && result.outcome === 'complete')
    throw userError('rehearsal-left', `left: ${result.left.join(', ')}`);
  return result.outcome === 'complete' ? EXIT.ok : EXIT.fault;
};

/** Of an example with an API, by provider: what kaiyaku itself does there. */
const API_STEPS: Readonly<Record<string, readonly string[]>> = {
  altus: ['release-addresses', 'destroy-servers', 'expunge-servers', 'close'],
  'clara-additional-ip': [
    'back-up:cafe.example',
    'change:cafe.example',
    'back-up:spring-fair.example',
    'delete:spring-fair.example',
    'address-unused',
  ],
};

type Tell = ((event: StoryEvent) => void) | undefined;

const SIMULATED = 'sakura-fortigate';

/** A simulated world, or a contract on paper: the user's own, or the provider's example. */
async function rehearsed(given: Given, io: Io, tell: Tell): Promise<RehearsalResult> {
  const options = { signal: io.signal, ...(tell === undefined ? {} : { tell }) };
  const faults = (given.options['fault'] as string[] | undefined) ?? [];
  const what = await whatOf(given, io);
  if (what.provider === SIMULATED) {
    const route = textOption(given, 'route') === 'd' ? 'd' : 'r';
    const engine = textOption(given, 'engine') as 'api' | 'terraform' | undefined;
    return rehearse({
      ...options,
      route,
      faults: faults.map((text) => parseFault(text, STEPS)),
      ...(engine === undefined ? {} : { engine }),
      ...(what.file === undefined ? {} : { contract: { path: what.file.contractPath, startOn: what.file.startOn } }),
    });
  }
  const file = what.file!;
  const { steps, names } = faults.length === 0 ? NO_FAULTS : await faultsOf(given, what.provider, file);
  if ((faults.length > 0 && steps.length === 0) || textOption(given, 'route') === 'd')
    throw userError('rehearsal-on-paper', '--route and --fault are for a simulated world', {
      next: 'leave them out; --fault goes with --engine api, and with a contract file in which kaiyaku acts, as well',
    });
  return rehearsePaper({ ...options, ...file, faults: faults.map((text) => parseFault(text, steps, names)) });
}

const NO_FAULTS: { readonly steps: readonly string[]; readonly names: readonly WantedFault['name'][] } = {
  steps: [],
  names: FAULT_NAMES,
};

/** Where faults can strike: at what kaiyaku itself does, its backups too, or looks at. No steps: on paper. */
async function faultsOf(given: Given, provider: string, file: NonNullable<What['file']>): Promise<typeof NO_FAULTS> {
  if (given.args.length === 0)
    return { ...NO_FAULTS, steps: textOption(given, 'engine') === 'api' ? (API_STEPS[provider] ?? []) : [] };
  const contract = await contractInHand(file.contractPath);
  const { teardown } = baseTeardown(contract, file.startOn);
  const names = serverEstateOf(contract.content) === undefined ? FAULT_NAMES : [...FAULT_NAMES, ...SERVER_FAULT_NAMES];
  const struck = teardown.steps.filter(
    ({ actor, notNeeded, looks, probes }) =>
      notNeeded === undefined && (actor === 'kaiyaku' || looks.length + probes.length > 0),
  );
  return { steps: struck.map(({ id }) => id), names };
}

/** Who can act for a provider; `none`: persons alone. Of the user's own file only the simulated world leaves a choice. */
function enginesOf(provider: string, ownFile: boolean): readonly string[] {
  if (provider === SIMULATED) return ['api', 'terraform'];
  return ownFile || API_EXAMPLES[provider] === undefined ? [] : ['none', 'api'];
}

interface What {
  readonly provider: string;
  /** None: the default world, with a contract of its own. */
  readonly file?: { readonly contractPath: string; readonly startOn: string };
}

async function whatOf(given: Given, io: Io): Promise<What> {
  const [word] = given.args;
  const wanted = textOption(given, 'provider');
  const today = todayOption(textOption(given, 'today'));
  const engine = textOption(given, 'engine');
  if (word !== undefined && wanted !== undefined)
    throw userError('rehearsal-of-what', 'give a contract or --provider, not both', {
      next: 'kaiyaku rehearse --help',
    });
  const own = word === undefined ? undefined : contractPath(word, io.cwd);
  const provider = own === undefined ? (wanted ?? SIMULATED) : (await contractInHand(own)).provider.id;
  if (engine !== undefined && !enginesOf(provider, own !== undefined).includes(engine))
    throw userError('rehearsal-of-what', `--engine ${engine} is not for ${word ?? provider}`, {
      why: 'a contract says by itself who acts',
      next: `${SIMULATED}: api, terraform; ${Object.keys(API_EXAMPLES).join(', ')}: none, api`,
    });
  if (own !== undefined) {
    const startOn = today ?? civilDateInJapan(testClockOf(io.env).nowMs());
    return { provider, file: { contractPath: own, startOn } };
  }
  const example = (engine === 'api' ? API_EXAMPLES : EXAMPLES)[provider];
  if (example === undefined) return { provider };
  return { provider, file: { contractPath: exampleFile(example), startOn: today ?? example.startOn } };
}
