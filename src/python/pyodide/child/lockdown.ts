import type { EmscriptenModule } from "./emscripten.ts";

// What Pyodide's glue and the kernel's connection need; every other global is taken away before Pyodide is loaded.
const KEPT_GLOBALS = new Set(
  `globalThis Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date
   Promise RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError JSON Math
   ArrayBuffer Atomics Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float16Array Float32Array
   Float64Array Uint8ClampedArray BigUint64Array BigInt64Array DataView Map BigInt Set Iterator WeakMap WeakSet
   WeakRef Proxy Reflect FinalizationRegistry decodeURI decodeURIComponent encodeURI encodeURIComponent escape
   unescape isFinite isNaN WebAssembly SuppressedError DisposableStack AsyncDisposableStack TextDecoder TextEncoder
   queueMicrotask performance URL`.split(/\s+/),
);

/** Takes Node's globals away: Pyodide then finds neither process nor require nor fetch, and takes this for a shell. */
export function removeGlobals(): void {
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (KEPT_GLOBALS.has(name)) continue;
    const gone = Reflect.deleteProperty(globalThis, name);
    if (!gone) Object.defineProperty(globalThis, name, { value: undefined, configurable: true });
  }
  giveTimers();
  const silent = (): void => {};
  const console = { log: silent, warn: silent, error: silent, info: silent, debug: silent, trace: silent };
  Object.defineProperty(globalThis, "console", { value: console });
}

const { setTimeout: startTimer, clearTimeout: stopTimer, setImmediate: startImmediate } = globalThis;

/** Timers as browsers have them: Node's are objects, and `this` in what they call, from where more of Node is in reach. */
function giveTimers(): void {
  const timers = new Map<number, NodeJS.Timeout>();
  let last = 0;
  const setTimeout = (work: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): number => {
    const id = ++last;
    const run = (): void => {
      timers.delete(id);
      work(...args);
    };
    timers.set(id, startTimer(run, ms));
    return id;
  };
  const clearTimeout = (id: number): void => {
    stopTimer(timers.get(id));
    timers.delete(id);
  };
  const setImmediate = (work: (...args: unknown[]) => void, ...args: unknown[]): void =>
    void startImmediate(() => work(...args));
  Object.assign(globalThis, { setTimeout, clearTimeout, setImmediate });
}

const asyncFunction = Object.getPrototypeOf(async () => {}) as object;
const generator = Object.getPrototypeOf(function* () {}) as { prototype: object };
const iterator = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as object;

const TYPED_ARRAYS = [
  ...[Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array],
  ...[BigInt64Array, BigUint64Array, Float32Array, Float64Array],
];

const FROZEN: object[] = [
  ...[Array, Promise, String, Number, Map, Set, WeakMap, RegExp, TextEncoder, TextDecoder].map(
    ({ prototype }) => prototype as object,
  ),
  Object.prototype,
  Function.prototype,
  Object.getPrototypeOf(Uint8Array) as object,
  Object.getPrototypeOf(Uint8Array.prototype) as object,
  ...TYPED_ARRAYS.flatMap((kind): object[] => [kind, kind.prototype]),
  asyncFunction,
  generator.prototype,
  iterator,
  ...[Object, Function, Array, Promise, JSON, Reflect, Math, Symbol, WebAssembly, Proxy, Map, Set],
  ...[TextEncoder, TextDecoder],
];

// Powers that Pyodide keeps for later and that nobody needs once it runs.
const POWERS = ["createPyodideModule", "_loadSnapshot", "fsInit", "stdin", "stdout", "stderr"];
const SHIMS = ["read", "load", "readbuffer", "URL"];

/** After Python is up and before any cell: takes away what only the start needed, and freezes what is shared. */
export function closeDoor({ API: { config } }: EmscriptenModule): void {
  for (const name of POWERS) delete config[name];
  for (const name of SHIMS) Reflect.deleteProperty(globalThis, name);
  freezeShared();
}

/**
 * Freezes what the glue and our own code share with whatever a cell reaches, after Pyodide has started. Plain freezes:
 * accessors everywhere would cost more than half of the speed.
 */
function freezeShared(): void {
  Object.defineProperty(Error, "prepareStackTrace", {
    value: undefined,
    writable: false,
    configurable: false,
  });
  keepOverridable(Object.prototype, ["constructor", "toString", "valueOf"]);
  keepOverridable(Function.prototype, ["constructor", "toString"]);
  for (const shared of FROZEN) Object.freeze(shared);
}

// A frozen prototype forbids its heirs to assign a property of the same name, which ordinary code does with these.
function keepOverridable(owner: object, names: readonly string[]): void {
  for (const name of names) {
    const original: unknown = Reflect.get(owner, name);
    Object.defineProperty(owner, name, {
      get: () => original,
      set(this: object, value: unknown) {
        if (this === owner) throw new TypeError("frozen");
        Object.defineProperty(this, name, { value, writable: true, configurable: true, enumerable: true });
      },
      enumerable: false,
      configurable: false,
    });
  }
}
