/** SHA-1 (RFC 3174), which the handshake of a WebSocket needs at once; the one of a browser answers later. */

const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by));

/** Return the hash of some bytes: 20 bytes. */
export function sha1(bytes: Uint8Array): Uint8Array {
  const size = (bytes.length + 8 + 64) & ~63;
  const padded = new DataView(new ArrayBuffer(size));
  bytes.forEach((byte, at) => padded.setUint8(at, byte));
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(size - 4, bytes.length * 8);
  const hash = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const words = new Int32Array(80);
  for (let block = 0; block < size; block += 64) {
    for (let i = 0; i < 80; i++) {
      const [a, b, c, d] = [words[i - 3]!, words[i - 8]!, words[i - 14]!, words[i - 16]!];
      words[i] = i < 16 ? padded.getInt32(block + 4 * i) : rotate(a ^ b ^ c ^ d, 1);
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0] = hash;
    for (let i = 0; i < 80; i++) {
      const [mix, add] = round(i, b, c, d);
      [a, b, c, d, e] = [(rotate(a, 5) + mix + e + add + words[i]!) | 0, a, rotate(b, 30), c, d];
    }
    [a, b, c, d, e].forEach((value, i) => (hash[i] = (hash[i]! + value) | 0));
  }
  const result = new DataView(new ArrayBuffer(20));
  hash.forEach((word, i) => result.setInt32(4 * i, word));
  return new Uint8Array(result.buffer);
}

/** Return the function of a round, and its constant. */
function round(i: number, b: number, c: number, d: number): [mix: number, add: number] {
  if (i < 20) return [(b & c) | (~b & d), 0x5a827999];
  if (i < 40) return [b ^ c ^ d, 0x6ed9eba1];
  if (i < 60) return [(b & c) | (b & d) | (c & d), 0x8f1bbcdc];
  return [b ^ c ^ d, 0xca62c1d6];
}
