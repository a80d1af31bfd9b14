// The steps that kaiyaku carries out itself on the contract's `server`: zones by files or RFC 2136, the web server's configuration.
// Nothing counts because a command ended well: the zone as it lies there, and the name servers as they answer, prove it.
import { lowerTtl, moveAddress, removeZone } from '../../src/executors/bind/command.ts';
import { webServerCommand } from '../../src/executors/web-server/command.ts';
import { byKaiyaku, effect, type Effect, type Goal, type ProofPart, step, type Step } from '../../src/teardown/step.ts';
import type { History } from '../../src/teardown/provider.ts';
import { citeRule } from './explain.ts';
import { type Context, windowFrom } from './context.ts';
import type { ClaraDomain } from './contract.ts';
import { primaryUse, serversUse } from './dns-proof.ts';
import { type DomainWork, stepOf } from './order.ts';
import { zoneOnServer } from './contract.ts';
import { hasServer } from './contract.ts';
import type { ServerContract } from './contract.ts';
import { configuredTarget, reloadOf, webOf, zoneTarget } from './server-targets.ts';

const MS_PER_SECOND = 1_000;
const SECONDS_PER_DAY = 86_400;

/** The step as kaiyaku does it; a person's where the contract does not hand it over. */
export function byServer(context: Context, work: DomainWork, domain: ClaraDomain, byPerson: Step): Step {
  const { contract, history } = context;
  if (!hasServer(contract) || zoneOnServer(contract, domain) === undefined) return byPerson;
  if (work === 'lower-ttl') return lowered(contract, domain, byPerson);
  if (work === 'change') return changed(contract, domain, history, byPerson);
  if (work === 'delete') return removed(contract, domain, byPerson);
  if (work !== 'verify') return byPerson;
  const fromAt = runsOut(history, stepOf('change', domain), contract, 'the TTL that the records had when they changed');
  return { ...byPerson, window: { ...byPerson.window, ...fromAt } };
}

/** Guards and looks stay those of the person's step. */
const ours = (byPerson: Step, own: Partial<Step>): Step =>
  byKaiyaku(byPerson, { guards: byPerson.guards, looks: byPerson.looks, ...own });

const facts = (equal: Extract<Goal, { is: 'facts' }>['equal']): Goal => ({ is: 'facts', equal });
/** What is changed in configuration can be changed back, and is looked at again by the proof of its domain. */
const REVERSIBLE = { irreversible: false, lasting: false } as const;
const TOLD: Goal = { is: 'receipt', equal: { reloaded: true } };

function lowered(contract: ServerContract, domain: ClaraDomain, byPerson: Step): Step {
  const target = zoneTarget(contract, domain);
  const goal = facts({ ttlWithin: true });
  return ours(byPerson, {
    effects: [
      effect({
        step: byPerson.id,
        title: `lower the TTL in the ${target.label} to ${contract.server.ttlSeconds} seconds`,
        command: lowerTtl(target, reloadOf(contract, domain)),
        proof: [
          { part: 'in the zone', target, goal },
          { part: 'served by its primary', target: primaryUse(contract, domain), goal },
        ],
        ...REVERSIBLE,
      }),
    ],
    probes: [
      {
        part: `every name server of ${domain.name} serves the lower TTL`,
        target: serversUse(contract, domain),
        goal: facts({ ttlWithin: true, serialsAgree: true }),
      },
    ],
  });
}

/** The web server first: it serves both addresses before any name leads to the other one. */
function changed(contract: ServerContract, domain: ClaraDomain, history: History, byPerson: Step): Step {
  const target = zoneTarget(contract, domain);
  const { mainIp, additionalIp } = contract;
  const web = webOf(contract);
  const zone = effect({
    step: byPerson.id,
    title: `change ${additionalIp} to ${mainIp} in the ${target.label}`,
    command: moveAddress(target, { to: mainIp, ...reloadOf(contract, domain) }),
    proof: [
      { part: 'in the zone', target, goal: facts({ mentionLines: 0 }) },
      { part: 'served by its primary', target: primaryUse(contract, domain), goal: facts({ addressRecords: 0 }) },
    ],
    ...REVERSIBLE,
  });
  return ours(byPerson, {
    effects: [
      ...(web === undefined
        ? []
        : [
            webEffect(byPerson.id, `have the web server answer on ${mainIp} as well`, web, 'serve-also', {
              part: 'answers on both addresses',
              target: web.config,
              goal: facts({ alone: 0 }),
            }),
          ]),
      zone,
    ],
    window: {
      ...byPerson.window,
      ...runsOut(history, stepOf('lower-ttl', domain), contract, 'the TTL that the records had'),
    },
  });
}

/** CL2: out of the web server first, then the zone. A person's where the contract does not say how the zone is configured. */
function removed(contract: ServerContract, domain: ClaraDomain, byPerson: Step): Step {
  const target = configuredTarget(contract, domain);
  if (target === undefined) return byPerson;
  const web = webOf(contract);
  const site = web?.site(domain.name);
  const effects =
    web === undefined || site === undefined
      ? []
      : [
          effect({
            step: byPerson.id,
            title: `take ${domain.name} out of the web server’s configuration`,
            command: webServerCommand('remove-site', site, web.commands),
            proof: [
              { part: 'no virtual host of it', target: site, goal: facts({ siteCount: 0 }) },
              { part: 'told', target: site, goal: TOLD },
            ],
            irreversible: true,
            lasting: false,
          }),
        ];
  return ours(byPerson, {
    effects: [
      ...effects,
      effect({
        step: byPerson.id,
        title: `take the zone of ${domain.name} out of the name server, and its file`,
        command: removeZone(target, [...contract.server.bind.rndc, 'reconfig']),
        proof: [
          { part: 'neither configured nor there', target, goal: facts({ statements: 0, fileThere: false }) },
          { part: 'told', target, goal: TOLD },
        ],
        irreversible: true,
        lasting: false,
      }),
    ],
  });
}

type Web = NonNullable<ReturnType<typeof webOf>>;

function webEffect(
  stepId: string,
  title: string,
  { commands, config }: Web,
  verb: 'serve-also' | 'leave-address',
  proof: ProofPart,
): Effect {
  return effect({
    step: stepId,
    title,
    command: webServerCommand(verb, config, commands),
    // That it was told is what no later look can show.
    proof: [proof, { part: 'told', target: config, goal: TOLD }],
    ...REVERSIBLE,
  });
}

/** When everything is verified: the address goes out of the configuration, or the server would not start without it. */
export function webAddress(context: Context): Step {
  const { contract, place } = context;
  const web = hasServer(contract) ? webOf(contract) : undefined;
  const byPerson = step({
    id: place.id,
    title: `take ${contract.additionalIp} out of the web server’s configuration`,
    actor: 'kaiyaku',
    after: place.after,
    lateRule: 'CL7',
    window: windowFrom(context, 'CL1: before the form'),
    citation: citeRule('CL2'),
  });
  if (web === undefined) return { ...byPerson, notNeeded: 'no web server names it' };
  return ours(byPerson, {
    effects: [
      webEffect(place.id, byPerson.title, web, 'leave-address', {
        part: 'no longer in the configuration',
        target: web.config,
        goal: facts({ mentionCount: 0 }),
      }),
    ],
    looks: [web.traffic],
    guards: ['R13'],
  });
}

/** From the proof that it was changed, as long as a resolver may remember what was there. */
function runsOut(
  { provenAt, receipts, effects }: History,
  stepId: string,
  { ttlDays }: ServerContract,
  what: string,
): Pick<Step['window'], 'fromAt'> {
  const effectId = effects.find((id) => id.startsWith(`${stepId}/`) && id.includes(':bind:'));
  const provenAtIso = provenAt?.[stepId] ?? (effectId === undefined ? undefined : provenAt?.[effectId]);
  if (effectId === undefined || provenAtIso === undefined) return {};
  const known = receipts[effectId]?.['ttlSecondsBefore'];
  // Found as wanted, nobody knows since when: the days that the contract allows for it.
  const seconds = typeof known === 'number' ? known : ttlDays * SECONDS_PER_DAY;
  const at = new Date(Date.parse(provenAtIso) + seconds * MS_PER_SECOND).toISOString();
  return { fromAt: { at, why: `${what}, ${seconds} seconds, has run out` } };
}
