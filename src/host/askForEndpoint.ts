import { t } from "../base/l10n.ts";
import { askForKey } from "./askForKey.ts";
import { endpointFrom, endpointProblem } from "./endpointSetting.ts";
import { hostOf } from "./modelItems.ts";
import { pickModelName } from "./modelPick.ts";
import { inSteps } from "./steps.ts";
import { askForText } from "./textBox.ts";

interface Parts {
  /** The address that is in the box at first. */
  readonly usual: string | null;
  readonly hasKey: (baseURL: string) => Promise<boolean>;
  /** `newKey`: one that is not kept yet. */
  readonly modelsOf: (
    baseURL: string,
    newKey: string | undefined,
    signal: AbortSignal,
  ) => Promise<readonly string[]>;
}

interface Endpoint {
  readonly baseURL: string;
  /** Undefined: it needs none, or has it already. */
  readonly key: string | undefined;
  readonly model: string;
}

/** Asks for an endpoint that speaks OpenAI's API, step by step. Throws the silent error when it is left. */
export async function askForEndpoint({ usual, hasKey, modelsOf }: Parts): Promise<Endpoint> {
  const title = (step: number): string => t("Set up an endpoint ({0} of 3)", step);
  return inSteps(async (ask) => {
    const address = await ask<string>((at) =>
      askForText({
        title: title(1),
        prompt: t("Base URL of an API that speaks OpenAI's chat completions"),
        placeholder: t("e.g. {0} or {1}", "https://api.openai.com/v1", "http://localhost:11434/v1"),
        value: usual ?? "",
        problem: endpointProblem,
        at,
      }),
    );
    const baseURL = endpointFrom(address);
    const isKept = await hasKey(baseURL);
    const typed = await ask<string>((at) =>
      askForKey({ host: hostOf(baseURL), title: title(2), isKept, at }),
    );
    const key = typed === "" ? undefined : typed;
    const models = (signal: AbortSignal) => modelsOf(baseURL, key, signal);
    const model = await ask<string>((at) => pickModelName({ title: title(3), models, at }));
    return { baseURL, key, model };
  });
}
