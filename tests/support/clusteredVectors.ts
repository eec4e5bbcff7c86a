/** Vectors as embedding models make them: in clusters of topics and subjects, all leaning to one side, of uneven dimensions. */
export interface ClusteredVectors {
  /** A passage's vector, of length 1. */
  passage(): Float32Array;
  /** A question's: near some passage's subject, but farther off. */
  query(): Float32Array;
}

const passagesPerSubject = 100;
const subjectsPerTopic = 10;
/** All vectors of a model share a direction; without it no two of them would resemble each other. */
const sharedWeight = 0.5;
const topicWeight = 0.6;
const subjectWeight = 0.6;
const passageWeight = 0.7;
const queryWeight = 1;
/** How fast dimensions lose weight. */
const decay = 0.02;

/** @param passages how many will be made, which sets the number of clusters. */
export function clusteredVectors(input: {
  readonly dimension: number;
  readonly passages: number;
  readonly seed: number;
}): ClusteredVectors {
  const { dimension } = input;
  const random = createRandom(input.seed);
  const weights = Float32Array.from({ length: dimension }, (_, index) => 1 / Math.sqrt(1 + index * decay));
  const noise = (scale: number) => weights.map((weight) => weight * scale * gaussian(random));
  const sum = (...parts: readonly Float32Array[]) =>
    Float32Array.from({ length: dimension }, (_, index) =>
      parts.reduce((total, part) => total + (part[index] ?? 0), 0),
    );
  const subjectCount = Math.max(1, Math.round(input.passages / passagesPerSubject));
  const topicCount = Math.max(1, Math.round(subjectCount / subjectsPerTopic));
  const shared = Float32Array.from({ length: dimension }, () => sharedWeight * gaussian(random));
  const topics = Array.from({ length: topicCount }, () => sum(shared, noise(topicWeight)));
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)];
  const subjects = Array.from({ length: subjectCount }, () =>
    sum(pick(topics) ?? shared, noise(subjectWeight)),
  );
  const near = (weight: number) => normalised(sum(pick(subjects) ?? shared, noise(weight)));
  return { passage: () => near(passageWeight), query: () => near(queryWeight) };
}

function normalised(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** Box and Muller. */
function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Numbers from 0 to 1, the same for the same seed: mulberry32. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
