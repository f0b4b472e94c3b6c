import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What an attack did to the world outside, whatever it printed about it. */
export type Harm = "file read" | "environment read" | "file written" | "connection" | "signal";

const ENV_NAME = "INTERPRETER_ATTACK_CANARY";
const SECRET_FILE = "secret.txt";

/** What lies outside of the sandbox and must stay untouched: secrets, a folder, a port, a process. */
export class World {
  /** A folder with a secret in it. */
  readonly outside: string;
  readonly #fileSecret: string;
  readonly #envSecret: string;
  readonly #server: Server;
  readonly #datagrams: Socket;
  #connections = 0;
  #asked = 0;
  #victim: ChildProcess;

  static async create(): Promise<World> {
    const outside = await mkdtemp(join(tmpdir(), "outside-"));
    const server = createServer((socket) => socket.on("error", () => {}).end());
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const datagrams = createSocket("udp4");
    datagrams.bind(0, "127.0.0.1");
    await once(datagrams, "listening");
    const envSecret = randomUUID();
    process.env[ENV_NAME] = envSecret;
    return new World(outside, server, datagrams, await startVictim(), envSecret);
  }

  private constructor(
    outside: string,
    server: Server,
    datagrams: Socket,
    victim: ChildProcess,
    envSecret: string,
  ) {
    this.outside = outside;
    this.#server = server;
    this.#datagrams = datagrams;
    this.#victim = victim;
    this.#fileSecret = randomUUID();
    this.#envSecret = envSecret;
    server.on("connection", () => this.#connections++);
    datagrams.on("message", () => this.#asked++);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The path of the file that holds a secret. */
  get secretFile(): string {
    return join(this.outside, SECRET_FILE);
  }

  /** Names that the attacks use, as Python. */
  get prelude(): string {
    return [
      `OUTSIDE = ${JSON.stringify(this.outside)}`,
      `SECRET_FILE = ${JSON.stringify(this.secretFile)}`,
      `ENV_NAME = ${JSON.stringify(ENV_NAME)}`,
      `PORT = ${this.port}`,
      `NAME_SERVER = "127.0.0.1:${this.#datagrams.address().port}"`,
      `VICTIM = ${this.#victim.pid}`,
    ].join("\n");
  }

  /** Puts everything in its place before an attack. */
  async reset(): Promise<void> {
    await rm(this.outside, { recursive: true, force: true });
    await mkdir(this.outside, { recursive: true });
    await writeFile(this.secretFile, this.#fileSecret);
    if (!isAlive(this.#victim)) this.#victim = await startVictim();
    this.#connections = 0;
    this.#asked = 0;
  }

  /** What happened since the reset; `got`: everything the attacker could print. */
  async harms(got: string): Promise<Harm[]> {
    const found: Harm[] = [];
    if (got.includes(this.#fileSecret)) found.push("file read");
    if (got.includes(this.#envSecret)) found.push("environment read");
    const names = await readdir(this.outside);
    const secret = await readFile(this.secretFile, "utf8").catch(() => "");
    if (names.join() !== SECRET_FILE || secret !== this.#fileSecret) found.push("file written");
    if ((await this.#countConnections()) + (await this.#countDatagrams()) > 0) found.push("connection");
    if (!(await answers(this.#victim))) found.push("signal");
    return found;
  }

  async close(): Promise<void> {
    Reflect.deleteProperty(process.env, ENV_NAME);
    this.#victim.kill("SIGKILL");
    this.#server.close();
    this.#datagrams.close();
    await rm(this.outside, { recursive: true, force: true });
  }

  // Connections are accepted in order: once ours has been, all that were made before have been as well.
  async #countConnections(): Promise<number> {
    const before = this.#connections;
    const ours = connect(this.port, "127.0.0.1");
    await once(ours.resume(), "close");
    return Math.max(before, this.#connections - 1);
  }

  async #countDatagrams(): Promise<number> {
    const { port } = this.#datagrams.address();
    const received = once(this.#datagrams, "message");
    this.#datagrams.send("ours", port, "127.0.0.1");
    await received;
    return this.#asked - 1;
  }
}

async function startVictim(): Promise<ChildProcess> {
  const victim = fork(new URL("./victim.ts", import.meta.url), { execPath: process.execPath, execArgv: [] });
  await once(victim, "message");
  return victim;
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

/** Whether it still answers; resolves to false only when its end has been seen. */
async function answers(victim: ChildProcess): Promise<boolean> {
  if (!isAlive(victim)) return false;
  const end = new AbortController();
  const { signal } = end;
  const answer = once(victim, "message", { signal }).then(() => true);
  const gone = once(victim, "exit", { signal }).then(() => false);
  victim.send("ping", () => {});
  try {
    return await Promise.race([answer, gone]);
  } finally {
    end.abort();
    await Promise.allSettled([answer, gone]);
  }
}
