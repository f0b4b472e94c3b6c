import type OpenAI from "openai";

const NAME = "Code Interpreter of VS Code";

/** Who answers at other servers: an assistant that the connection names, else one of ours, made once at each server. */
export class Assistants {
  readonly #ids = new Map<string, Promise<string>>();

  /** The id of the assistant for `model`, which may name one itself. */
  async idFor(client: OpenAI, model: string): Promise<string> {
    if (isAssistant(model)) return model;
    const key = keyOf(client, model);
    const known = this.#ids.get(key) ?? find(client, model);
    this.#ids.set(key, known);
    try {
      return await known;
    } catch (error) {
      this.#ids.delete(key);
      throw error;
    }
  }

  /** It is not there any more. */
  forget(client: OpenAI, model: string): void {
    this.#ids.delete(keyOf(client, model));
  }
}

/** Whether the connection's model is an assistant that the server has. */
export function isAssistant(model: string): boolean {
  return model.startsWith("asst_");
}

const keyOf = ({ baseURL }: OpenAI, model: string): string => `${baseURL} ${model}`;

async function find({ beta }: OpenAI, model: string): Promise<string> {
  const { data } = await beta.assistants.list({ limit: 100 });
  const ours = data.find((assistant) => assistant.name === NAME && assistant.model === model);
  if (ours !== undefined) return ours.id;
  const tools = [{ type: "code_interpreter" as const }];
  return (await beta.assistants.create({ name: NAME, model, tools })).id;
}
