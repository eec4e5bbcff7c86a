import type {
  GbnfJsonSchema,
  LLamaChatGenerateResponseOptions,
  LlamaContextSequence,
  Token,
} from 'node-llama-cpp';
import type { EngineError, StopReason } from '../../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { AnswerEnd, AnswerPart, GenerateCall } from '../protocol.ts';
import type { Sharing, Turn } from '../queue.ts';
import { type ChatSlot, chatHistory } from './chatSlot.ts';
import type { Phase } from './threads.ts';

export interface AnswerInput {
  readonly call: GenerateCall;
  readonly prompt: readonly Token[];
  readonly slot: ChatSlot;
  readonly turn: Turn;
  /** Whether its tokens are written in the same batches as those of others. */
  readonly isShared: boolean;
  readonly signal: AbortSignal;
  /** When the request came, for the time to the first token. */
  readonly receivedMs: number;
  readonly emit: (part: AnswerPart) => void;
  /** Called before each evaluation. @param sharers how many answers get a token by it. */
  readonly enterPhase: (phase: Phase, sharers: number) => void;
  /** Time to read a token lately; null where unknown. */
  readonly usualReadMs: number | null;
  readonly onEvaluated: (phase: Phase, msPerToken: number) => void;
  /** The same for a batch of several answers. */
  readonly onEvaluatedTogether: (sharers: number, ms: number) => void;
}

/** Room an answer needs at the end of the context to be worth starting. */
const minimalAnswerTokens = 8;
/** Tokens a chat format may put before the answer on its own, for example to open a thought. */
const formatTokens = 4;
const firstStepTokens = 256;
/** Below 64 tokens reading loses a third of its speed on small models (measured); background work pays that to yield sooner. */
const stepTokens = {
  chat: { smallest: 64, largest: 512 },
  background: { smallest: 32, largest: 256 },
} as const;
/** A step should take about this long, because stopping waits for its end, and a chat for that of background work. */
const stepMs = { chat: 400, background: 300 } as const;
/** By how much a step may be taken for slower than the one before. */
const slowerAtMost = 1.2;
/** Reading this few tokens at a time says nothing about the thread count. */
const tellingTokens = 32;

/** Reads the prompt in small steps, then writes the answer. */
export async function writeAnswer(input: AnswerInput): Promise<Result<AnswerEnd, EngineError>> {
  const { call, prompt, slot, signal } = input;
  const roomTokens = slot.contextTokens - prompt.length - formatTokens;
  if (roomTokens < minimalAnswerTokens) {
    return fail({
      code: 'engine.contextFull',
      promptTokens: prompt.length,
      contextTokens: slot.contextTokens,
    });
  }
  const count = createCount(input);
  await input.turn.step();
  if (signal.aborted) return ok(count.end('userStopped'));
  await readPrompt(input, count);
  if (signal.aborted) return ok(count.end('userStopped'));

  const maxTokens = Math.min(call.maxTokens ?? roomTokens, roomTokens);
  const { jsonSchema } = call;
  const restore = gateTokens(slot.sequence, input, count);
  try {
    const grammar =
      jsonSchema === null
        ? null
        : await slot.sequence.model.llama.createGrammarForJsonSchema<GbnfJsonSchema>(jsonSchema);
    const response = await slot.chat.generateResponse(chatHistory(call.messages), {
      ...samplingOptions(call.sampling),
      ...(grammar === null ? {} : { grammar }),
      maxTokens,
      signal,
      stopOnAbortSignal: true,
      onResponseChunk: (chunk) => {
        if (chunk.text === '') return;
        input.emit({ kind: chunk.type === 'segment' ? 'thought' : 'text', text: chunk.text });
      },
    });
    return ok(count.end(stopReason(response.metadata.stopReason, call, maxTokens)));
  } catch (error) {
    // Stopped before the first token or inside the gate, the library ends with an error instead of a result.
    if (signal.aborted) return ok(count.end('userStopped'));
    if (count.isContextFull()) return ok(count.end('contextFull'));
    return fail({
      code: 'engine.generationFailed',
      reason: error instanceof Error ? error.message : String(error),
    });
  } finally {
    restore();
  }
}

/** Evaluates the prompt but its last token, which the answer starts from. What the context holds already is not read again. */
async function readPrompt(input: AnswerInput, count: Count): Promise<void> {
  const { prompt, slot, turn, signal, emit, call } = input;
  const { sequence } = slot;
  const toRead = prompt.slice(0, -1);
  await sequence.adaptStateToTokens(toRead, false);
  count.reusedTokens = sequence.nextTokenIndex;
  emit({ kind: 'reading', done: count.reusedTokens, total: prompt.length });
  const kind = call.priority === 'chat' ? 'chat' : 'background';
  const fitting = (msPerToken: number, atMost: number) => {
    const { smallest, largest } = stepTokens[kind];
    return Math.max(smallest, Math.min(atMost, largest, Math.floor(stepMs[kind] / msPerToken)));
  };
  let msPerToken = input.usualReadMs ?? Number.POSITIVE_INFINITY;
  let step = fitting(input.usualReadMs ?? 0, firstStepTokens);
  while (sequence.nextTokenIndex < toRead.length) {
    await turn.step();
    if (signal.aborted) return;
    input.enterPhase('prefill', 1);
    const startMs = performance.now();
    const start = sequence.nextTokenIndex;
    await sequence.evaluateWithoutGeneratingNewTokens(toRead.slice(start, start + step));
    emit({ kind: 'reading', done: Math.min(sequence.nextTokenIndex, prompt.length), total: prompt.length });
    const tookMs = performance.now() - startMs;
    const readTokens = sequence.nextTokenIndex - start;
    if (readTokens >= tellingTokens) input.onEvaluated('prefill', tookMs / readTokens);
    // A short step is slow for each of its tokens: believed at once, it would make the next one shorter still.
    msPerToken = Math.min(tookMs / Math.max(1, readTokens), msPerToken * slowerAtMost);
    step = fitting(msPerToken, step * 2);
  }
}

/**
 * Makes the sequence wait for its turn before every token, and end where the context does, instead of dropping
 * its beginning as the library would.
 * @returns a function that takes this back.
 */
function gateTokens(sequence: LlamaContextSequence, input: AnswerInput, count: Count): () => void {
  const evaluate = sequence.evaluate;
  sequence.evaluate = async function* gated(tokens, options) {
    const inner = evaluate.call(sequence, tokens, options);
    let replacement: Token | Token[] | undefined;
    try {
      while (true) {
        const askedMs = performance.now();
        const { sharers, isFirst } = await stepToWrite(input);
        // Nobody watches background work wait, be it for a chat or a pause: it says nothing about its speed.
        if (input.call.priority === 'background') count.held(performance.now() - askedMs);
        if (input.signal.aborted) return;
        if (sequence.nextTokenIndex >= sequence.contextSize - 1) {
          count.markContextFull();
          return;
        }
        input.enterPhase('decode', sharers);
        const startMs = performance.now();
        const { value, done } = await inner.next(replacement);
        if (done || value === undefined) return;
        const tookMs = performance.now() - startMs;
        if (sharers === 1) input.onEvaluated('decode', tookMs);
        else if (isFirst) input.onEvaluatedTogether(sharers, tookMs);
        if (!sequence.model.isEogToken(value)) count.token();
        replacement = (yield value) ?? undefined;
      }
    } finally {
      await inner.return();
    }
  };
  return () => {
    sequence.evaluate = evaluate;
  };
}

async function stepToWrite({ turn, isShared, slot }: AnswerInput): Promise<Sharing> {
  if (isShared) return turn.stepTogether(slot.place);
  await turn.step();
  return { sharers: 1, isFirst: true };
}

type Count = ReturnType<typeof createCount>;

function createCount({ receivedMs, prompt }: AnswerInput) {
  let generatedTokens = 0;
  let firstTokenMs: number | null = null;
  let lastTokenMs = 0;
  let heldMs = 0;
  let contextFull = false;
  return {
    reusedTokens: 0,
    token() {
      generatedTokens += 1;
      lastTokenMs = performance.now();
      firstTokenMs ??= lastTokenMs;
    },
    held(ms: number) {
      if (firstTokenMs !== null) heldMs += ms;
    },
    markContextFull() {
      contextFull = true;
    },
    isContextFull: () => contextFull,
    end(reason: StopReason): AnswerEnd {
      const writingMs = firstTokenMs === null ? 0 : lastTokenMs - firstTokenMs - heldMs;
      return {
        stopReason: reason,
        statistics: {
          promptTokens: prompt.length,
          reusedTokens: this.reusedTokens,
          generatedTokens,
          timeToFirstTokenMs: firstTokenMs === null ? null : firstTokenMs - receivedMs,
          tokensPerSecond: writingMs > 0 ? ((generatedTokens - 1) * 1000) / writingMs : null,
          elapsedMs: performance.now() - receivedMs,
        },
      };
    },
  };
}

function stopReason(reason: string, call: GenerateCall, maxTokens: number): StopReason {
  if (reason === 'abort') return 'userStopped';
  if (reason !== 'maxTokens') return 'endOfAnswer';
  return maxTokens === call.maxTokens ? 'maxTokens' : 'contextFull';
}

function samplingOptions(
  sampling: GenerateCall['sampling'],
): Pick<
  LLamaChatGenerateResponseOptions,
  'temperature' | 'topK' | 'topP' | 'minP' | 'seed' | 'repeatPenalty'
> {
  const { temperature, topK, topP, minP, seed, repeatPenalty } = sampling;
  return {
    temperature,
    ...(topK === undefined ? {} : { topK }),
    ...(topP === undefined ? {} : { topP }),
    ...(minP === undefined ? {} : { minP }),
    ...(seed === undefined ? {} : { seed }),
    repeatPenalty: repeatPenalty === null ? false : { penalty: repeatPenalty },
  };
}
