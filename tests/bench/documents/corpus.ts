/** A document made up from nothing but its number: the same on every machine, and no download. */
export interface MadeDocument {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** The words that hold English together, commonest first, so that the text is told to be English. */
const functionWords =
  'the of and to in a is that for it as was with be by on not he this are or his from at which but have an had they you were their one all we can her has there been if more when will would who so no said what up its about than into them could other some these may then do first any my now such like our over even most me after also did many off before must well back through years where much your way down should because long each just those people how too little state good very make world still see own work men here get both between life being under never day same another know while last might us great old year come since against go came right used take three'.split(
    ' ',
  );
const vocabularyWords = 40_000;
const topics = 300;
const wordsOfTopic = 160;
const topicsOfDocument = 3;

/**
 * English-like text of a vocabulary as skewed as a language's (Zipf): each document speaks of a few topics, each a
 * set of words of its own, so that a question made of a document's words has documents that answer it better than others.
 */
export function makeDocument(number: number, options: { readonly words: number }): MadeDocument {
  const random = createRandom(number + 1);
  const topic = Array.from({ length: topicsOfDocument }, () => Math.floor(topics * random() ** 2));
  const title = sentenceCase(Array.from({ length: 6 }, () => topicWord(topic, random)).join(' '));
  const paragraphs: string[] = [];
  for (let left = options.words; left > 0; ) {
    const sentences: string[] = [];
    const wanted = Math.min(left, 60 + Math.floor(random() * 90));
    for (let words = 0; words < wanted; ) {
      const length = 8 + Math.floor(random() * 20);
      sentences.push(`${sentenceCase(wordsOf(length, topic, random).join(' '))}.`);
      words += length;
    }
    left -= wanted;
    paragraphs.push(sentences.join(' '));
  }
  return { title, paragraphs };
}

/** Questions of each kind, by what the bench calls them. */
export const questionKinds = {
  'a few words': 'words',
  'a sentence': 'sentence',
  'a long sentence of common words': 'commonSentence',
  'two common words': 'commonWords',
} as const;

/** What somebody would ask that this document answers. */
export function makeQuestion(
  number: number,
  { kind }: { readonly kind: (typeof questionKinds)[keyof typeof questionKinds] },
): string {
  const random = createRandom(number + 1);
  const topic = Array.from({ length: topicsOfDocument }, () => Math.floor(topics * random() ** 2));
  const asked = createRandom(-number - 1);
  const telling = (count: number) => Array.from({ length: count }, () => topicWord(topic, asked));
  if (kind === 'words') return telling(2 + Math.floor(asked() * 2)).join(' ');
  if (kind === 'sentence') {
    const [a, b, c, d, e] = telling(5);
    return `What is known about the ${a} of ${b} and ${c} where the ${d} has no ${e}?`;
  }
  // The commonest words there are: nearly every passage has some of them.
  const common = Array.from({ length: 14 }, () => zipf(vocabularyWords, asked)).map((rank) =>
    wordOfRank(rank % 60),
  );
  return `How could ${common.slice(0, 7).join(' ')} with ${common.slice(7).join(' ')} when ${telling(2).join(' ')}?`;
}

function wordsOf(length: number, topic: readonly number[], random: () => number): string[] {
  return Array.from({ length }, () => {
    const kind = random();
    if (kind < 0.45) return functionWords[zipf(functionWords.length, random)] ?? 'the';
    return kind < 0.75 ? topicWord(topic, random) : wordOfRank(zipf(vocabularyWords, random));
  });
}

function topicWord(topic: readonly number[], random: () => number): string {
  const of = topic[Math.floor(random() * topic.length)] ?? 0;
  // Topics share words with their neighbours, as subjects do; their words are of every rarity.
  const place = zipf(wordsOfTopic, random);
  return wordOfRank((of * 97 + place * 7919) % vocabularyWords);
}

/** A rank from 0, each as likely as one over itself: the inverse of the harmonic sum, near enough. */
function zipf(count: number, random: () => number): number {
  return Math.min(count - 1, Math.floor((count + 1) ** random()) - 1);
}

const starts = [
  'b',
  'c',
  'd',
  'f',
  'g',
  'h',
  'l',
  'm',
  'n',
  'p',
  'r',
  's',
  't',
  'v',
  'st',
  'tr',
  'pl',
  'br',
  'cl',
  'gr',
];
const middles = ['a', 'e', 'i', 'o', 'u', 'ea', 'ou', 'ai'];
const ends = ['n', 'r', 't', 'l', 's', 'm', 'd', 'ck', 'nd', 'st'];

/** Pronounceable, longer the rarer it is. */
function wordOfRank(rank: number): string {
  let word = '';
  let left = rank + 137;
  do {
    word += starts[left % starts.length] ?? '';
    left = Math.floor(left / starts.length);
    word += middles[left % middles.length] ?? '';
    left = Math.floor(left / middles.length);
  } while (left > 0);
  return word + (ends[rank % ends.length] ?? '');
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Mulberry32 by Tommy Ettinger (public domain). */
function createRandom(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
