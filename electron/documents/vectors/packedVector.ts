/** Numbers from -1 to 1 are kept in steps of this: finer than what separates two passages, in half the bytes of floats. */
const steps = 32_767;

/** @param vector of length 1. */
export function packVector(vector: Float32Array): Uint8Array {
  const packed = Int16Array.from(vector, (value) => Math.round(value * steps));
  return new Uint8Array(packed.buffer);
}

export function unpackVector(bytes: Uint8Array): Float32Array {
  const packed = new Int16Array(bytes.byteLength / Int16Array.BYTES_PER_ELEMENT);
  new Uint8Array(packed.buffer).set(bytes);
  const vector = new Float32Array(packed.length);
  const step = 1 / steps;
  for (let index = 0; index < packed.length; index += 1) vector[index] = (packed[index] ?? 0) * step;
  return vector;
}
