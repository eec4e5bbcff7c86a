import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { cranfieldFolder, meanNdcg, readCranfield } from '../../support/documents/cranfield.ts';
import { type CommandEnd, runSotto } from './commandLine.ts';
import { makeQuestion } from './corpus.ts';
import { makeFiles } from './makeFiles.ts';
import type { DocumentsPart } from './part.ts';
import { fetchQmd, type Qmd } from './qmd.ts';
import { percentile } from './report.ts';

const madeFileCount = 1400;
const limit = 10;
const foundSchema = z.array(z.object({ path: z.string() }));

/**
 * QMD and Sotto on the same folder, turn about: whole processes as a person starts them, from nothing to their end.
 * Sotto's index is encrypted and knows the text's language; both wait until all can be found. Sotto's quality is that
 * of one process asked all questions; QMD has a process for each, as it takes no other.
 */
export const measurePeer: DocumentsPart = async ({ folder, isQuick, add }) => {
  const qmd = await fetchQmd(folder);
  if (typeof qmd === 'string') {
    process.stdout.write(`peer: skipped, QMD cannot be fetched (${qmd})\n`);
    return;
  }
  const cranfield = readCranfield();
  const filesFolder = join(folder, 'files');
  if (cranfield === null) {
    process.stdout.write(`peer: no quality, as ${cranfieldFolder} is not there\n`);
    await makeFiles({ folder: filesFolder, format: 'txt', count: madeFileCount, words: 170 });
  } else {
    mkdirSync(filesFolder, { recursive: true });
    for (const { id, title, body } of cranfield.documents) {
      if (body !== '') writeFileSync(join(filesFolder, `${id}.txt`), `${title}\n\n${body}\n`);
    }
  }
  const dataFolder = await measureIndexing({ folder, filesFolder, qmd, isQuick, add });
  const questions =
    cranfield?.questions.map(({ text }) => text) ??
    Array.from({ length: 40 }, (_, index) => makeQuestion(index * 11, { kind: 'words' }));
  const timed = questions.slice(0, isQuick ? 5 : 20);
  const searching = { dataFolder, qmd, add };
  await measureSearching({
    ...searching,
    what: 'two words',
    isPromised: true,
    questions: timed.map(twoWords),
  });
  await measureSearching({ ...searching, what: 'a whole question', isPromised: false, questions: timed });
  if (cranfield === null) return;

  const ours = await askAll({ dataFolder, questions });
  const theirs = new Map<string, string[]>();
  for (const question of isQuick ? questions.slice(0, 40) : questions) {
    theirs.set(question, (await qmd.search(question, limit)).files);
  }
  const judged = { ...cranfield, questions: cranfield.questions.filter(({ text }) => theirs.has(text)) };
  const idsOf = (names: readonly string[] = []) => names.map((name) => name.replace('.txt', ''));
  add({
    metric: `Cranfield nDCG@10, ${judged.questions.length} questions`,
    value: meanNdcg(judged, (question) => idsOf(ours.get(question))),
    peer: meanNdcg(judged, (question) => idsOf(theirs.get(question))),
    unit: '',
  });
};

async function measureIndexing(input: {
  readonly folder: string;
  readonly filesFolder: string;
  readonly qmd: Qmd;
  readonly isQuick: boolean;
  readonly add: Parameters<DocumentsPart>[0]['add'];
}): Promise<string> {
  const { filesFolder, qmd } = input;
  const ours: number[] = [];
  const theirs: number[] = [];
  let dataFolder = '';
  for (let round = 0; round < (input.isQuick ? 1 : 3); round += 1) {
    dataFolder = join(input.folder, `data-${round}`);
    ours.push((await runSotto(['index', filesFolder], { dataFolder })).wallMs / 1000);
    theirs.push((await qmd.index(filesFolder)).wallMs / 1000);
  }
  addTimes({
    metric: 'index the folder, whole process',
    unit: 's',
    ours,
    theirs,
    isPromised: true,
    add: input.add,
  });
  return dataFolder;
}

/** As a person types them into a search box: QMD finds only what has every word, so hardly anything for a sentence. */
function twoWords(question: string): string {
  const words = [...new Set(question.match(/\p{L}+/gu))];
  const longest = words.toSorted((a, b) => b.length - a.length).slice(0, 2);
  return words.filter((word) => longest.includes(word)).join(' ');
}

async function measureSearching(input: {
  readonly what: string;
  /** Both find something, and the promise is held against it. */
  readonly isPromised: boolean;
  readonly dataFolder: string;
  readonly qmd: Qmd;
  readonly questions: readonly string[];
  readonly add: Parameters<DocumentsPart>[0]['add'];
}): Promise<void> {
  const ours: number[] = [];
  const theirs: number[] = [];
  let foundNothing = 0;
  for (const question of input.questions) {
    const found: CommandEnd = await runSotto(['search', question, '--json'], input);
    ours.push(found.wallMs);
    const { wallMs, files } = await input.qmd.search(question, limit);
    theirs.push(wallMs);
    if (files.length === 0) foundNothing += 1;
  }
  const metric = `search for ${input.what}, whole process; QMD finds nothing in ${foundNothing} of ${theirs.length}`;
  addTimes({ metric, unit: 'ms', ours, theirs, isPromised: input.isPromised, add: input.add });
}

function addTimes(input: {
  readonly metric: string;
  readonly unit: string;
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  readonly isPromised: boolean;
  readonly add: Parameters<DocumentsPart>[0]['add'];
}): void {
  const peer = percentile(input.theirs, 0.5);
  const { metric, unit } = input;
  const target = input.isPromised ? { target: { atMost: peer } } : {};
  input.add({ metric, unit, value: percentile(input.ours, 0.5), peer, ...target });
}

/** Names of the files that one process finds for each question. */
async function askAll(input: {
  readonly dataFolder: string;
  readonly questions: readonly string[];
}): Promise<Map<string, string[]>> {
  const { stdout } = await runSotto(['search', '-', '--json', '--limit', String(limit)], {
    dataFolder: input.dataFolder,
    input: `${input.questions.join('\n')}\n`,
  });
  const lines = stdout.trim().split('\n');
  return new Map(
    input.questions.map((question, index) => [
      question,
      foundSchema.parse(JSON.parse(lines[index] ?? '[]')).map(({ path }) => basename(path)),
    ]),
  );
}
