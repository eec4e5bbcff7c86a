import type { Command } from 'commander';
import { z } from 'zod';
import type { DocumentId } from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { addDocuments } from './addDocument.ts';
import { answerFromPassages } from './answerFromPassages.ts';
import { type CommandContext, type CommandRun, defineCommand, misuse } from './command.ts';
import type { CommandError } from './commandError.ts';
import { chooseModel } from './modelChoice.ts';
import { collect } from './options.ts';
import { addPasswordOption, passwordOptionsSchema, passwordsFor } from './passwords.ts';
import type { Session } from './session.ts';
import { describeSources, toSource } from './sources.ts';
import { streamAnswer } from './streamAnswer.ts';

const optionsSchema = passwordOptionsSchema.extend({
  doc: z.array(z.string()).default([]),
  keep: z.boolean().default(false),
});
/** As many as one conversation may be about. */
const maxDocuments = 100;
const passagesForChoice = 50;

export function addAsk(program: Command, context: CommandContext): void {
  const command = program
    .command('ask')
    .description('answer a question from your documents, with the pages the answer stands on')
    .argument('<question...>', 'the question')
    .option('--doc <path>', 'ask about this document (may be repeated; default: all)', collect)
    .option('--keep', 'keep question and answer among the conversations');
  addPasswordOption(command);
  defineCommand({
    command,
    context,
    options: optionsSchema,
    async run(run, { parameters, options }) {
      const question = parameters.join(' ').trim();
      if (question === '') return misuse('The question is empty.');
      const opened = await run.openSession();
      if (!opened.ok) return opened;
      const session = opened.value;
      const model = await chooseModel(run, session);
      if (!model.ok) return model;
      const added = await addDocuments({
        run,
        session,
        filePaths: options.doc,
        passwords: passwordsFor(run, options),
      });
      if (!added.ok) return added;
      const chosen = added.value.map((document) => document.id);
      if (model.value === null) {
        if (run.common.model !== false) {
          run.progress.note(
            'No model is installed, so these are passages. Add one with: sotto models add PATH',
          );
        }
        return showPassages({ run, session, question, documentIds: chosen });
      }
      const documentIds = chosen.length > 0 ? ok(chosen) : await pickDocuments({ session, question });
      if (!documentIds.ok) return documentIds;
      return showAnswer({ run, session, question, documentIds: documentIds.value, isKept: options.keep });
    },
  });
}

interface Question {
  readonly run: CommandRun;
  readonly session: Session;
  readonly question: string;
  readonly documentIds: readonly DocumentId[];
}

async function showPassages(input: Question): Promise<Result<null, CommandError>> {
  const answered = await answerFromPassages(input);
  if (!answered.ok) return answered;
  const { answer, citations } = answered.value;
  input.run.output.result({
    json: { answer, citations: citations.map(toSource), mode: 'passages' },
    text: citations.length === 0 ? 'No passage matches.' : `${answer}\n\n${describeSources(citations)}`,
  });
  return ok(null);
}

async function showAnswer(
  input: Question & { readonly isKept: boolean },
): Promise<Result<null, CommandError>> {
  const { run, session, question, isKept } = input;
  const { client } = session;
  const created = await client.request('chat.create', { documentIds: [...input.documentIds] });
  if (!created.ok) return created;
  const conversationId = created.value.id;
  try {
    const answered = await streamAnswer({ run, session, conversationId, text: question });
    if (!answered.ok) return answered;
    const { text, citations, grounding, modelName } = answered.value;
    if (run.signal.aborted) return fail({ code: 'cli.interrupted', partialText: text });
    const mode = grounding?.mode === 'passagesOnly' ? 'passages' : 'model';
    run.output.result({
      json: { answer: text, citations: citations.map(toSource), mode, model: modelName },
      text: citations.length === 0 ? '' : `\n${describeSources(citations)}`,
    });
    return ok(null);
  } finally {
    if (!isKept) await client.request('chat.remove', { conversationId });
  }
}

/** Those that hold the best passages; the newest ones where no word of the question occurs. */
async function pickDocuments(input: {
  readonly session: Session;
  readonly question: string;
}): Promise<Result<DocumentId[], CommandError>> {
  const { client } = input.session;
  const query = input.question.slice(0, 4000);
  const found = await client.request('documents.search', { query, limit: passagesForChoice });
  if (!found.ok) return found;
  if (found.value.length > 0) return ok([...new Set(found.value.map((passage) => passage.documentId))]);
  const listed = await client.request('documents.list', { offset: 0, limit: maxDocuments });
  if (!listed.ok) return listed;
  if (listed.value.documents.length === 0) return fail({ code: 'cli.noDocuments' });
  return ok(listed.value.documents.map((document) => document.id));
}
