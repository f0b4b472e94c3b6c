/** How requests to a provider prove who sends them. */
export type SignIn = "key" | "microsoft";

/** Where code of a hosted model runs: in the Python of this machine, or in the provider's container. */
export type CodePlace = "here" | "container";

/** How much memory a provider's container has; its price goes by it. */
export type ContainerMemory = "1g" | "4g" | "16g" | "64g";

/** OpenAI, or a service with the same API. `baseURL` ends in "/v1" as a rule. */
export interface OpenAiConnection {
  readonly kind: "openai";
  readonly baseURL: string;
  readonly model: string;
  readonly runsCode: CodePlace;
  /** Absent: the provider's least, 1 GB. */
  readonly memory?: ContainerMemory | undefined;
}

/** Azure OpenAI: `endpoint` is the resource's origin; `apiVersion` is "v1" or a date, e.g. "2025-04-01-preview". */
export interface AzureConnection {
  readonly kind: "azure";
  readonly endpoint: string;
  readonly deployment: string;
  readonly apiVersion: string;
  readonly signIn: SignIn;
  readonly runsCode: CodePlace;
  /** Absent: the provider's least, 1 GB. */
  readonly memory?: ContainerMemory | undefined;
}

/** A Foundry project: `endpoint` is ".../api/projects/<name>". */
export interface FoundryConnection {
  readonly kind: "foundry";
  readonly endpoint: string;
  readonly model: string;
  readonly signIn: SignIn;
  readonly runsCode: CodePlace;
  /** Absent: the provider's least, 1 GB. */
  readonly memory?: ContainerMemory | undefined;
}

/** A provider that speaks the Responses API. */
export type HostedConnection = OpenAiConnection | AzureConnection | FoundryConnection;

/** Another server that speaks the Assistants API, e.g. another machine's `interpreter serve`. */
export interface AssistantsConnection {
  readonly kind: "assistants";
  readonly baseURL: string;
  /** Sent as the model's name; the server decides what it makes of it. */
  readonly model: string;
}

/** What requests carry to prove who sends them; a token is asked for anew with every request, as it expires. */
export type Access =
  | { readonly kind: "none" }
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "token"; readonly token: () => Promise<string> };

/** A connection to someone else's machine, with what opens it. */
export interface Opened {
  readonly connection: HostedConnection | AssistantsConnection;
  readonly access: Access;
}

/** The address that everything is sent to, as it was set up. */
export function addressOf(connection: HostedConnection | AssistantsConnection): string {
  return "baseURL" in connection ? connection.baseURL : connection.endpoint;
}

/** Its host, for people. */
export function hostOf(connection: HostedConnection | AssistantsConnection): string {
  return new URL(addressOf(connection)).host;
}

/** The name that requests give for the model. */
export function modelOf(connection: HostedConnection | AssistantsConnection): string {
  return connection.kind === "azure" ? connection.deployment : connection.model;
}

/** Whether its code runs there, and the files of the thread are uploaded. */
export function runsElsewhere(connection: HostedConnection | AssistantsConnection): boolean {
  return connection.kind === "assistants" || connection.runsCode === "container";
}
