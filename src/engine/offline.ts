// The same decision without looking at the world: for persons' steps, `check` and `terms`. No secret is resolved and no
// socket is opened; whatever would have to be looked at, and was not before, is `not-asked`.
import { decide } from './decide.ts';
import { derive, type Run } from './run.ts';
import { decideInputOf, Sight, type Survey } from './survey.ts';

export function surveyOffline(run: Run, sight = new Sight()): Survey {
  const derived = derive(run, sight.seen);
  const input = decideInputOf(run, sight, derived);
  return { ...derived, input, decision: decide(input) };
}
