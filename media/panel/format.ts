/** "18 KB" */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

/** "0.2 s" or "3 min 4 s" */
export function durationText(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** The URI of a file of the thread. */
export function fileUri(filesUri: string, name: string): string {
  return `${filesUri}/${name.split("/").map(encodeURIComponent).join("/")}`;
}
