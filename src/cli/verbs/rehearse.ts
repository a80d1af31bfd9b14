// `rehearse`: how a newcomer meets the tool, and how an engineer tries it before touching production.
import { userError } from '../../base/errors.ts';
import { civilDateInJapan } from '../../calendar/civil-date.ts';
import { rehearsePaper } from '../../rehearsal/paper-rehearsal.ts';
import { parseFault } from '../../rehearsal/faults.ts';
import { rehearse, type RehearsalResult, type StoryEvent } from '../../rehearsal/rehearse.ts';
import { rehearsalJson, rehearsalText, storyLine } from '../../report/rehearsal.ts';
import { FAULT_NAMES, testClockOf, todayOption } from '../../wiring.ts';
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
    io.out(`faults: ${FAULT_NAMES.join(', ')}\nsteps:  ${STEPS.join(', ')}`);
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

/** The simulated world, or a contract on paper: the user's own, or the provider's example. */
async function rehearsed(given: Given, io: Io, tell: Tell): Promise<RehearsalResult> {
  const options = { signal: io.signal, ...(tell === undefined ? {} : { tell }) };
  const faults = (given.options['fault'] as string[] | undefined) ?? [];
  const paper = paperOf(given, io);
  if (paper === undefined) {
    const route = textOption(given, 'route') === 'd' ? 'd' : 'r';
    const engine = textOption(given, 'engine') === 'terraform' ? 'terraform' : 'api';
    return rehearse({ ...options, route, engine, faults: faults.map((text) => parseFault(text, STEPS)) });
  }
  const ofApi = textOption(given, 'engine') === 'api';
  if ((faults.length > 0 && !ofApi) || textOption(given, 'route') === 'd')
    throw userError('rehearsal-on-paper', '--route and --fault are for a simulated world', {
      next: 'leave them out; --fault goes with --engine api as well',
    });
  const steps = API_STEPS[textOption(given, 'provider') ?? ''] ?? [];
  return rehearsePaper({ ...options, ...paper, faults: faults.map((text) => parseFault(text, steps)) });
}

const SIMULATED = 'sakura-fortigate';

/** Who can act in the example of a provider; `none`: persons alone. */
function enginesOf(provider = SIMULATED): readonly string[] {
  if (provider === SIMULATED) return ['api', 'terraform'];
  return API_EXAMPLES[provider] === undefined ? [] : ['none', 'api'];
}

function paperOf(given: Given, io: Io): { contractPath: string; startOn: string } | undefined {
  const [word] = given.args;
  const provider = textOption(given, 'provider');
  const today = todayOption(textOption(given, 'today'));
  const engine = textOption(given, 'engine');
  if (engine !== undefined && (word !== undefined || !enginesOf(provider).includes(engine)))
    throw userError('rehearsal-of-what', `--engine ${engine} is not for ${word ?? provider ?? SIMULATED}`, {
      why: 'a contract says by itself who acts',
      next: `${SIMULATED}: api, terraform; ${Object.keys(API_EXAMPLES).join(', ')}: none, api`,
    });
  if (word !== undefined && provider !== undefined)
    throw userError('rehearsal-of-what', 'give a contract or --provider, not both', {
      next: 'kaiyaku rehearse --help',
    });
  if (word !== undefined)
    return {
      contractPath: contractPath(word, io.cwd),
      startOn: today ?? civilDateInJapan(testClockOf(io.env).nowMs()),
    };
  const examples = engine === 'api' ? API_EXAMPLES : EXAMPLES;
  const example = provider === undefined ? undefined : examples[provider];
  return example === undefined ? undefined : { contractPath: exampleFile(example), startOn: today ?? example.startOn };
}
