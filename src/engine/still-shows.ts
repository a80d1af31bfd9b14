// What a probe that is not satisfied still shows, by name: whoever reads it has to go and look for that very thing. Pure.
import type { JsonObject } from '../base/canonical-json.ts';
import type { ProofPart } from '../teardown/step.ts';
import { goalReached, type Observations, observationOf } from './evaluate.ts';
import type { Reason } from './verdict.ts';

const SHOWN_MAX = 5;

/** One reason for each probe that is missed. */
export function stillShows(probes: readonly ProofPart[], observations: Observations): Reason[] {
  return probes.flatMap(({ target, goal }) => {
    const seen = observationOf(observations, target);
    if (goalReached(goal, seen) !== 'missed') return [];
    const facts = seen.state === 'present' ? seen.facts : {};
    const lacks = rowsIn(
      facts['missing'],
      ({ name, type, data, server }) => `${String(name)} ${String(type)} ${String(data)} on ${String(server)}`,
    );
    if (lacks.length > 0) return [{ code: 'probe', sentence: `${target.label}, still missing: ${inShort(lacks)}` }];
    const hits = hitsIn(facts);
    return [
      { code: 'probe', sentence: `${target.label} still shows ${hits.length === 0 ? 'something' : inShort(hits)}` },
    ];
  });
}

/**
 * Sweeps list what they found as `hits`, each with kind, name and id; looks at names as `mentions`, each
 * with its server; a file as `unread` lines; a registry as `differs`.
 */
function hitsIn({ hits, mentions, unread, differs, serialsAgree, notAsked, complete }: JsonObject): string[] {
  const named = [
    ...mentionsIn(mentions),
    ...rowsIn(unread, ({ line, text }) => `line ${String(line)}: ${String(text)}`),
    ...(Array.isArray(differs) ? differs.map(String) : []),
    ...(serialsAgree === false ? ['servers with different serials'] : []),
    ...(Array.isArray(notAsked) ? notAsked.map((one) => `not asked: ${String(one)}`) : []),
  ];
  if (named.length > 0) return named;
  if (complete === false) return ['a zone that was not transferred whole'];
  if (!Array.isArray(hits)) return [];
  return (hits as readonly { kind?: unknown; name?: unknown; id?: unknown }[]).flatMap(({ kind, name, id }) =>
    typeof kind === 'string' && typeof id === 'string'
      ? [`${kind} ${typeof name === 'string' ? `${name} ` : ''}(${id})`]
      : [],
  );
}

const mentionsIn = (mentions: JsonObject[string] | undefined): string[] =>
  rowsIn(mentions, ({ name, type, server }) => `${String(name)} ${String(type)} on ${String(server)}`);

type Row = Readonly<Record<string, unknown>>;

const rowsIn = (rows: JsonObject[string] | undefined, text: (row: Row) => string): string[] =>
  Array.isArray(rows) ? (rows as readonly Row[]).map(text) : [];

const inShort = (hits: readonly string[]): string =>
  hits.length <= SHOWN_MAX
    ? hits.join(', ')
    : `${hits.slice(0, SHOWN_MAX).join(', ')} and ${hits.length - SHOWN_MAX} more`;
