import type { HostedConnection, Opened } from "./domain/connection.ts";
import { GIVEN_CODE } from "./domain/givenCode.ts";
import type { PythonSessions } from "./python/session.ts";
import { ProviderModels } from "./providerModels.ts";
import type { RunLimits } from "./run/limits.ts";
import { LocalRunner } from "./run/localRunner.ts";
import type { Model } from "./run/model.ts";
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
  const local = new LocalRunner({ model, sessions, limits });
  const models = new ProviderModels();
  const choose = async ({ settings }: RunContext): Promise<Runner> => {
    // Code that is given is nobody else's business.
    if (settings?.model?.model === GIVEN_CODE) return local;
    const opened = await open();
    if (opened === null) return local;
    return new LocalRunner({
      model: async () => models.of(opened as Opened<HostedConnection>),
      sessions,
      limits,
    });
  };
  return new SwitchingRunner([local], choose);
}
