/** Something of somebody else that is shipped. */
export interface Component {
  readonly name: string;
  readonly version: string;
  /** Package URL: https://github.com/package-url/purl-spec. */
  readonly purl: string;
  /** SPDX expression. */
  readonly license: string;
  /** The texts of its licence and notices, at least one. */
  readonly texts: readonly string[];
  readonly hash?: { readonly alg: "SHA-256" | "SHA-512"; readonly content: string };
}

/** By name, then version; the same on every machine. */
export function sorted(components: readonly Component[]): Component[] {
  const keyOf = ({ name, version }: Component): string => `${name.toLowerCase()}\0${version}`;
  return [...components].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
