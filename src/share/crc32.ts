// CRC-32 as zip and PNG use it. It finds every error within 32 bits in a row, so one changed character of a link
// (6 bits) is always found: a hash of the same length would find it only nearly always.

const POLYNOMIAL = 0xedb88320;

/** Return the CRC-32 of `bytes` as an unsigned number of 32 bits. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    // Bit by bit: a link is too short for the faster table to matter.
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
  }
  return ~crc >>> 0;
}
