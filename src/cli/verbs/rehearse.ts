// `rehearse`: how a newcomer meets the tool, and how an engineer tries it before touching production.
import { userError } from '../../base/errors.ts';
import { parseFault } from '../../rehearsal/faults.ts';
import { rehearse, type StoryEvent } from '../../rehearsal/rehearse.ts';
import { rehearsalJson, rehearsalText, storyLine } from '../../report/rehearsal.ts';
import { FAULT_NAMES } from '../../wiring.ts';
import { isSet, textOption, wantsJson, type Verb } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

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
  const route = textOption(given, 'route') === 'd' ? 'd' : 'r';
  const faults = ((given.options['fault'] as string[] | undefined) ?? []).map((text) => parseFault(text, STEPS));
  const json = wantsJson(given);
  const result = await rehearse({
    route,
    faults,
    signal: io.signal,
    ...(json ? {} : { tell: (event: StoryEvent) => io.out(storyLine(event, io.style)) }),
  });
  io.out(json ? JSON.stringify(rehearsalJson(result), null, 2) : rehearsalText(result, io.style));
  if (result.left.length > 0 && result.outcome === 'complete')
    throw userError('rehearsal-left', `left: ${result.left.join(', ')}`);
  return result.outcome === 'complete' ? EXIT.ok : EXIT.fault;
};
