/**
 * Fetches a file whole. `onBytes` is told of each part that came, in bytes after any decompression.
 * Throws TypeError where there is no connection, Error for an answer other than the file.
 */
export async function fetchBytes(url: string, onBytes: (count: number) => void): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new Error(`${url} was answered with status ${response.status}`);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body.getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    parts.push(value!);
    onBytes(value!.byteLength);
  }
  return new Blob(parts).arrayBuffer();
}
