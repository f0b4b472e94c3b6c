/** Options with which OpenAI's SDK knows nothing but what it is given, and tells nobody else. */
export const PRIVATE_CLIENT = {
  // By default the SDK would take these from the environment, whatever the endpoint, and write to the console.
  adminAPIKey: null,
  organization: null,
  project: null,
  logLevel: "off",
  // To follow would be to show the key and the question to someone else.
  fetchOptions: { redirect: "manual" },
} as const;
