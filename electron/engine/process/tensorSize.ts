export interface TensorPlace {
  readonly shape: readonly number[];
  /** ggml's number of the type. */
  readonly type: number;
  /** From the start of the data section, in bytes. */
  readonly offset: number;
}

/** [elements per block, bytes per block] by ggml type, from ggml's type table (ggml/src/ggml.c, type_traits). */
const blockSizes: Readonly<Record<number, readonly [number, number]>> = {
  0: [1, 4],
  1: [1, 2],
  2: [32, 18],
  3: [32, 20],
  6: [32, 22],
  7: [32, 24],
  8: [32, 34],
  9: [32, 36],
  10: [256, 84],
  11: [256, 110],
  12: [256, 144],
  13: [256, 176],
  14: [256, 210],
  15: [256, 292],
  16: [256, 66],
  17: [256, 74],
  18: [256, 98],
  19: [256, 50],
  20: [32, 18],
  21: [256, 110],
  22: [256, 82],
  23: [256, 136],
  24: [1, 1],
  25: [1, 2],
  26: [1, 4],
  27: [1, 8],
  28: [1, 8],
  29: [256, 56],
  30: [1, 2],
  34: [256, 54],
  35: [256, 66],
  39: [32, 17],
};

/** Bytes the tensor takes in the file; 0 for a type newer than this table, so that nothing is claimed about it. */
export function tensorBytes(tensor: TensorPlace): number {
  const size = blockSizes[tensor.type];
  if (size === undefined) return 0;
  const [blockElements, blockBytes] = size;
  return (tensor.shape.reduce((product, length) => product * length, 1) / blockElements) * blockBytes;
}
