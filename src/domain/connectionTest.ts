/** Something that the test of a connection found out, for people. */
export interface Finding {
  readonly what: string;
  readonly isProblem: boolean;
  /** What to do about it. */
  readonly action?: string;
}

/** `ok`: runs can be carried out with this connection. */
export interface ConnectionTest {
  readonly ok: boolean;
  /** In the order in which they were found out. */
  readonly findings: readonly Finding[];
}
