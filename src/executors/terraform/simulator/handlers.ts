// The calls of the protocol, answered. Whatever goes wrong becomes an error diagnostic together with what is known to exist:
// an object that the API made is never answered with nothing.
import type { Clock } from '../../../base/clock.ts';
import { userError } from '../../../base/errors.ts';
import { scaledWait, type Work } from './kinds/kind.ts';
import { diagnosticOf } from './diagnostics.ts';
import { plan, reconciled } from './plan.ts';
import type { CallName, Message } from './protocol.ts';
import { FACTS, fitted, schemaMessage } from './schema.ts';
import type { Sessions } from './sessions.ts';
import { typesOf, type ResourceType, type Version } from './types.ts';
import { dynamic, known, text, valuesOf, type Values } from './values.ts';

export type Handlers = Readonly<Record<CallName, (request: Message, peer: string) => Message | Promise<Message>>>;

interface Parts {
  readonly version: Version;
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly timeScale: number;
}

/** One provider's answers. */
export function handlersOf(parts: Parts): Handlers {
  const types = typesOf(parts.version);
  const typeOf = (request: Message): ResourceType => {
    const type = types.get(String(request['type_name']));
    if (type === undefined) throw userError('stand-in-type', `no resource type ${String(request['type_name'])}`);
    return type;
  };
  const onError = async (what: string, result: () => Message | Promise<Message>, otherwise: Message = {}) => {
    try {
      return await result();
    } catch (error) {
      return { ...otherwise, diagnostics: [diagnosticOf(what, error)] };
    }
  };
  const workOf = (peer: string, values: Values, born: (id: string) => void = () => undefined): Work => {
    const { api, zone } = parts.sessions.of(peer);
    const wait = scaledWait(parts.clock, parts.timeScale);
    const own = values['zone'];
    // The `zone` of a DNS zone is its domain; it is asked for in the provider's own.
    const isZone = typeof own === 'string' && own !== '' && !own.includes('.');
    return { api, zone: isZone ? own : zone, version: parts.version, wait, born };
  };
  return {
    schema: () => schemaAnswer(parts.version, types),
    checkProvider: (request) => ({ prepared_config: request['config'] }),
    checkResource: () => ({}),
    configure: (request, peer) =>
      onError('Cannot configure the provider', () => {
        parts.sessions.configure(peer, valuesOf(request['config']) ?? {});
        return {};
      }),
    upgrade: (request) =>
      onError('Cannot read the state', () => {
        const json = (request['raw_state'] as { json?: Buffer } | undefined)?.json ?? Buffer.from('{}');
        return {
          upgraded_state: dynamic(fitted(typeOf(request).attributes, JSON.parse(json.toString('utf8')) as Values)),
        };
      }),
    read: (request, peer) =>
      onError(
        `Cannot read ${String(request['type_name'])}`,
        async () => {
          const before = valuesOf(request['current_state']) ?? {};
          const now = await readObject(typeOf(request), workOf(peer, before), text(before, 'id'), before);
          return { new_state: dynamic(now), private: request['private'] };
        },
        // Not "gone": what could not be read is as it was.
        { new_state: request['current_state'], private: request['private'] },
      ),
    plan: (request) => onError('Cannot plan', () => planAnswer(typeOf(request), request)),
    apply: (request, peer) => applyAnswer(typeOf(request), request, (values, born) => workOf(peer, values, born)),
    importState: (request) => {
      const state = dynamic(fitted(typeOf(request).attributes, { id: String(request['id']) }));
      return { imported_resources: [{ type_name: request['type_name'], state }] };
    },
    // Whatever runs is finished, so that what it makes is recorded.
    stop: () => ({}),
  };
}

function schemaAnswer(version: Version, types: ReadonlyMap<string, ResourceType>): Message {
  return {
    provider: schemaMessage(FACTS[version].provider),
    resource_schemas: Object.fromEntries([...types].map(([name, { attributes }]) => [name, schemaMessage(attributes)])),
    server_capabilities: { plan_destroy: true, get_provider_schema_optional: true },
  };
}

async function readObject(type: ResourceType, work: Work, id: string, before: Values): Promise<Values | null> {
  const shown = await type.kind.read(work, id);
  if (shown === undefined) return null;
  const zoned = { zone: work.zone, ...shown };
  return fitted(type.attributes, reconciled(type.attributes, type.toWire(zoned), before, type.kind.defaults ?? {}));
}

function planAnswer(type: ResourceType, request: Message): Message {
  const proposed = valuesOf(request['proposed_new_state']);
  const legacy = type.version === 'v2';
  if (proposed === null) return { planned_state: dynamic(null) };
  const prior = valuesOf(request['prior_state']);
  const { planned, replaces } = plan(type, prior, proposed, valuesOf(request['config']) ?? {});
  return {
    planned_state: dynamic(planned),
    requires_replace: replaces.map((name) => ({ steps: [{ attribute_name: name }] })),
    legacy_type_system: legacy,
  };
}

type MakeWork = (values: Values, born: (id: string) => void) => Work;

async function applyAnswer(type: ResourceType, request: Message, makeWork: MakeWork): Promise<Message> {
  const prior = valuesOf(request['prior_state']);
  const planned = valuesOf(request['planned_state']);
  let exists = prior === null ? undefined : text(prior, 'id');
  // On failure: the planned object where one was made, else what was there before, else nothing.
  const soFar = (): Values | null => {
    if (exists === undefined) return null;
    return { ...known(prior ?? planned ?? {}), id: exists };
  };
  try {
    const work = makeWork(planned ?? prior ?? {}, (id) => (exists = id));
    if (planned === null) {
      await type.kind.remove(work, text(prior ?? {}, 'id'), type.fromWire(prior ?? {}));
      return { new_state: dynamic(null) };
    }
    // What is still unknown here is computed and not configured: not set, for the API.
    const wanted = type.fromWire(known(planned));
    const id =
      prior === null
        ? await type.kind.create(work, wanted)
        : await type.kind.update(work, text(prior, 'id'), wanted, type.fromWire(prior));
    const made = (await readObject(type, work, id, known(planned))) ?? soFar();
    return { new_state: dynamic(made), legacy_type_system: type.version === 'v2' };
  } catch (error) {
    const what = planned === null ? 'Cannot delete' : prior === null ? 'Cannot create' : 'Cannot update';
    const diagnostics = [diagnosticOf(`${what} ${String(request['type_name'])}`, error)];
    return { new_state: dynamic(soFar()), diagnostics, legacy_type_system: type.version === 'v2' };
  }
}
