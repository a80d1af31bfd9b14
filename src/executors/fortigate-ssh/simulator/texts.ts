// What FortiOS says, word for word where a source shows it. Lines end in LF here; the terminal makes CRLF of it.

export const QUESTION = 'Do you want to continue? (y/n)';
export const RESET_QUESTION = `This operation will reset the system to factory default!\n${QUESTION}`;
export const RESET2_QUESTION =
  'This operation will reset the system to factory default except system.global.vdom-mode/system.global.long-vdom-name/' +
  `VDOMs/system.virtual-switch/system.interface/system.settings/router.static/router.static6!\n${QUESTION}`;
export const SHUTDOWN_QUESTION = `This operation will shutdown the system !\n${QUESTION}`;
export const REBOOT_QUESTION = `This operation will reboot the system !\n${QUESTION}`;
export const FORMAT_QUESTION =
  'Log disk is /dev/vdb1.\nFormatting this storage will erase all data on it, including\n  logs, quarantine files;\n' +
  `and require the unit to reboot.\n${QUESTION}`;

const GOING_DOWN = '\n\n\nThe system is going down NOW !!\n\n';
export const RESETTING = `\n\n\nSystem is resetting to factory default...${GOING_DOWN}`;
export const REBOOTING = `\n\n\nSystem is rebooting...${GOING_DOWN}`;
export const HALTED = 'The system is halted.\n';
export const SHUTTING_DOWN = `\n\n\nSystem is shutting down...${GOING_DOWN}${HALTED}`;
/** Not documented: a reset followed by the last line of a shutdown. */
export const RESETTING_OFF = `${RESETTING}${HALTED}`;

export const ACCEPT_PROMPT = "(Press 'a' to accept):";
export const NEW_PASSWORD = 'New Password: ';
export const CONFIRM_PASSWORD = 'Confirm Password: ';
export const WELCOME = 'Welcome!\n\n';
/** The comma and the small letter are those of 6.2; later trains begin a new sentence. */
export const FORCED_CHANGE = 'You are forced to change your password. Please input a new password.\n';
export const PASSWORDS_DIFFER = 'Passwords do not match.\n';

export const DISK_WARNING =
  'WARNING: File System Check Recommended! An unsafe reboot may have caused an inconsistency in the disk drive.\n' +
  'It is strongly recommended that you check the file system consistency before proceeding.\n' +
  "Please run 'execute disk list' and then 'execute disk scan <ref#>'.\n" +
  'Note: The device will reboot and scan the disk during startup. This may take up to an hour.\n';
/** Console messages of the fault `noise`, one after the other. */
export const NOISE = [
  "The config file may contain errors.\nPlease see details by the command 'diagnose debug config-error-log read'.\n",
  'EXT4-fs (vdb1): recovery complete #2\n',
  'Get image from ha master OK.\n',
] as const;

export const MORE = '--More-- ';
export const MORE_GONE = `\r${' '.repeat(MORE.length)}\r`;
export const SCP_DENIED = '501-Permission Denied\n';
export const UNKNOWN_ACTION = 'Unknown action 0\n';

/** The word that cannot stand here. */
export function parseError(word: string): string {
  return `\ncommand parse error before '${word}'\nCommand fail. Return code -61\n`;
}
