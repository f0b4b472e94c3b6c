type Bytes = Buffer;
export type Random = (below: number) => number;

/** Numbers that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const STRANGE = [
  "null",
  "true",
  "[]",
  "{}",
  "-0",
  "1e999",
  "9007199254740993",
  '""',
  '"\\ud800"',
  '"\\u0000"',
  '"__proto__"',
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"toString":1,"valueOf":null}',
  "[[[[[[[[[[[[]]]]]]]]]]]]",
  '{"length":1e9}',
  '"done"',
  '"ok"',
  "\u0000",
  "\u2028",
];

function messages(id: number): string[] {
  return [
    { type: "ready", version: "3.14" },
    { type: "stream", name: "stdout", text: "été 매출 \ud83d\udcc8\n" },
    { type: "stream", name: "stderr", text: 'a "quoted" \\ text' },
    { type: "display", data: { "text/plain": "42", "image/png": "iVBORw0KGgo=" }, alt: "Figure" },
    {
      type: "display",
      data: { table: { fields: [{ name: "n" }], data: [[1, null, true]], rowCount: 1 } },
      alt: "",
    },
    { type: "error", name: "ValueError", message: "no", traceback: "Traceback…" },
    { type: "done", id: id - 1, end: "ok" },
    { type: "done", id: id + 1, end: "stopped" },
  ].map((message) => JSON.stringify(message));
}

/** A message as the child sends it, changed at some places; with its end of line, unless that was changed as well. */
export function mutate(random: Random, id: number): Bytes {
  const all = messages(id);
  let bytes: Bytes = Buffer.from(`${all[random(all.length)]}\n`);
  for (let times = random(4); times > 0; times--) bytes = MUTATIONS[random(MUTATIONS.length)]!(bytes, random);
  return bytes;
}

const insert = (bytes: Bytes, at: number, what: Uint8Array): Bytes =>
  Buffer.concat([bytes.subarray(0, at), what, bytes.subarray(at)]);

/** Where a value of the JSON begins and ends, by its punctuation. */
function valueIn(bytes: Bytes, random: Random): [number, number] {
  const places = [...bytes.toString("latin1").matchAll(/:("(?:[^"\\]|\\.)*"|[\d.]+|\{|\[)/g)];
  const place = places[random(Math.max(1, places.length))];
  return place === undefined ? [0, 0] : [place.index + 1, place.index + place[0].length];
}

const MUTATIONS: readonly ((bytes: Bytes, random: Random) => Bytes)[] = [
  // One bit.
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    const at = random(copy.length || 1);
    copy[at] = (copy[at] ?? 0) ^ (1 << random(8));
    return copy;
  },
  // Random bytes, not UTF-8.
  (bytes, random) =>
    insert(bytes, random(bytes.length + 1), Buffer.from([random(256), random(256), random(256)])),
  // Cut off.
  (bytes, random) => bytes.subarray(0, random(bytes.length + 1)),
  // A part twice.
  (bytes, random) => {
    const at = random(bytes.length + 1);
    return insert(bytes, at, bytes.subarray(at, at + random(40)));
  },
  // Another value.
  (bytes, random) => {
    const [start, end] = valueIn(bytes, random);
    const strange = Buffer.from(STRANGE[random(STRANGE.length)]!);
    return Buffer.concat([bytes.subarray(0, start), strange, bytes.subarray(end)]);
  },
  // One more member.
  (bytes, random) =>
    insert(
      bytes,
      1,
      Buffer.from(
        `${['"__proto__"', '"type"', '"id"', '"data"'][random(4)]}:${STRANGE[random(STRANGE.length)]},`,
      ),
    ),
  // An end of line in the middle.
  (bytes, random) => insert(bytes, random(bytes.length + 1), Buffer.from("\n")),
  // A long one.
  (bytes, random) => insert(bytes, random(bytes.length + 1), Buffer.alloc(random(3000), 0x61)),
  // Deep ones.
  (bytes, random) => {
    const [start, end] = valueIn(bytes, random);
    const depth = random(200);
    const deep = Buffer.from("[".repeat(depth) + "]".repeat(depth));
    return Buffer.concat([bytes.subarray(0, start), deep, bytes.subarray(end)]);
  },
];
