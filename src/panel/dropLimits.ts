// Apart from the message schemas, so that the page need not carry zod.

/** Most files in one drop. */
export const MAX_DROPPED_FILES = 100;

/** Largest file that reaches the host through the page; its bytes are copied several times on that way. */
export const MAX_DROPPED_BYTES = 20 * 1024 * 1024;
