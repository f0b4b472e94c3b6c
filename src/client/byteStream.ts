/**
 * All of `body` as one array. `expected`, its size in bytes if that is known, spares a large one the copies that are made
 * where the size shows only at the end.
 */
export async function readBytes(body: ReadableStream<Uint8Array>, expected: number): Promise<Uint8Array> {
  let bytes = new Uint8Array(expected);
  let length = 0;
  for await (const piece of body) {
    if (length + piece.length > bytes.length) {
      const larger = new Uint8Array(2 * bytes.length + piece.length);
      larger.set(bytes.subarray(0, length));
      bytes = larger;
    }
    bytes.set(piece, length);
    length += piece.length;
  }
  return bytes.subarray(0, length);
}
