// Run by hand: node tests/bench/news.ts
import { defaultWeights } from '../../electron/documents/keySentences/keySentences.ts';
import {
  type Choose,
  chooseByLexRank,
  chooseFirst,
  chooseOurs,
  measure,
  newsFolder,
  readNewsSet,
} from '../support/documents/newsSet.ts';

const articles = readNewsSet();
if (!articles) {
  console.error(`The news set is not at ${newsFolder}`);
  process.exit(1);
}
const halves = [0, 1].map((half) => articles.filter((_, index) => index % 2 === half));

const rows: [string, Choose][] = [
  ['first sentences', chooseFirst],
  ['LexRank', chooseByLexRank],
  ['Sotto', chooseOurs()],
];
for (const name of ['position', 'title', 'redundancy'] as const) {
  for (const factor of [0, 0.5, 2]) {
    rows.push([
      `Sotto, ${name} × ${factor}`,
      chooseOurs({ ...defaultWeights, [name]: defaultWeights[name] * factor }),
    ]);
  }
}

const lines = rows.map(([name, choose]) => {
  const { rouge1, rouge2 } = measure(articles, choose);
  const byHalf = halves.map((half) => measure(half, choose).rouge2);
  return [name.padEnd(28), ...[rouge1, rouge2, ...byHalf].map((value) => value.toFixed(3).padStart(8))].join(
    '',
  );
});
const header = ['', 'ROUGE-1', 'ROUGE-2', 'odd', 'even'].map((name, index) =>
  index === 0 ? name.padEnd(28) : name.padStart(8),
);
process.stdout.write(`${[header.join(''), ...lines].join('\n')}\n`);
