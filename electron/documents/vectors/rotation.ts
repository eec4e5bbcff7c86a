/** Turns a vector without changing its length or its angle to any other that is turned as well. */
export type Rotate = (vector: Float32Array) => Float32Array;

/** Enough that each number of the result depends on all of the vector's. */
const rounds = 2;

/**
 * A fixed, random-like rotation of vectors of this dimension: what a text's vector says is spread evenly over its
 * numbers, so that their signs alone tell much of it (Gao and Long 2024, "RaBitQ"). Made of sign changes and
 * Walsh-Hadamard transforms; the same on every machine.
 */
export function createRotation(dimension: number): Rotate {
  const block = 2 ** Math.floor(Math.log2(dimension));
  // Where the dimension is no power of two, two blocks that overlap cover it.
  const starts = block === dimension ? [0] : [0, dimension - block];
  const nextSign = createSigns();
  const turns = Array.from({ length: rounds }, () => starts).flatMap((ofRound) =>
    ofRound.map((start) => ({ start, signs: Float32Array.from({ length: dimension }, nextSign) })),
  );
  const scale = 1 / Math.sqrt(block);
  return (vector) => {
    const turned = vector.slice();
    for (const { start, signs } of turns) {
      for (let index = 0; index < dimension; index += 1) turned[index] = at(turned, index) * at(signs, index);
      transform(turned.subarray(start, start + block), scale);
    }
    return turned;
  };
}

/** The Walsh-Hadamard transform in place. */
function transform(values: Float32Array, scale: number): void {
  const { length } = values;
  for (let half = 1; half < length; half *= 2) {
    for (let start = 0; start < length; start += 2 * half) {
      for (let index = start; index < start + half; index += 1) {
        const a = at(values, index);
        const b = at(values, index + half);
        values[index] = a + b;
        values[index + half] = a - b;
      }
    }
  }
  for (let index = 0; index < length; index += 1) values[index] = at(values, index) * scale;
}

/** Marsaglia 2003, "Xorshift RNGs". */
function createSigns(): () => 1 | -1 {
  let state = 0x9e3779b9;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state & 0x10000) === 0 ? 1 : -1;
  };
}

function at(values: Float32Array, index: number): number {
  return values[index] ?? 0;
}
