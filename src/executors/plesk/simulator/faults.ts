// The faults of the simulated server, at either door, and the calls that each is for. Plain data.
import { FaultBox, readByName, type Turns } from '../../../base/fault-box.ts';

interface Match extends Turns {
  /** `subscription`; default every utility. */
  readonly utility?: string;
  /** Its first parameter: `--remove`. */
  readonly command?: string;
}

/**
 * - `code`: the utility ends with this code and does nothing; `half`: it does its work all the same
 * - `http`: this status instead of an answer (REST); over SSH the channel is refused
 * - `cut-before`, `cut-after`: the line is cut, before or after the effect
 * - `garbage`: the utility's output in another form, under code 0
 * - `truncated`: the output ends in its middle, under code 0
 */
export type FaultSpec = { readonly match?: Match } & (
  | { readonly name: 'code'; readonly code: number; readonly half?: boolean }
  | { readonly name: 'http'; readonly status: number }
  | { readonly name: 'cut-before' }
  | { readonly name: 'cut-after' }
  | { readonly name: 'garbage' }
  | { readonly name: 'truncated' }
);

const NAMES: readonly FaultSpec['name'][] = ['code', 'http', 'cut-before', 'cut-after', 'garbage', 'truncated'];

/** What a call is of: the utility and its first parameter. */
interface Called {
  readonly utility: string;
  readonly command: string | undefined;
}

export const faultBox = (specs?: readonly FaultSpec[]) =>
  new FaultBox<FaultSpec, FaultSpec, Called>(
    {
      read: readByName(NAMES),
      concerns: ({ match: { utility, command } = {} }, call) =>
        (utility === undefined || utility === call.utility) && (command === undefined || command === call.command),
      turns: ({ match }) => match,
    },
    specs,
  );
export type Faults = ReturnType<typeof faultBox>;
