// Every wait, buffer and count of the FortiGate executor, with its unit. These are real-time limits of real sockets:
// a rehearsal that moves its clock by hand still has to give the other end of a socket time to answer.
import { SSH_LIMITS, type SshLimits } from '../ssh/limits.ts';

export interface FortigateLimits extends SshLimits {
  /** Nothing at all came while a prompt or an answer was awaited. */
  readonly silenceMs: number;
  /** Nothing at all came during the transfer of a configuration. */
  readonly transferSilenceMs: number;
  /** The last line has to stay unchanged this long before it is taken for a prompt or a question. */
  readonly quietMs: number;
  /** A banner in front of an SCP header that nothing follows for this long is taken for a question. */
  readonly bannerMs: number;
  /** After the answer to the reset question: silence this long counts as the end of the line. */
  readonly resetSilenceMs: number;
  /** After the answer: in any case no longer than this. */
  readonly resetTotalMs: number;
  /** Output of one ordinary command. */
  readonly outputBytesMax: number;
  /** One configuration. */
  readonly configurationBytesMax: number;
  /** What a factory-default login shows before its question. */
  readonly probeMs: number;
}

export const FORTIGATE_LIMITS: FortigateLimits = {
  ...SSH_LIMITS,
  silenceMs: 30_000,
  transferSilenceMs: 60_000,
  quietMs: 300,
  bannerMs: 2_000,
  resetSilenceMs: 90_000,
  resetTotalMs: 300_000,
  outputBytesMax: 1_048_576,
  configurationBytesMax: 64 * 1_048_576,
  probeMs: 20_000,
};

/** For a simulated unit on the loopback interface, where nothing takes long. */
export const LOOPBACK_LIMITS: FortigateLimits = {
  ...FORTIGATE_LIMITS,
  silenceMs: 5_000,
  transferSilenceMs: 5_000,
  quietMs: 30,
  bannerMs: 200,
  resetSilenceMs: 500,
  closeMs: 300,
  probeMs: 2_000,
};

/** A post-login banner and a warning of the managing unit in the same form. */
export const ACCEPT_SCREENS_MAX = 3;
/** The end of a screen that is looked at for prompts, pagers and questions; the longest question has some 250 characters. */
export const SCREEN_TAIL_CHARS = 4_096;
/** Text before the SCP header: banners. */
export const SCP_PREAMBLE_BYTES_MAX = 8_192;
/** After a refused login no credential is offered to that unit for this long: three failures lock the address out. */
export const REFUSED_LOGIN_HOLD_MS = 600_000;
/** A new backup may be smaller or larger than the last one by this factor. */
export const SIZE_FACTOR_MAX = 4;
/** Backups with the same name and second. */
export const SAME_NAME_MAX = 100;
