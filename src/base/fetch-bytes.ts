/**
 * Fetch a whole file. `onBytes` gets the size of each part that arrives, in bytes after decompression.
 * Throws TypeError without a connection, Error for a response that is not the file.
 */
export async function fetchBytes(url: string, onBytes: (count: number) => void): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new Error(`${url} returned status ${response.status}`);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body.getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    parts.push(value!);
    onBytes(value!.byteLength);
  }
  return new Blob(parts).arrayBuffer();
}
