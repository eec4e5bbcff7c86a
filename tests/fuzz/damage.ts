import { unzipSync, zipSync } from 'fflate';

/** Numbers that lengths and offsets go wrong with. */
const edges = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/** Damages a file in the way its number says: the same number gives the same damage, on every machine. */
export function damageFile(whole: Uint8Array, number: number): Uint8Array {
  const random = createRandom(number);
  // The flag that says it is encrypted: what is packed cannot be taken out without its password.
  const isLocked = ((whole[6] ?? 0) & 1) === 1;
  const isArchive = whole[0] === 0x50 && whole[1] === 0x4b && !isLocked;
  // From outside, most damage to an archive only breaks its checksums; half of it is done to what is packed.
  const damaged = isArchive && random(2) === 0 ? damageMember(whole, random) : damageBytes(whole, random);
  return random(4) === 0 ? damageBytes(damaged, random) : damaged;
}

type Random = (below: number) => number;

function damageMember(archive: Uint8Array, random: Random): Uint8Array {
  const members = unzipSync(archive);
  const names = Object.keys(members);
  const name = names[random(names.length)];
  const content = name === undefined ? undefined : members[name];
  if (name === undefined || !content) return archive;
  return zipSync({ ...members, [name]: damageBytes(content, random) });
}

function damageBytes(whole: Uint8Array, random: Random): Uint8Array {
  const bytes = Buffer.from(whole);
  if (bytes.length === 0) return bytes;
  const at = random(bytes.length);
  const length = 1 + random(Math.min(200, bytes.length));
  switch (random(8)) {
    case 0:
      for (let flips = 1 + random(16); flips > 0; flips -= 1) {
        const place = random(bytes.length);
        bytes[place] = (bytes[place] ?? 0) ^ (1 << random(8));
      }
      return bytes;
    case 1:
      for (let changes = 1 + random(12); changes > 0; changes -= 1) bytes[random(bytes.length)] = random(256);
      return bytes;
    case 2:
      return bytes.subarray(0, at);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 4:
      return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
    case 5: {
      const part = bytes.subarray(at, at + length);
      const times = 1 + random(400);
      return Buffer.concat([bytes.subarray(0, at), ...Array<Buffer>(times).fill(part), bytes.subarray(at)]);
    }
    case 6:
      return writeNumber(bytes, at, random);
    default: {
      const from = random(bytes.length);
      const part = bytes.subarray(from, from + length);
      return Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at + part.length)]);
    }
  }
}

/** Lengths and offsets, of one, two or four bytes and in either order. */
function writeNumber(bytes: Buffer, at: number, random: Random): Buffer {
  const value = edges[random(edges.length)] ?? 0;
  const size = [1, 2, 4][random(3)] ?? 1;
  if (at + size > bytes.length) return bytes;
  const masked = size === 4 ? value : value % 2 ** (8 * size);
  if (random(2) === 0) bytes.writeUIntLE(masked, at, size);
  else bytes.writeUIntBE(masked, at, size);
  return bytes;
}

/** Mulberry32: small, and the same everywhere. */
function createRandom(seed: number): Random {
  let state = (seed * 0x9e3779b1) >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
