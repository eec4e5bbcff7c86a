import { z } from 'zod';
import { adapterIdSchema, fileIdSchema, modelIdSchema } from '../ids.ts';
import { event, noError, nothing, request, stream } from './define.ts';
import { cachePrecisionSchema } from './settings.ts';

export const engineErrorSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('engine.fileMissing'), fileName: z.string() }),
  z.object({ code: z.literal('engine.notGguf'), fileName: z.string() }),
  z.object({ code: z.literal('engine.fileTruncated'), fileName: z.string() }),
  z.object({ code: z.literal('engine.unsupportedArchitecture'), architecture: z.string() }),
  z.object({
    code: z.literal('engine.outOfMemory'),
    neededBytes: z.int().nullable(),
    availableBytes: z.int().nullable(),
  }),
  z.object({ code: z.literal('engine.loadFailed'), reason: z.string() }),
  /** The engine ended this file's load with a crash before, so it is not tried again unasked. */
  z.object({ code: z.literal('engine.fileCrashedEngine'), fileName: z.string() }),
  /** An adapter where a model was asked for. */
  z.object({ code: z.literal('engine.onlyAdapter'), fileName: z.string() }),
  z.object({ code: z.literal('engine.notAdapter'), fileName: z.string() }),
  /** The adapter was made for another model. */
  z.object({ code: z.literal('engine.adapterMismatch'), fileName: z.string() }),
  z.object({ code: z.literal('engine.contextFull'), promptTokens: z.int(), contextTokens: z.int() }),
  z.object({
    code: z.literal('engine.crashed'),
    signal: z.string().nullable(),
    exitCode: z.int().nullable(),
  }),
  z.object({ code: z.literal('engine.notResponding'), afterMs: z.int() }),
  z.object({ code: z.literal('engine.unavailable'), reason: z.string() }),
  z.object({ code: z.literal('engine.generationFailed'), reason: z.string() }),
  z.object({ code: z.literal('engine.notForEmbedding'), fileName: z.string() }),
  z.object({ code: z.literal('engine.notForReranking'), fileName: z.string() }),
  /** Nothing is left of the text that the model could read: it is empty, or all blanks. */
  z.object({ code: z.literal('engine.nothingToEmbed') }),
  z.object({ code: z.literal('engine.cancelled') }),
]);
export type EngineError = z.infer<typeof engineErrorSchema>;

/** What can go wrong when an installed model is used. */
export const modelUseErrorSchema = z.discriminatedUnion('code', [
  ...engineErrorSchema.options,
  z.object({ code: z.literal('models.notFound') }),
  z.object({ code: z.literal('models.noneInstalled') }),
  z.object({ code: z.literal('models.notForChat'), name: z.string() }),
]);
export type ModelUseError = z.infer<typeof modelUseErrorSchema>;

export const modelErrorSchema = z.discriminatedUnion('code', [
  ...modelUseErrorSchema.options,
  z.object({ code: z.literal('models.adapterNotFound') }),
  z.object({ code: z.literal('files.expired') }),
]);
export type ModelError = z.infer<typeof modelErrorSchema>;

/** How strongly an adapter counts: 0 not at all, 1 as its makers meant it. */
export const adapterScaleSchema = z.number().min(0).max(2);

/** A LoRA adapter of a model. */
export const adapterSchema = z.object({
  id: adapterIdSchema,
  name: z.string(),
  fileName: z.string(),
  sizeBytes: z.int(),
  scale: adapterScaleSchema,
  isFilePresent: z.boolean(),
});
export type Adapter = z.infer<typeof adapterSchema>;

export const modelSchema = z.object({
  id: modelIdSchema,
  name: z.string(),
  fileName: z.string(),
  sizeBytes: z.int(),
  architecture: z.string(),
  /** As the file's type names it, for example 'Q4_K_M'; null where the file does not say. */
  quantisation: z.string().nullable(),
  parameterCount: z.int().nullable(),
  trainedContextTokens: z.int().nullable(),
  kind: z.enum(['chat', 'embedding', 'reranking']),
  isFilePresent: z.boolean(),
  /** In the order they were added. */
  adapters: z.array(adapterSchema),
  addedAt: z.iso.datetime(),
});
export type Model = z.infer<typeof modelSchema>;

/** What is given up for want of memory, in this order. */
export const memoryReductions = ['liveChats', 'background', 'context', 'gpuLayers'] as const;
export const memoryReductionSchema = z.enum(memoryReductions);
export type MemoryReduction = z.infer<typeof memoryReductionSchema>;

const powerReasonSchema = z.enum(['battery', 'saver', 'hot', 'hidden']);
export type PowerReason = z.infer<typeof powerReasonSchema>;

/** What is spared to save power, and why; nothing where the lists are empty. */
export const energySchema = z.object({
  fewerThreadsFor: z.array(powerReasonSchema),
  /** Background work waits: summaries and indexing. */
  pausedFor: z.array(powerReasonSchema),
});
export type Energy = z.infer<typeof energySchema>;

/** A model in memory that reads texts for search. */
const loadedEncoderSchema = z.object({
  modelName: z.string(),
  backend: z.string(),
  weightsBytes: z.number(),
  /** Texts that are read side by side, and threads for each. */
  contexts: z.int(),
  threads: z.int(),
  isBusy: z.boolean(),
});

export const engineStateSchema = z.object({
  phase: z.enum(['stopped', 'idle', 'loading', 'ready', 'answering', 'restarting']),
  modelId: modelIdSchema.nullable(),
  modelName: z.string().nullable(),
  /** A model that was unloaded because nothing was asked for a while, or to free memory; the next question loads it again. */
  restingModelName: z.string().nullable(),
  /** Whether it was unloaded because other programs needed the memory. */
  isMemoryNeeded: z.boolean(),
  loadProgressRatio: z.number().min(0).max(1).nullable(),
  /** 'metal', 'cuda', 'vulkan' or 'cpu'; null until a model is loaded. */
  backend: z.string().nullable(),
  gpuLayers: z.int().nullable(),
  /** Of the whole model. */
  layers: z.int().nullable(),
  /** The GPUs in use; none for the CPU. */
  deviceNames: z.array(z.string()),
  weightsBytes: z.number().nullable(),
  /** Estimated, of one chat. */
  contextBytes: z.number().nullable(),
  /** What is in use; it can be more exact than the setting. */
  cachePrecision: cachePrecisionSchema.nullable(),
  /** What the model and a chat take of the GPUs' memory; null without a GPU. */
  gpuBytes: z.number().nullable(),
  threads: z.int().nullable(),
  contextTokens: z.int().nullable(),
  /** What memory was too short for when the model was loaded. */
  reductions: z.array(memoryReductionSchema),
  /** Of the last answer. */
  tokensPerSecond: z.number().nullable(),
  /** Being written or waiting for their turn. */
  openAnswers: z.int(),
  /** Of these, the ones that wait because background work is paused. */
  pausedAnswers: z.int(),
  energy: energySchema,
  /** GPU backends that crashed and are not used for it; 'auto' stands for all of them. */
  excludedBackends: z.array(z.string()),
  /** The embedding model in memory; null where there is none. */
  embedder: loadedEncoderSchema.nullable(),
  /** The reranking model in memory; null where there is none. */
  reranker: loadedEncoderSchema.nullable(),
});
export type EngineState = z.infer<typeof engineStateSchema>;

export const statisticsSchema = z.object({
  promptTokens: z.int(),
  /** Of `promptTokens`, those that were still in the context and not read again. */
  reusedTokens: z.int(),
  generatedTokens: z.int(),
  timeToFirstTokenMs: z.number().nullable(),
  tokensPerSecond: z.number().nullable(),
  elapsedMs: z.number(),
});
export type Statistics = z.infer<typeof statisticsSchema>;

export const stopReasonSchema = z.enum(['endOfAnswer', 'userStopped', 'maxTokens', 'contextFull']);
export type StopReason = z.infer<typeof stopReasonSchema>;

export const models = {
  'models.list': request({ input: nothing, output: z.array(modelSchema), error: noError }),
  'models.add': request({
    input: z.object({ fileId: fileIdSchema }),
    output: modelSchema,
    error: modelErrorSchema,
  }),
  'models.remove': request({
    input: z.object({ modelId: modelIdSchema }),
    output: nothing,
    error: modelErrorSchema,
  }),
  /** The same file again only changes its scale. The model is loaded anew by the next question. */
  'models.addAdapter': request({
    input: z.object({ modelId: modelIdSchema, fileId: fileIdSchema, scale: adapterScaleSchema }),
    output: modelSchema,
    error: modelErrorSchema,
  }),
  'models.setAdapterScale': request({
    input: z.object({ modelId: modelIdSchema, adapterId: adapterIdSchema, scale: adapterScaleSchema }),
    output: modelSchema,
    error: modelErrorSchema,
  }),
  'models.removeAdapter': request({
    input: z.object({ modelId: modelIdSchema, adapterId: adapterIdSchema }),
    output: modelSchema,
    error: modelErrorSchema,
  }),
  'models.load': stream({
    input: z.object({ modelId: modelIdSchema }),
    item: z.object({ kind: z.literal('loading'), progressRatio: z.number() }),
    finished: engineStateSchema,
    error: modelErrorSchema,
  }),
  'models.unload': request({ input: nothing, output: nothing, error: noError }),
  /** Tries backends that crashed again, from the next load on. */
  'models.retryBackends': request({ input: nothing, output: nothing, error: noError }),
  /** Lets background work go on although power is short, until the reason for its pause is over. */
  'models.continueBackground': request({ input: nothing, output: nothing, error: noError }),
  'models.getEngineState': request({ input: nothing, output: engineStateSchema, error: noError }),
  'models.changed': event(z.array(modelSchema)),
  'models.engineStateChanged': event(engineStateSchema),
} as const;
