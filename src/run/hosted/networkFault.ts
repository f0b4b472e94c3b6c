import { t } from "../../base/l10n.ts";
import type { Finding } from "../../domain/connectionTest.ts";

type Words = readonly [what: string, action: string];

/** Why no answer came, by the codes that Node and its fetch give. `error` is what the request threw. */
export function networkFault(error: unknown, host: string): Finding {
  const codes = codesIn(error);
  const [what, action] = wordsFor(codes, host) ?? [
    t("{0} cannot be reached ({1}).", host, codes[0] ?? t("no reason was given")),
    t("Check the address and the network."),
  ];
  return { what, action, isProblem: true };
}

function wordsFor(codes: readonly string[], host: string): Words | null {
  for (const code of codes) {
    const words = WORDS.find(([names]) => names.includes(code));
    if (words !== undefined) return words[1](host);
  }
  return null;
}

const WORDS: readonly (readonly [codes: readonly string[], words: (host: string) => Words])[] = [
  [
    ["ENOTFOUND", "EAI_AGAIN", "EAI_NODATA"],
    (host) => [
      t("There is no host called {0}.", host),
      t("Check the address for typing errors, and whether a VPN is needed."),
    ],
  ],
  [
    ["ECONNREFUSED"],
    (host) => [
      t("{0} refuses connections: nothing listens there.", host),
      t("Check the port, and whether the server is running."),
    ],
  ],
  [
    ["ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "TIMEOUT"],
    (host) => [
      t("{0} did not answer in time.", host),
      t("A firewall or proxy may be in the way. Check the network, and the proxy in VS Code's settings."),
    ],
  ],
  [
    ["ENETUNREACH", "EHOSTUNREACH", "ENETDOWN"],
    (host) => [t("There is no way to {0} from this machine.", host), t("Check the network and the VPN.")],
  ],
  [
    [
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      "SELF_SIGNED_CERT_IN_CHAIN",
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
      "UNABLE_TO_GET_ISSUER_CERT",
    ],
    (host) => [
      t("The certificate of {0} is signed by nobody whom this machine trusts.", host),
      t(
        "Add its authority to the system's certificates, or set NODE_EXTRA_CA_CERTS. A proxy may sign in its place.",
      ),
    ],
  ],
  [
    ["CERT_HAS_EXPIRED"],
    (host) => [
      t("The certificate of {0} has expired.", host),
      t("Its operator has to renew it. Is the clock of this machine right?"),
    ],
  ],
  [
    ["CERT_NOT_YET_VALID"],
    (host) => [t("The certificate of {0} is not valid yet.", host), t("Is the clock of this machine right?")],
  ],
  [
    ["ERR_TLS_CERT_ALTNAME_INVALID"],
    (host) => [
      t("The certificate that came is not one of {0}.", host),
      t("Check the address for typing errors. A proxy may answer in its place."),
    ],
  ],
  [
    ["ERR_SSL_WRONG_VERSION_NUMBER", "ERR_SSL_PACKET_LENGTH_TOO_LONG", "EPROTO"],
    (host) => [
      t("{0} does not speak HTTPS on this port.", host),
      t("If it is a server of your own, try http:// in place of https://."),
    ],
  ],
  [
    ["ECONNRESET", "UND_ERR_SOCKET", "EPIPE", "HPE_INVALID_CONSTANT", "HPE_INVALID_VERSION"],
    (host) => [
      t("{0} closed the connection without an answer.", host),
      t("It may want https:// in place of http://, or a firewall is in the way."),
    ],
  ],
];

/** Codes of the error and of what caused it, outermost first. */
function codesIn(error: unknown): string[] {
  const codes: string[] = [];
  for (let one = error, depth = 0; one instanceof Error && depth < 8; one = one.cause, depth++) {
    if ("code" in one && typeof one.code === "string") codes.push(one.code);
    // Of several addresses, each has an error of its own.
    if (one instanceof AggregateError) codes.push(...one.errors.flatMap(codesIn));
    if (one.name === "TimeoutError" || one.constructor.name === "APIConnectionTimeoutError")
      codes.push("TIMEOUT");
  }
  return codes;
}
