// The steps of one domain (CL2–CL6): back up, lower the TTL, change or delete, the secondary zone, host objects, the name
// itself, mail clients, and the proof that nothing names the address any more.
import { backUpBy } from '../../src/teardown/backups.ts';
import { type EvidenceField, step, type Step } from '../../src/teardown/step.ts';
import type { Citation } from '../../src/teardown/terms.ts';
import { cite } from './citation.ts';
import { type Context, windowFrom } from './context.ts';
import type { ClaraDomain } from './contract.ts';
import { patternGuard } from './dns-pattern.ts';
import { dnsProof } from './dns-proof.ts';
import { citeRule } from './explain.ts';
import { DONE_FIELD } from './facts.ts';
import { type DomainWork, stepOf } from './order.ts';

interface Words {
  readonly title: (name: string) => string;
  readonly done: string;
  readonly file: string | undefined;
  readonly citation: Citation;
}

const WORDS: Readonly<Record<DomainWork, Words>> = {
  'back-up': {
    title: (name) => `back up ${name}: web content, databases, mail, zone`,
    done: 'day of the backup',
    file: 'proof that it can be read back',
    citation: citeRule('CL2'),
  },
  'lower-ttl': {
    title: (name) => `lower the TTL of the records of ${name}`,
    done: 'day on which every name server answered with the lower TTL',
    file: undefined,
    citation: citeRule('CL3'),
  },
  change: {
    title: (name) => `change ${name} from the additional address to the main one`,
    done: 'day on which it was changed',
    file: 'the change: lists before and after, or the reply of who did it',
    citation: citeRule('CL3'),
  },
  delete: {
    title: (name) => `delete ${name}: contents and zone`,
    done: 'day on which it was deleted',
    file: 'lists before and after, or the reply of who did it',
    citation: citeRule('CL2'),
  },
  'secondary-zone': {
    title: (name) => `bring the zone of ${name} on the secondary DNS after it`,
    done: 'day on which it was done on the secondary DNS',
    file: 'the answer of the secondary: same serial, or no such zone',
    citation: cite(
      '今後ドメインを利用されない場合(削除)',
      'その後、弊社のセカンダリDNSの対象ドメインのゾーンの削除をおこなってください。',
    ),
  },
  'host-objects': {
    title: (name) => `have the host objects of ${name} changed at its registrar`,
    done: 'day on which the parent zone no longer handed out the address',
    file: 'the answer of the parent zone, or their reply',
    citation: citeRule('CL6'),
  },
  abolish: {
    title: (name) => `give up the name ${name} at its registrar`,
    done: 'day on which it was asked for',
    file: 'what was sent, or their reply',
    citation: citeRule('CL4'),
  },
  'mail-clients': {
    title: (name) => `have the mail clients of ${name} changed`,
    done: 'day on which their users were told and the old address was no longer used for mail',
    file: undefined,
    citation: citeRule('CL5'),
  },
  verify: {
    title: (name) => `verify that nothing of ${name} names the additional address`,
    done: 'day of the proof: authoritative servers, secondary and parent asked, a quiet day on the old address',
    file: 'the answers',
    citation: citeRule('CL1'),
  },
};

/** Contents, databases and names do not come back. */
const IRREVERSIBLE: ReadonlySet<DomainWork> = new Set(['delete', 'abolish']);

export function domainStep(context: Context, work: DomainWork, domain: ClaraDomain): Step {
  const byPerson = personsStep(context, work, domain);
  if (work !== 'back-up') return byPerson;
  const untilStep = stepOf(domain.fate === 'move' ? 'change' : 'delete', domain);
  return backUpBy(context.contract.backup, { untilStep, domain: domain.name }, byPerson);
}

function personsStep(context: Context, work: DomainWork, domain: ClaraDomain): Step {
  const { contract, place } = context;
  const { title, citation } = WORDS[work];
  const irreversible = IRREVERSIBLE.has(work);
  const held = patternGuard(contract, work, domain);
  return step({
    id: place.id,
    title: title(domain.name),
    actor: place.actor,
    after: place.after,
    irreversible,
    guards: [...(irreversible ? (['R20'] as const) : []), ...held.guards],
    looks: held.looks,
    window: windowFrom(context, 'CL1: before the form', firstDay(work, domain)),
    lateRule: 'CL7',
    evidence: evidenceOf(work, domain, place.actor),
    probes: work === 'verify' ? dnsProof(contract, domain) : [],
    citation: secondaryCitation(work, domain) ?? citation,
  });
}

const firstDay = (work: DomainWork, { notBefore }: ClaraDomain): string | undefined =>
  work === 'back-up' || work === 'lower-ttl' ? undefined : notBefore;

function evidenceOf(work: DomainWork, { primaryDns, fate }: ClaraDomain, actor: string): EvidenceField[] {
  const { done, file } = WORDS[work];
  const asked = actor !== 'customer' && DONE_FIELD[work] !== 'sentOn';
  const paid = work === 'change' && fate === 'move' && primaryDns === 'provider';
  return [
    ...(asked
      ? [{ name: 'sentOn', kind: 'date', required: true, what: 'day on which it was asked for' } as const]
      : []),
    { name: DONE_FIELD[work], kind: 'date', required: true, what: done },
    ...(paid
      ? [{ name: 'feeYen', kind: 'yen', required: false, what: 'what the change of records costs' } as const]
      : []),
    { name: 'file', kind: 'file', required: file !== undefined, what: file ?? 'what shows it' },
  ];
}

/** For a change the page has other words. */
function secondaryCitation(work: DomainWork, { fate }: ClaraDomain): Citation | undefined {
  if (work !== 'secondary-zone' || fate === 'delete') return undefined;
  return cite(
    '追加IPアドレスから、本体IPアドレスへの変更をおこなう場合',
    'その後、弊社のセカンダリDNSの対象ドメインのゾーンの変更(追加IPアドレスから、本体IPアドレスへの変更)をおこなってください。',
  );
}
