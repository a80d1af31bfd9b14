// For what the route that somebody asks for is taken. A route that may be for one thing and not for another is never taken for
// what still answers, unless that is named; what it is for already stays on it.
import { userError } from '../base/errors.ts';
import { targetKey } from '../executors/port.ts';
import { ORDINARY_ROUTE } from '../journal/project.ts';
import { readRouteWord, routeWord } from '../teardown/route-word.ts';
import type { OtherRoute, RouteFor } from '../teardown/step.ts';
import { surveyOffline } from './offline.ts';
import { historyOf, type Run } from './run.ts';
import { look, Sight } from './survey.ts';

/** The route as it will be approved, and what the approver has to know of it. */
export interface RouteTaken {
  readonly route: string;
  readonly shows: readonly string[];
}

/** Looks at what the route could be for. Throws `unknown-route`, `route-in-force`, `nothing-out-of-reach` (user). Writes nothing. */
export async function routeTaken(run: Run, word: string): Promise<RouteTaken> {
  const asked = readRouteWord(word);
  const offers = offersOf(withRoute(run, ORDINARY_ROUTE)).filter(({ route }) => route === asked.route);
  const things = new Map(offers.flatMap(({ each = [] }) => each).map((one) => [one.name, one]));
  const inForce = historyOf(run).route;
  if (things.size === 0 || inForce === asked.route) return takenWhole(run, word);
  const on = readRouteWord(inForce).route === asked.route ? readRouteWord(inForce).names : [];
  const left = [...things.values()].filter(({ name }) => !on.includes(name));
  const chosen = left.filter(({ name }) => asked.names.includes(name));
  const unknown = asked.names.filter((name) => !things.has(name) && !on.includes(name));
  if (unknown.length > 0)
    throw userError('unknown-route', `route ${asked.route} cannot be for ${unknown.join(', ')}`, {
      next: `routes: ${wordsFor(asked.route, left)}`,
    });
  const reach = await reachOf(run, asked.names.length === 0 ? left : chosen);
  const taken = asked.names.length === 0 ? left.filter((one) => reach(one) === 'out-of-reach') : chosen;
  if (taken.length === 0 && on.length === 0)
    throw userError('nothing-out-of-reach', `nothing is out of reach: ${left.map(said(reach)).join(', ')}`, {
      why: `the ${asked.route} route is for what cannot be done the ordinary way`,
      next: `kaiyaku plan CONTRACT; to take it all the same, by name: ${wordsFor(asked.route, left)}`,
    });
  const names = new Set([...on, ...taken.map(({ name }) => name)]);
  const isOn = ({ name }: RouteFor) => names.has(name);
  return {
    route: routeWord({ route: asked.route, names: [...names] }),
    shows: [
      ...taken.filter((one) => reach(one) !== 'out-of-reach').map(said(reach)),
      ...[...things.values()].filter(isOn).flatMap(({ shows }) => shows),
      ...[...things.values()].filter((one) => !isOn(one)).map(({ stays }) => stays),
    ],
  };
}

/** A route that is for everything or nothing; what it gives up is not said again once it is in force. */
function takenWhole(run: Run, word: string): RouteTaken {
  const offers = offersOf(run);
  const offered = offers.filter(({ route }) => route === word);
  const { route } = surveyOffline(run).teardown;
  if (offered.length > 0 || route === word) return { route: word, shows: offered.flatMap(({ shows }) => shows) };
  if (readRouteWord(word).route === route)
    throw userError('route-in-force', `the ${route} route is in force for everything`, {
      next: 'kaiyaku status CONTRACT; an approval that nothing was done under can be revoked',
    });
  const words = [...new Set(offers.map((one) => one.route))];
  throw userError('unknown-route', `no route ${word} is offered`, {
    next: words.length === 0 ? 'kaiyaku plan CONTRACT' : `routes: ${words.join(', ')}`,
  });
}

/** `cannot-tell`: there is nothing to look at, or we could not (a secret that is missing here). */
type Reach = 'answers' | 'replaced' | 'out-of-reach' | 'cannot-tell';

async function reachOf(run: Run, things: readonly RouteFor[]): Promise<(one: RouteFor) => Reach> {
  const sight = new Sight();
  await look(
    run,
    sight,
    things.flatMap(({ target }) => target ?? []),
  );
  return ({ target }) => {
    const seen = target === undefined ? undefined : sight.seen.get(targetKey(target));
    if (seen?.state === 'present') return 'answers';
    if (seen?.state === 'foreign') return 'replaced';
    // What fails on our own side says nothing about the other one.
    return seen?.state === 'unknown' && seen.error.kind === 'provider' ? 'out-of-reach' : 'cannot-tell';
  };
}

const SAID: Readonly<Record<Reach, (label: string) => string>> = {
  answers: (label) => `${label} answers`,
  replaced: (label) => `something else answers in the place of ${label}`,
  'out-of-reach': (label) => `${label} cannot be reached`,
  'cannot-tell': (label) => `whether ${label} can be reached is not known here`,
};

const said =
  (reach: (one: RouteFor) => Reach) =>
  (one: RouteFor): string =>
    SAID[reach(one)](one.label);

const wordsFor = (route: string, things: readonly RouteFor[]): string =>
  things.map(({ name, label }) => `${routeWord({ route, names: [name] })} (${label})`).join(', ');

const offersOf = (run: Run): OtherRoute[] =>
  surveyOffline(run).teardown.steps.flatMap(({ otherRoute }) => otherRoute ?? []);

/** The same run, seen as if the route were approved already. */
export const withRoute = (run: Run, route: string): Run => ({ ...run, route });
