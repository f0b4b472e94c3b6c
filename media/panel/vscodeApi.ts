interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** The page's way to the host; VS Code gives it only once. */
export const vscodeApi = acquireVsCodeApi();
