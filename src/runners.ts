import { InterpreterError } from "./base/errors.ts";
import { hostOf, modelOf, type Opened } from "./domain/connection.ts";
import { GIVEN_CODE } from "./domain/givenCode.ts";
import type { PythonSessions } from "./python/session.ts";
import { ProviderModels } from "./providerModels.ts";
import { HostedRunner } from "./run/hosted/hostedRunner.ts";
import { openClient } from "./run/hosted/openClient.ts";
import type { RunLimits } from "./run/limits.ts";
import { LocalRunner } from "./run/localRunner.ts";
import type { Model } from "./run/model.ts";
import { RemoteRunner } from "./run/remote/remoteRunner.ts";
import type { RunContext, Runner } from "./run/runner.ts";
import { SwitchingRunner } from "./run/switchingRunner.ts";

interface Parts {
  /** The connection for a run, asked at its start; null: it is carried out here, with `model`. */
  readonly open: () => Promise<Opened | null>;
  readonly model: () => Promise<Model>;
  readonly sessions: PythonSessions;
  readonly limits: () => RunLimits;
}

/** Has each run carried out where the connection of the moment says. */
export function createRunner({ open, model, sessions, limits }: Parts): Runner {
  const models = new ProviderModels();
  const here = (who: () => Promise<Model>): Runner => new LocalRunner({ model: who, sessions, limits });
  const local = here(model);
  const hosted = new HostedRunner({
    connect: async () => {
      const { model: name, host: destination, ...rest } = await reach(open, (kind) => kind !== "assistants");
      return { ...rest, model: name, destination };
    },
  });
  const remote = new RemoteRunner({ connect: () => reach(open, (kind) => kind === "assistants") });
  const choose = async ({ settings }: RunContext): Promise<Runner> => {
    // Code that is given needs no model: whatever is wrong with the connection, it runs here.
    const isGiven = settings?.model?.model === GIVEN_CODE;
    const opened = isGiven ? await open().catch(() => null) : await open();
    if (opened === null) return local;
    const { connection, access } = opened;
    if (connection.kind === "assistants") return remote;
    if (isGiven) return local;
    return connection.runsCode === "here" ? here(async () => models.of(connection, access)) : hosted;
  };
  return new SwitchingRunner([local, hosted, remote], choose);
}

async function reach(open: Parts["open"], fits: (kind: Opened["connection"]["kind"]) => boolean) {
  const opened = await open();
  if (opened === null || !fits(opened.connection.kind)) {
    const message = "Another connection was chosen just when the run began.";
    throw new InterpreterError("user", "connection_changed", message, { action: "Ask again." });
  }
  const { connection, access } = opened;
  return {
    client: openClient(connection, access),
    model: modelOf(connection),
    host: hostOf(connection),
    memory: connection.kind === "assistants" ? undefined : connection.memory,
  };
}
