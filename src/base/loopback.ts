/** Whether the address is this machine, so that nothing leaves it. Throws a TypeError for what is no address. */
export function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
