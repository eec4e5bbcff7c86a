import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import type { SearchScope } from '../../shared/contract/searchScope.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { addDocuments } from './addDocument.ts';
import { answerFromPassages } from './answerFromPassages.ts';
import { describeNotFound, toSentences } from './checks.ts';
import { type CommandContext, type CommandRun, defineCommand } from './command.ts';
import type { CommandError } from './commandError.ts';
import { requireModel } from './modelChoice.ts';
import { collect } from './options.ts';
import { readLines } from './readLines.ts';
import { awaitIndex } from './renewIndex.ts';
import { addScopeOptions, isEmptyScope, readScope, scopeOptionsSchema } from './scopeOptions.ts';
import type { Session } from './session.ts';
import { describeSources, toSource } from './sources.ts';
import { streamAnswer } from './streamAnswer.ts';

const optionsSchema = scopeOptionsSchema.extend({ doc: z.array(z.string()).default([]) });

export function addChat(program: Command, context: CommandContext): void {
  const command = program
    .command('chat')
    .description('talk with the model; piped in, every line is a message')
    .option('--doc <path>', 'talk about this document (may be repeated)', collect);
  addScopeOptions(command);
  defineCommand({
    command,
    context,
    options: optionsSchema,
    async run(run, { options }) {
      const opened = await run.openSession();
      if (!opened.ok) return opened;
      const session = opened.value;
      // Without a model there are still the documents' passages to answer with.
      const model = run.common.model === false ? ok(null) : await requireModel(run, session);
      if (!model.ok) return model;
      const added = await addDocuments({ run, session, filePaths: options.doc });
      if (!added.ok) return added;
      const documentIds = added.value.map((document) => document.id);
      const scope = await readScope({ run, session, options, documentIds });
      if (!scope.ok) return scope;
      const renewed = await awaitIndex({ run, session });
      if (!renewed.ok) return renewed;
      const reply = model.value === null ? replyWithPassages : replyWithModel;
      const talk = { run, session, scope: scope.value, conversationId: null };
      return run.terminal.stdin.isTTY ? talkOnTerminal(talk, reply) : talkThroughPipe(talk, reply);
    },
  });
}

interface Talk {
  readonly run: CommandRun;
  readonly session: Session;
  readonly scope: SearchScope;
  /** Null until the first message. */
  conversationId: ConversationId | null;
}

type Reply = (talk: Talk, text: string, signal: AbortSignal) => Promise<Result<null, CommandError>>;

async function talkThroughPipe(talk: Talk, reply: Reply): Promise<Result<null, CommandError>> {
  const { run } = talk;
  for await (const line of readLines(run.terminal)) {
    if (line.trim() === '') continue;
    const replied = await reply(talk, line, run.signal);
    if (!replied.ok) return replied;
  }
  return run.signal.aborted ? fail({ code: 'cli.interrupted' }) : ok(null);
}

/** Ctrl-C stops the answer that is being written, and ends the conversation at the prompt. */
async function talkOnTerminal(talk: Talk, reply: Reply): Promise<Result<null, CommandError>> {
  const { run } = talk;
  const { stdin, stderr } = run.terminal;
  const prompt = createInterface({ input: stdin, output: stderr });
  let answering: AbortController | null = null;
  prompt.on('SIGINT', () => (answering ? answering.abort() : prompt.close()));
  let isOver = false;
  prompt.on('close', () => {
    isOver = true;
  });
  const end = () => prompt.close();
  run.signal.addEventListener('abort', end, { once: true });
  run.progress.note('Ctrl-C stops an answer; Ctrl-C or Ctrl-D at the prompt ends the conversation.');
  prompt.setPrompt('> ');
  prompt.prompt();
  try {
    for await (const line of prompt) {
      if (line.trim() !== '') {
        answering = new AbortController();
        const replied = await reply(talk, line, AbortSignal.any([answering.signal, run.signal]));
        answering = null;
        if (!replied.ok) run.output.failure(replied.error);
      }
      // Ctrl-D while an answer was written.
      if (isOver) break;
      prompt.prompt();
    }
    return ok(null);
  } finally {
    run.signal.removeEventListener('abort', end);
    prompt.close();
  }
}

async function replyWithModel(
  talk: Talk,
  text: string,
  signal: AbortSignal,
): Promise<Result<null, CommandError>> {
  const { run, session } = talk;
  if (talk.conversationId === null) {
    const created = await session.client.request('chat.create', {
      scope: isEmptyScope(talk.scope) ? null : talk.scope,
    });
    if (!created.ok) return created;
    talk.conversationId = created.value.id;
  }
  const { conversationId } = talk;
  const answered = await streamAnswer({ run, session, conversationId, text, signal });
  if (!answered.ok) return answered;
  const { text: answer, citations, stopReason, notFoundBy } = answered.value;
  if (run.output.isJson) {
    const sentences = toSentences(answered.value);
    run.output.line({
      json: { answer, citations: citations.map(toSource), mode: 'model', stopReason, notFoundBy, sentences },
      text: '',
    });
    return ok(null);
  }
  const notFound = describeNotFound(answered.value);
  if (notFound) run.output.piece(`\n${notFound}\n`);
  if (citations.length > 0) run.output.piece(`\n${describeSources(citations)}\n`);
  return ok(null);
}

async function replyWithPassages(talk: Talk, text: string): Promise<Result<null, CommandError>> {
  const answered = await answerFromPassages({ ...talk, question: text });
  if (!answered.ok) return answered;
  const { answer, citations } = answered.value;
  talk.run.output.line({
    json: {
      answer,
      citations: citations.map(toSource),
      mode: 'passages',
      stopReason: null,
    },
    text: citations.length === 0 ? 'No passage matches.' : `${answer}\n\n${describeSources(citations)}`,
  });
  return ok(null);
}
