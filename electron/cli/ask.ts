import type { Command } from 'commander';
import { z } from 'zod';
import type { Citation } from '../../shared/contract/chat.ts';
import type { Passage } from '../../shared/contract/documents.ts';
import type { SearchScope } from '../../shared/contract/searchScope.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { addDocuments } from './addDocument.ts';
import { answerFromPassages } from './answerFromPassages.ts';
import { describeChecks, describeNotFound, toSentences } from './checks.ts';
import { type CommandContext, type CommandRun, defineCommand, misuse } from './command.ts';
import type { CommandError } from './commandError.ts';
import { listEverything } from './listEverything.ts';
import { chooseModel } from './modelChoice.ts';
import { collect } from './options.ts';
import { passwordsFor } from './passwords.ts';
import { addReadingOptions, readingOptionsSchema } from './readingOptions.ts';
import { awaitIndex } from './renewIndex.ts';
import { addScopeOptions, readScope, requireDocuments, scopeOptionsSchema } from './scopeOptions.ts';
import type { Session } from './session.ts';
import { describeSources, toSource } from './sources.ts';
import { streamAnswer } from './streamAnswer.ts';

const optionsSchema = scopeOptionsSchema.extend({
  ...readingOptionsSchema.shape,
  doc: z.array(z.string()).default([]),
  keep: z.boolean().default(false),
  exhaustive: z.boolean().optional(),
});

export function addAsk(program: Command, context: CommandContext): void {
  const command = program
    .command('ask')
    .description('answer a question from your documents, with the pages the answer stands on')
    .argument('<question...>', 'the question')
    .option('--doc <path>', 'ask about this document (may be repeated; default: all)', collect)
    .option('--keep', 'keep question and answer among the conversations')
    .option('--exhaustive', 'read everything for it, as questions for a list or a number are answered anyway')
    .option('--no-exhaustive', 'answer from the best passages, even if it asks for a list or a number');
  addReadingOptions(command);
  addScopeOptions(command);
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
        recognitionLanguage: options.ocrLanguage,
      });
      if (!added.ok) return added;
      const documentIds = added.value.map((document) => document.id);
      const scope = await readScope({ run, session, options, documentIds });
      if (!scope.ok) return scope;
      const there = await requireDocuments({ session, scope: scope.value });
      if (!there.ok) return there;
      const renewed = await awaitIndex({ run, session });
      if (!renewed.ok) return renewed;
      const listed = await listEverything({
        ...{ run, session, question },
        scope: scope.value,
        withoutModel: model.value === null,
        isExhaustive: options.exhaustive,
        isKept: options.keep,
      });
      if (!listed.ok) return listed;
      if (listed.value) return ok(null);
      if (model.value === null) {
        if (run.common.model !== false) {
          run.progress.note(
            'No model is installed, so these are passages. Add one with: sotto models add PATH',
          );
        }
        return showPassages({ run, session, question, scope: scope.value });
      }
      return showAnswer({ run, session, question, scope: scope.value, isKept: options.keep });
    },
  });
}

interface Question {
  readonly run: CommandRun;
  readonly session: Session;
  readonly question: string;
  readonly scope: SearchScope;
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
  const { run, session, question, scope, isKept } = input;
  const { client } = session;
  const created = await client.request('chat.create', { scope });
  if (!created.ok) return created;
  const conversationId = created.value.id;
  try {
    // Whether everything is read for it was decided before.
    const reading = { kind: 'bestPassages' } as const;
    const answered = await streamAnswer({ run, session, conversationId, text: question, reading });
    if (!answered.ok) return answered;
    if (run.signal.aborted) return fail({ code: 'cli.interrupted', partialText: answered.value.text });
    if (answered.value.checks?.isRunning) run.progress.note('Checking the sentences against what they cite.');
    const checked = await client.request('chat.awaitChecks', { messageId: answered.value.id });
    const message = checked.ok ? checked.value : answered.value;
    const { text, grounding, modelName, notFoundBy } = message;
    const citations = notFoundBy === 'search' ? numbered(grounding?.passages ?? []) : message.citations;
    const mode = grounding?.mode === 'passagesOnly' ? 'passages' : 'model';
    const footnotes = [
      describeNotFound(message) ?? '',
      citations.length === 0 ? '' : describeSources(citations),
      describeChecks(message),
    ].filter(Boolean);
    run.output.result({
      json: {
        answer: text,
        citations: citations.map(toSource),
        mode,
        model: modelName,
        notFoundBy,
        query: grounding?.query ?? null,
        sentences: toSentences(message),
      },
      text: footnotes.length === 0 ? '' : `\n${footnotes.join('\n')}`,
    });
    return ok(null);
  } finally {
    if (!isKept) await client.request('chat.remove', { conversationId });
  }
}

function numbered(passages: readonly Passage[]): Citation[] {
  return passages.map((passage, index) => ({ n: index + 1, passage }));
}
