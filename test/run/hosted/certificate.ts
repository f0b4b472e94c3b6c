import { generateKeyPairSync, sign } from "node:crypto";

const DAY_MS = 86_400_000;

interface Certificate {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
}

/** A certificate for `host`, signed by itself, that is valid for a year from `fromDays` after today. */
export function certificateFor(host: string, fromDays = -1): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  const name = sequence(tagged(0x31, sequence(oid(0x55, 0x04, 0x03), text(0x0c, host))));
  const from = Date.now() + fromDays * DAY_MS;
  const validity = sequence(time(from), time(from + 365 * DAY_MS));
  const isAuthority = sequence(oid(0x55, 0x1d, 0x13), octets(sequence(tagged(0x01, Buffer.of(0xff)))));
  const hosts = sequence(oid(0x55, 0x1d, 0x11), octets(sequence(text(0x82, host))));
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.of(2))),
    tagged(0x02, Buffer.of(1)),
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(isAuthority, hosts)),
  );
  const signature = tagged(0x03, Buffer.concat([Buffer.of(0), sign("sha256", body, privateKey)]));
  const der = sequence(body, algorithm, signature);
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${der.toString("base64")}\n-----END CERTIFICATE-----\n`,
  };
}

/** DER: tag, length, content. */
function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts));
const octets = (content: Buffer): Buffer => tagged(0x04, content);
const oid = (...bytes: number[]): Buffer => tagged(0x06, Buffer.of(...bytes));
const text = (tag: number, value: string): Buffer => tagged(tag, Buffer.from(value));
const time = (ms: number): Buffer =>
  text(0x17, `${new Date(ms).toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`);
