// How long the simulated platform takes for what is not instant. All are divided by `timeScale`.
// CHOICE: no source gives these figures; only that each of them is not zero.

/** A booting server reads `up` after this. */
export const BOOT_MS = 3_000;
/** After an ACPI shutdown the guest still reads `up` for this long. */
export const SHUTDOWN_UP_MS = 8_000;
/** After a forced stop the server still reads `up` for this long. */
export const FORCED_STOP_UP_MS = 1_000;
/** `cleaning` lasts this long, then the server is `down`. */
export const CLEANING_MS = 4_000;
/** A server with `@auto-reboot` boots again this long after it went down. */
export const AUTO_REBOOT_MS = 10_000;
export const BLANK_DISK_MS = 1_000;
export const DISK_COPY_MS = 30_000;
export const ARCHIVE_COPY_MS = 60_000;
export const ARCHIVE_TRANSFER_MS = 120_000;
/** GET of a new router answers 404 this long. */
export const ROUTER_HIDDEN_MS = 10_000;
export const APPLIANCE_CREATE_MS = 30_000;
