// The effects of a contract's `backup` section, for whichever step of whichever provider backs up. Pure.
import type { SshPlace } from '../base/ssh-place.ts';
import { civilDateInJapan, laterOf, type CivilDate } from '../calendar/civil-date.ts';
import type { BackupItem, BackupSection, DeclaredBackup } from '../contract/backup-fields.ts';
import {
  type BackupSource,
  dataBackupTarget,
  type RepositoryPlace,
  savedDataTarget,
} from '../executors/backup/command.ts';
import type { History } from './provider.ts';
import { byKaiyaku, effect, type Effect, type Step, type StepId } from './step.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Beside the contract file. */
const SCRATCH_DEFAULT = '.kaiyaku-scratch';
const PORTS = { imap: { implicit: 993, other: 143 }, ftp: { implicit: 990, other: 21 } } as const;

interface Use {
  readonly step: StepId;
  /** A backup is taken again when it is older than `maxAgeHours`, until that step has begun. */
  readonly untilStep: StepId;
  /** Only those of this domain. */
  readonly domain?: string;
}

/** One effect for each backup that kaiyaku takes. Its receipt is the proof: that an older one is there says nothing of this one. */
export function backupEffects(section: BackupSection, { step, untilStep, domain }: Use): Effect[] {
  return section.data
    .filter((item): item is BackupItem => !('by' in item) && (domain === undefined || item.domain === domain))
    .map((item) => {
      const declared = 'from' in item;
      return effect({
        step,
        title: declared ? `back up ${item.name}, read it back, restore it and compare` : `back up ${item.name}`,
        command: declared
          ? { target: savedTarget(section, item), verb: 'save', args: {} }
          : {
              target: dataBackupTarget({ ...item, timeoutMs: item.timeoutMinutes * MINUTE_MS }),
              verb: 'run',
              args: {},
            },
        goal: { is: 'receipt', equal: declared ? { readBack: true, drilled: true } : { verified: true } },
        fresh: { forMs: section.maxAgeHours * HOUR_MS, untilStep },
      });
    });
}

/** The step that a person does without a `backup` section, as kaiyaku's own. Without effects for it: the person's. */
export function backUpBy(section: BackupSection | undefined, use: Omit<Use, 'step'>, byPerson: Step): Step {
  const effects = section === undefined ? [] : backupEffects(section, { ...use, step: byPerson.id });
  if (effects.length === 0) return byPerson;
  const names = effects.map(({ command }) => command.target.id);
  return byKaiyaku(byPerson, { title: `back up, and read back: ${names.join(', ')}`, effects });
}

function savedTarget({ repository, scratch }: BackupSection, item: DeclaredBackup) {
  // The contract was read: what has a `from` has a repository.
  const { readData, passwordKeptAt, ...place } = repository!;
  return savedDataTarget({
    name: item.name,
    source: sourceOf(item.from),
    repository: repositoryOf(place),
    readData,
    passwordKeptAt,
    scratch: scratch ?? SCRATCH_DEFAULT,
    timeoutMs: item.timeoutMinutes * MINUTE_MS,
  });
}

const sshOf = ({ host, port, user, hostKey }: SshPlace): SshPlace => ({ host, port, user, hostKey });

function sourceOf(from: DeclaredBackup['from']): BackupSource {
  if ('imap' in from) {
    const { password: _, port, ca, ...imap } = from.imap;
    const usual = imap.tls === 'implicit' ? PORTS.imap.implicit : PORTS.imap.other;
    return { kind: 'imap', ...imap, port: port ?? usual, ...(ca === undefined ? {} : { ca }) };
  }
  if ('ftp' in from) {
    const { password: _, port, ca, ...ftp } = from.ftp;
    const usual = ftp.tls === 'implicit' ? PORTS.ftp.implicit : PORTS.ftp.other;
    return { kind: 'ftp', ...ftp, port: port ?? usual, ...(ca === undefined ? {} : { ca }) };
  }
  const ssh = sshOf(from.ssh);
  if ('path' in from) return { kind: 'files', ssh, path: from.path, exclude: from.exclude };
  const [kind, place] = 'postgres' in from ? (['postgres', from.postgres] as const) : (['mysql', from.mysql] as const);
  const { database, host, port, user, password } = place;
  return {
    kind,
    ssh,
    database,
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(user === undefined ? {} : { user }),
    hasPassword: password !== undefined,
  };
}

type Repository = NonNullable<BackupSection['repository']>;

function repositoryOf(place: Omit<Repository, 'readData' | 'passwordKeptAt'>): RepositoryPlace {
  if ('path' in place) return { kind: 'path', path: place.path as string };
  if ('sftp' in place) {
    const sftp = place.sftp as SshPlace & { readonly path: string };
    return { kind: 'sftp', ssh: sshOf(sftp), path: sftp.path };
  }
  const { endpoint, bucket, prefix, region } = (place as Extract<Repository, { s3: unknown }>).s3;
  const url = [endpoint.replace(/\/+$/, ''), bucket, ...(prefix === undefined ? [] : [prefix])].join('/');
  return { kind: 's3', url, ...(region === undefined ? {} : { region }) };
}

/**
 * The history with the day on which a step that kaiyaku backs up in was finished, as a person would have attested it
 * (`backedUpOn`): dates are counted from it. Without a section nothing is added.
 */
export function withBackups({ backup }: { readonly backup?: BackupSection | undefined }, history: History): History {
  if (backup === undefined) return history;
  const finished = new Map<StepId, Map<string, CivilDate>>();
  for (const [id, { finishedAt }] of Object.entries(history.receipts)) {
    const [, step, name] = /^([^/]+)\/(?:save|run):backup:(?:saved-data|data-backup):(.+)$/s.exec(id) ?? [];
    if (step === undefined || name === undefined || typeof finishedAt !== 'string') continue;
    const names = finished.get(step) ?? new Map<string, CivilDate>();
    finished.set(step, names.set(name, civilDateInJapan(Date.parse(finishedAt))));
  }
  const days = [...finished].flatMap(([step, names]) => {
    const [, domain] = /^[^:]+:(.+)$/s.exec(step) ?? [];
    const wanted = backup.data.filter((item) => domain === undefined || ('domain' in item && item.domain === domain));
    const done = wanted.every(({ name }) => names.has(name));
    return done ? [[step, { backedUpOn: [...names.values()].reduce(laterOf) }] as const] : [];
  });
  return { ...history, attested: { ...Object.fromEntries(days), ...history.attested } };
}
