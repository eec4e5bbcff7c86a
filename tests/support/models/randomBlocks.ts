import type { TensorType } from './gguf.ts';

/** Quantised blocks of random weights, repeated without end. Each `read` may start anywhere. */
export interface RandomBlocks {
  read(start: number, length: number): Uint8Array;
}

export type QuantisedType = Extract<TensorType, 'q8_0' | 'q4_k' | 'q6_k'>;

/** Block layouts: ggml/src/ggml-common.h. `scaled` places half-precision scales that give weights of this deviation. */
const layouts: Readonly<
  Record<QuantisedType, { readonly bytes: number; scaled(block: Uint8Array, deviation: number): void }>
> = {
  q8_0: {
    bytes: 34,
    scaled(block, deviation) {
      const int8Deviation = 74;
      block.set(half(deviation / int8Deviation), 0);
    },
  },
  q4_k: {
    bytes: 144,
    scaled(block, deviation) {
      // Products of random 6-bit scales (mean 31) and 4-bit values; the minimum is taken off so that the mean is 0.
      const productDeviation = 205;
      const meanValue = 7.5;
      block.set(half(deviation / productDeviation), 0);
      block.set(half((deviation / productDeviation) * meanValue), 2);
    },
  },
  q6_k: {
    bytes: 210,
    scaled(block, deviation) {
      const productDeviation = 1370;
      block.set(half(deviation / productDeviation), 208);
    },
  },
};

export function randomBlocks(type: QuantisedType, deviation: number): RandomBlocks {
  const { bytes: blockBytes, scaled } = layouts[type];
  const count = 65_537;
  const bytes = new Uint8Array(count * blockBytes);
  let state = 0x2545f491;
  for (let position = 0; position < bytes.length; position += 1) {
    // xorshift32, https://www.jstatsoft.org/v08/i14
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[position] = state & 0xff;
  }
  for (let start = 0; start < bytes.length; start += blockBytes) {
    scaled(bytes.subarray(start, start + blockBytes), deviation);
  }
  return {
    read(start, length) {
      const result = new Uint8Array(length);
      for (let done = 0; done < length; ) {
        const from = (start + done) % bytes.length;
        const part = bytes.subarray(from, Math.min(bytes.length, from + length - done));
        result.set(part, done);
        done += part.length;
      }
      return result;
    },
  };
}

/** The half-precision number nearest to a small positive one; below 2^-14 they have no leading one. */
function half(value: number): Uint8Array {
  const smallestExponent = -14;
  const exponent = Math.floor(Math.log2(value));
  const bits =
    exponent < smallestExponent
      ? Math.round(value * 2 ** 24)
      : ((exponent + 15) << 10) + Math.round((value / 2 ** exponent - 1) * 1024);
  return Uint8Array.of(bits & 0xff, bits >>> 8);
}
