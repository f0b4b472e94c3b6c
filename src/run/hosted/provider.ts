import type OpenAI from "openai";
import type { ContainerMemory } from "../../domain/connection.ts";

/** Where a run is sent. */
export interface Provider {
  readonly client: OpenAI;
  /** The name that requests give for the model. */
  readonly model: string;
  /** The host that everything is sent to, for people, e.g. "api.openai.com". */
  readonly destination: string;
  /** Of containers; absent: the provider's least, 1 GB. */
  readonly memory?: ContainerMemory | undefined;
}

/** By the list price of OpenAI and Azure, in US dollars for each container that is made. */
export const PRICE_USD: Record<ContainerMemory, number> = {
  "1g": 0.03,
  "4g": 0.12,
  "16g": 0.48,
  "64g": 1.92,
};

/** How long a container lives after the last thing that was done with it. */
export const CONTAINER_LIFE_MS = 20 * 60_000;
