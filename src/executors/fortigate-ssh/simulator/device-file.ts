// The file that describes a simulated FortiGate: plain JSON, every field optional, the rest from the version profile.
// It is read once at the start; what the device becomes later stands in device.ts.
import ssh2 from 'ssh2';
import * as z from 'zod';
import { userError } from '../../../base/errors.ts';
import { BETWEEN_BOOTS_MS_DEFAULT, BOOTS_MAX, BOOT_MS_DEFAULT } from './limits.ts';

/** The trains whose behaviour is known well enough; what each one sets stands in `profiles` below. */
export const FORTIGATE_PROFILES = ['6.4', '7.2', '7.4', '7.6'] as const;
export type FortigateProfile = (typeof FORTIGATE_PROFILES)[number];

const name = z.string().regex(/^[\w.-]{1,35}$/, 'letters, digits, dot, dash and underscore, at most 35');
const serial = z.string().regex(/^[A-Z0-9]{8,20}$/, 'capital letters and digits, 8 to 20');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'YYYY-MM-DD');

const haSchema = z.strictObject({
  mode: z.enum(['standalone', 'a-p', 'a-a']),
  role: z.enum(['primary', 'secondary']).default('primary'),
  /** The other member: it takes the service address over when this one is reset, powered off or restarted by command. */
  peer: z.strictObject({ hostname: name, serial }).nullable().default(null),
  /** Whether both members show the same SSH host key (not known of real pairs). */
  sharedHostKey: z.boolean().default(true),
});

const fields = {
  /** Version profile: sets the defaults of everything below. */
  profile: z.enum(FORTIGATE_PROFILES),
  /** `7.4.8`, its four-digit build, build date YYMMDD and release kind as in `get system status`. */
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  build: z.string().regex(/^\d{4}$/),
  buildDate: z.string().regex(/^\d{6}$/),
  release: z.enum(['GA', 'GA.M', 'GA.F', 'Interim']),
  /** Platform name (also the default host name) and its letters in `#config-version=`. */
  platform: name,
  platformCode: name,
  serial,
  hostname: name,
  user: name,
  password: z.string().max(128),
  /** Public keys of the user, one OpenSSH line each. */
  authorizedKeys: z.array(z.string().refine(isPublicKey, 'no public key in OpenSSH form')),
  authMethods: z.array(z.enum(['publickey', 'password', 'keyboard-interactive'])).min(1),
  /** Shown before the login by SSH itself. */
  preLoginBanner: z.string().nullable(),
  /** Shown after the login, to be accepted with `a`; on which channels is not the same everywhere. */
  postLoginBanner: z.string().nullable(),
  postLoginBannerOn: z.array(z.enum(['shell', 'exec', 'scp'])),
  /** `config system console / output`: `more` is paged on a terminal. */
  console: z.enum(['more', 'standard']),
  /** Lines of a page; without it the rows of the client's terminal. */
  pageRows: z.int().min(2).max(1_000).nullable(),
  /** Names of the VDOMs; empty: VDOMs are off. `root` comes first. */
  vdoms: z.array(name),
  vdomWord: z.enum(['multiple', 'enable', 'split-task']),
  /** Whether a reset, a reboot or a shutdown is known outside `config global` when VDOMs are on. */
  executeAtTopLevel: z.boolean(),
  ha: haSchema,
  /** What the account may do. */
  rights: z.enum(['read-write', 'read-only']),
  licence: z.strictObject({
    kind: z.enum(['valid', 'evaluation', 'none']),
    expiresOn: day.nullable().default(null),
  }),
  privateDataEncryption: z.boolean(),
  /** `config system global / admin-scp`. */
  adminScp: z.boolean(),
  /** Template of the configuration, in the language of config-text.ts; null: the built-in one. */
  configTemplate: z.string().nullable(),
  /** Firewall policies that the built-in template shows for each VDOM. */
  policies: z.int().min(0).max(20_000),
  /** Private key (OpenSSH or PEM) of the host, so that it stays the same over restarts; null: a new one. */
  hostKey: z.string().nullable(),
  /** Kind of every host key that the device makes itself. */
  hostKeyType: z.enum(['ed25519', 'rsa']),
  /** `ssh-hostkey-override` with its own private key: shown instead of `hostKey`, until a reset. */
  hostKeyOverride: z.string().nullable(),
  /** Whether plain `factoryreset` (and a power-up after `factoryreset-shutdown`) leaves an address that answers. */
  networkAfterReset: z.enum(['lost', 'kept']),
  /** What a client meets while the device does not answer: the connection is closed at once, or nothing ever comes. */
  unreachableAs: z.enum(['hang-up', 'silence']),
  /** How lines end at a reset, reboot or shutdown. */
  lineEnd: z.enum(['closed', 'reset', 'silent']),
  /** Device milliseconds of one boot, and how often a reset boots (*up, down, up* with 2 and more). */
  bootMs: z.int().min(0).max(3_600_000),
  boots: z.int().min(1).max(BOOTS_MAX),
  betweenBootsMs: z.int().min(0).max(3_600_000),
  /** A key other than `y`/`n` at a question: Enter is ignored, or it means no (not known of real devices). */
  enterAtQuestion: z.enum(['ignored', 'no']),
  /** An idle session ends after this (checked when it wakes up); null: never. */
  idleMs: z.int().min(1).nullable(),
};

function isPublicKey(line: string): boolean {
  const key = ssh2.utils.parseKey(line);
  return !(key instanceof Error) && !key.isPrivateKey();
}

const deviceFileSchema = z.strictObject(fields);
const deviceInputSchema = deviceFileSchema.partial();

/** The complete description, after defaults. */
export type DeviceFile = z.output<typeof deviceFileSchema>;
/** What a person writes: any part of it. */
export type DeviceFileInput = z.input<typeof deviceInputSchema>;

const common: Omit<DeviceFile, 'profile' | 'version' | 'build' | 'buildDate' | 'release'> = {
  platform: 'FortiGate-VM64-KVM',
  platformCode: 'FGVMK6',
  serial: 'FGVM02TM24001234',
  hostname: 'FGT-PROD-01',
  user: 'admin',
  password: 'Sim-Passw0rd',
  authorizedKeys: [],
  authMethods: ['publickey', 'password'],
  preLoginBanner: null,
  postLoginBanner: null,
  postLoginBannerOn: ['shell', 'exec'],
  console: 'standard',
  pageRows: null,
  vdoms: [],
  vdomWord: 'multiple',
  executeAtTopLevel: false,
  ha: { mode: 'standalone', role: 'primary', peer: null, sharedHostKey: true },
  rights: 'read-write',
  licence: { kind: 'valid', expiresOn: '2027-03-14' },
  privateDataEncryption: false,
  adminScp: true,
  configTemplate: null,
  policies: 24,
  hostKey: null,
  hostKeyType: 'ed25519',
  hostKeyOverride: null,
  networkAfterReset: 'lost',
  unreachableAs: 'hang-up',
  lineEnd: 'closed',
  bootMs: BOOT_MS_DEFAULT,
  boots: 1,
  betweenBootsMs: BETWEEN_BOOTS_MS_DEFAULT,
  enterAtQuestion: 'ignored',
  idleMs: null,
};

type ProfileDefaults = Pick<DeviceFile, 'version' | 'build' | 'buildDate' | 'release'> & Partial<DeviceFile>;

const profiles: { readonly [P in FortigateProfile]: ProfileDefaults } = {
  '6.4': { version: '6.4.15', build: '2095', buildDate: '231212', release: 'GA', hostname: 'FGT64', console: 'more' },
  '7.2': {
    version: '7.2.8',
    build: '1639',
    buildDate: '240313',
    release: 'GA.M',
    hostname: 'FGT72',
    postLoginBanner: '*** AUTHORISED USE ONLY #1 ***',
    vdoms: ['root', 'dmz'],
  },
  '7.4': { version: '7.4.8', build: '2795', buildDate: '250523', release: 'GA.M' },
  '7.6': {
    version: '7.6.7',
    build: '3704',
    buildDate: '260601',
    release: 'GA.M',
    ha: {
      mode: 'a-p',
      role: 'primary',
      peer: { hostname: 'FGT-PROD-02', serial: 'FGVM02TM24005678' },
      sharedHostKey: true,
    },
  },
};

/** The description with its defaults. Throws `user/fortigate-device-file` that names each wrong field. */
export function completeDeviceFile(input: DeviceFileInput | undefined): DeviceFile {
  const read = deviceInputSchema.safeParse(input ?? {});
  if (!read.success) throw deviceFileError(read.error);
  const profile = read.data.profile ?? '7.4';
  const given = Object.fromEntries(Object.entries(read.data).filter(([, value]) => value !== undefined));
  const whole = deviceFileSchema.safeParse({ ...common, ...profiles[profile], ...given, profile });
  if (!whole.success) throw deviceFileError(whole.error);
  if (whole.data.vdoms.length > 0 && whole.data.vdoms[0] !== 'root')
    throw userError('fortigate-device-file', 'vdoms: the first VDOM of a FortiGate is "root"');
  return whole.data;
}

function deviceFileError(error: z.ZodError): Error {
  const problems = error.issues.map((issue) => `${issue.path.join('.') || '(file)'}: ${issue.message}`);
  return userError('fortigate-device-file', `the FortiGate's device file is not valid: ${problems.join('; ')}`, {
    facts: { problems },
  });
}

/** Whether the device's train is at least this one, e.g. `atLeast(file, 7, 2, 1)`. */
export function atLeast(file: Pick<DeviceFile, 'version'>, major: number, minor: number, patch = 0): boolean {
  const [a = 0, b = 0, c = 0] = file.version.split('.').map(Number);
  return a !== major ? a > major : b !== minor ? b > minor : c >= patch;
}
