import type { EngineError, MemoryReduction, Statistics, StopReason } from '../../shared/contract/models.ts';
import type { CachePrecision, GpuBackend } from '../../shared/contract/settings.ts';
import type { Result } from '../../shared/result.ts';
import type { AnswerSchema } from './answerSchema.ts';
import type { Pace } from './protocol.ts';

/** What the file's header says, read without loading it. */
export interface ModelFacts {
  readonly name: string;
  readonly architecture: string;
  readonly quantisation: string | null;
  readonly parameterCount: number | null;
  readonly trainedContextTokens: number | null;
  readonly kind: 'chat' | 'embedding' | 'reranking';
}

export interface LoadOptions {
  /** A named backend goes before the others; where it is not to be had, they are tried. */
  readonly gpu: 'auto' | 'off' | 'metal' | 'cuda' | 'vulkan';
  /** Never used. */
  readonly forbiddenBackends: readonly GpuBackend[];
  readonly threads: 'auto' | number;
  /** An upper bound; the engine takes less where the model or the memory ask for it. */
  readonly contextTokens: number;
  /** 'exact' is used where the model cannot do with less. */
  readonly cachePrecision: CachePrecision;
  /** LoRA adapters; together they change what the model says. */
  readonly adapters: readonly Adapter[];
}

export interface Adapter {
  readonly path: string;
  /** How strongly it counts: 0 not at all, 1 as its makers meant it. */
  readonly scale: number;
}

export interface LoadedModel {
  readonly modelPath: string;
  readonly backend: string;
  readonly gpuLayers: number;
  /** Of the whole model. */
  readonly layers: number;
  /** The GPUs in use; none for the CPU. */
  readonly deviceNames: readonly string[];
  readonly weightsBytes: number;
  /** Estimated, of one chat. */
  readonly contextBytes: number;
  readonly cachePrecision: CachePrecision;
  readonly threads: number;
  /** What a chat can really hold, in tokens. */
  readonly contextTokens: number;
  /** What one background call can hold, prompt and answer together, in tokens. */
  readonly backgroundContextTokens: number;
  /** What the model and a chat take of the GPUs' memory; null without a GPU. */
  readonly gpuBytes: number | null;
  /** What memory was too short for. */
  readonly reductions: readonly MemoryReduction[];
  /**
   * Background calls that take no more than so many tokens are read and written side by side where several are
   * asked for; 1 where that gains nothing here. More than that wait for their turn.
   */
  readonly parallel: { readonly calls: number; readonly contextTokens: number };
}

export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly text: string;
}

export interface Sampling {
  readonly temperature: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly minP?: number;
  /** Null switches it off, as code and copying need. */
  readonly repeatPenalty: number | null;
  readonly seed?: number;
}

export interface GenerateInput {
  readonly messages: readonly PromptMessage[];
  readonly sampling: Sampling;
  /** Null: until the answer ends or the context is full. */
  readonly maxTokens: number | null;
  /** 'chat' goes before 'completion' and both before 'background'; who has to wait does so between small steps. */
  readonly priority: 'chat' | 'completion' | 'background';
  /** Which conversation a chat goes on with, so that nothing of it is read twice. */
  readonly conversationKey?: string;
  /** Holds the answer to this shape: what is finished with 'endOfAnswer' is such JSON. */
  readonly jsonSchema?: AnswerSchema;
  readonly signal: AbortSignal;
}

export type GenerationEvent =
  | { readonly kind: 'reading'; readonly done: number; readonly total: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'thought'; readonly text: string }
  | { readonly kind: 'finished'; readonly stopReason: StopReason; readonly statistics: Statistics }
  | { readonly kind: 'failed'; readonly error: EngineError };

export interface EmbedInput {
  readonly modelPath: string;
  /** Any number; what is made of them is in memory until the call ends, so a large index sends some hundred at a time. */
  readonly texts: readonly string[];
  /** What the texts are for: models that were trained with an instruction before each text are given theirs. */
  readonly kind?: 'query' | 'passage';
  /** 'auto' where it is absent. */
  readonly gpu?: LoadOptions['gpu'];
  /** Never used, unless a chat model is: the embedding model then runs where that one does. */
  readonly forbiddenBackends?: LoadOptions['forbiddenBackends'];
  /** Tries a file again that has crashed the engine before. */
  readonly isRetryAsked?: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: (progressRatio: number) => void;
}

export interface TextEmbedding {
  /** Of length 1. */
  readonly vector: Float32Array;
  /** Of the text, without what the model adds to it. */
  readonly tokens: number;
  /** More than 1 where the text was too long: the parts' vectors are pooled by their length. */
  readonly parts: number;
}

export interface Embeddings {
  readonly modelPath: string;
  /** Numbers in each vector. */
  readonly dimension: number;
  /** Tokens that one part can hold. */
  readonly largestPartTokens: number;
  /** In the order of the texts. A text that cannot be embedded fails alone. */
  readonly results: readonly Result<TextEmbedding, EngineError>[];
}

export interface RerankInput {
  readonly modelPath: string;
  readonly query: string;
  /** The likeliest first, since those that no time is left for are not judged. */
  readonly texts: readonly string[];
  /** What judging may take once the model is loaded; a text that is being judged then is judged to its end. */
  readonly budgetMs: number;
  /** As for embedding. */
  readonly gpu?: LoadOptions['gpu'];
  readonly forbiddenBackends?: LoadOptions['forbiddenBackends'];
  readonly isRetryAsked?: boolean;
  readonly signal: AbortSignal;
}

/** How well a text answers the query: 0 not at all, 1 wholly. */
export interface Judgement {
  readonly score: number;
  /** The text or the query was too long for the model, which has read their beginnings only. */
  readonly isCut: boolean;
}

/** An embedding or reranking model that is in memory beside the chat model. */
export interface LoadedEncoder {
  readonly modelPath: string;
  readonly backend: string;
  readonly weightsBytes: number;
  /** Texts that are read side by side, each by so many threads. */
  readonly contexts: number;
  readonly threads: number;
}

export interface EncoderStatus {
  /** Null until something is asked of it, and again after a while without. */
  readonly loaded: LoadedEncoder | null;
  /** Calls that are under way or waiting for their turn. */
  readonly openCalls: number;
}

export interface EngineStatus {
  readonly phase: 'stopped' | 'idle' | 'loading' | 'ready' | 'answering' | 'restarting';
  readonly modelPath: string | null;
  readonly loadProgressRatio: number | null;
  readonly loaded: LoadedModel | null;
  /** Of the last answer. */
  readonly tokensPerSecond: number | null;
  /** Being written or waiting for their turn. */
  readonly openAnswers: number;
  /** Of these, the ones that a pause of background work holds. */
  readonly pausedAnswers: number;
  /** GPU backends that crashed and are not used for it; 'auto' stands for all of them. */
  readonly excludedBackends: readonly string[];
}

/**
 * The engine as the domains see it. The process behind it is started by the first call and restarted
 * after a crash; a crash ends what was running as `failed` and nothing else.
 */
export interface Engine {
  readonly status: EngineStatus;
  /** @returns a function that stops listening. */
  onStatusChanged(listener: (status: EngineStatus) => void): () => void;
  readonly embedderStatus: EncoderStatus;
  readonly rerankerStatus: EncoderStatus;
  /** Of both. @returns a function that stops listening. */
  onEncodersChanged(listener: () => void): () => void;
  /** Reads the header of a GGUF file. Fails with `fileMissing`, `notGguf`, `fileTruncated`, `unsupportedArchitecture`. */
  inspect(modelPath: string): Promise<Result<ModelFacts, EngineError>>;
  /**
   * Checks a LoRA adapter and that it fits the model. Fails with what `inspect` fails with, `notAdapter` or
   * `adapterMismatch`.
   */
  inspectAdapter(input: {
    readonly adapterPath: string;
    readonly modelPath: string;
  }): Promise<Result<{ readonly name: string }, EngineError>>;
  /**
   * Loads the model unless it is loaded already with these options. One model is loaded at a time; another is
   * unloaded first, and its answers fail with `cancelled`.
   */
  load(input: {
    readonly modelPath: string;
    readonly options: LoadOptions;
    readonly signal: AbortSignal;
    readonly onProgress: (progressRatio: number) => void;
    /** Tries a file again that has crashed the engine before. */
    readonly isRetryAsked?: boolean;
  }): Promise<Result<LoadedModel, EngineError>>;
  unload(): Promise<void>;
  /** Forgets which backends crashed and unloads the model, so that the next load tries them again. */
  retryBackends(): Promise<void>;
  /** Tokens of each text by the loaded model's vocabulary. Fails with `unavailable` when none is loaded. */
  countTokens(texts: readonly string[]): Promise<Result<number[], EngineError>>;
  /** Tokens these messages take as a prompt, template included. */
  measurePrompt(messages: readonly PromptMessage[]): Promise<Result<number, EngineError>>;
  /**
   * Answers with the loaded model; exactly one terminal event. Aborting `signal` or leaving the loop stops it
   * within one prefill step: `finished` with stopReason 'userStopped'. A prompt that does not fit fails with
   * `contextFull` before anything is read.
   */
  generate(input: GenerateInput): AsyncIterable<GenerationEvent>;
  /**
   * Makes a vector of each text with an embedding model, which is loaded beside the chat model by the first call
   * and unloaded when nothing was asked of it for a minute. The same text has the same vector whatever it is sent
   * with. Passages give way to chats between small steps; queries go before passages. Fails as a whole with
   * `notForEmbedding`, `cancelled`, what loading fails with or what ends the process; then no vector is kept.
   */
  embed(input: EmbedInput): Promise<Result<Embeddings, EngineError>>;
  /**
   * Judges how well each text answers the query with a reranking model, which is loaded and unloaded as an embedding
   * model is. @returns one judgement for each text, in their order; null for those that no time was left for. Fails
   * as a whole with `notForReranking`, `cancelled`, what loading fails with or what ends the process.
   */
  rerank(input: RerankInput): Promise<Result<(Judgement | null)[], EngineError>>;
  /** Drops what is kept of conversations, in memory and on disk: words that were deleted must not live on there. */
  forgetConversations(conversationKeys: readonly string[]): Promise<void>;
  /**
   * How much of the computer may be taken from now on; 'run' and 'usual' at first. Paused background work waits
   * between two steps, loses nothing, and can be stopped; a new process keeps to it as well.
   */
  setPace(pace: Pace): void;
  /** Gives back the contexts that only might be used again; conversations that lose theirs are kept where they can be. */
  giveBackMemory(): Promise<void>;
  /** Stops the process. */
  dispose(): Promise<void>;
}
