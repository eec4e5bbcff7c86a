import { z } from 'zod';
import { connectionSchema } from '../../shared/contract/app.ts';
import {
  engineErrorSchema,
  memoryReductionSchema,
  statisticsSchema,
  stopReasonSchema,
} from '../../shared/contract/models.ts';
import { cachePrecisionSchema, gpuBackendSchema } from '../../shared/contract/settings.ts';
import { answerSchemaSchema } from './answerSchema.ts';

/**
 * Messages between the host and the engine process. Both sides parse what they receive; what they parse it with is made
 * when the first comes, as many commands need no engine.
 */

const callId = z.int().min(1);

export const promptMessageSchema = z.object({
  role: z.enum(['system', 'user', 'assistant']),
  text: z.string(),
});

export const loadOptionsSchema = z.object({
  gpu: z.enum(['auto', 'off', 'metal', 'cuda', 'vulkan']),
  forbiddenBackends: z.array(gpuBackendSchema).readonly(),
  threads: z.union([z.literal('auto'), z.int().min(1)]),
  contextTokens: z.int().min(1),
  cachePrecision: cachePrecisionSchema,
  adapters: z.array(z.object({ path: z.string(), scale: z.number() })).readonly(),
});

export const samplingSchema = z.object({
  temperature: z.number().min(0),
  topK: z.int().min(0).optional(),
  topP: z.number().min(0).max(1).optional(),
  minP: z.number().min(0).max(1).optional(),
  repeatPenalty: z.number().nullable(),
  seed: z.int().optional(),
});

const generateCallSchema = z.object({
  kind: z.literal('generate'),
  messages: z.array(promptMessageSchema),
  sampling: samplingSchema,
  maxTokens: z.int().min(1).nullable(),
  priority: z.enum(['chat', 'completion', 'background']),
  /** Null where the call belongs to no conversation. */
  conversationKey: z.string().nullable(),
  /** Null: the answer is free text. */
  jsonSchema: answerSchemaSchema.nullable(),
});
export type GenerateCall = z.infer<typeof generateCallSchema>;

const embedCallSchema = z.object({
  kind: z.literal('embed'),
  modelPath: z.string(),
  texts: z.array(z.string()),
  /** Null: the texts are embedded as they are. */
  textKind: z.enum(['query', 'passage']).nullable(),
  gpu: loadOptionsSchema.shape.gpu,
  excludedBackends: z.array(z.string()),
});
export type EmbedCall = z.infer<typeof embedCallSchema>;

const rerankCallSchema = z.object({
  kind: z.literal('rerank'),
  modelPath: z.string(),
  query: z.string(),
  texts: z.array(z.string()),
  /** Of judging, once the model is loaded; a text that is being judged then is judged to its end. */
  budgetMs: z.number().min(0),
  gpu: loadOptionsSchema.shape.gpu,
  excludedBackends: z.array(z.string()),
});
export type RerankCall = z.infer<typeof rerankCallSchema>;

const loadedEncoderSchema = z.object({
  modelPath: z.string(),
  backend: z.string(),
  weightsBytes: z.number(),
  contexts: z.int(),
  threads: z.int(),
});

export const engineCallSchema = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('inspect'), modelPath: z.string() }),
    z.object({ kind: z.literal('inspectAdapter'), adapterPath: z.string(), modelPath: z.string() }),
    z.object({
      kind: z.literal('load'),
      modelPath: z.string(),
      options: loadOptionsSchema,
      /** GPU backends that crashed before or are forbidden; 'auto' stands for all of them. */
      excludedBackends: z.array(z.string()),
    }),
    z.object({ kind: z.literal('unload') }),
    z.object({ kind: z.literal('countTokens'), texts: z.array(z.string()) }),
    z.object({ kind: z.literal('measurePrompt'), messages: z.array(promptMessageSchema) }),
    generateCallSchema,
    embedCallSchema,
    rerankCallSchema,
    z.object({ kind: z.literal('giveBackMemory') }),
    z.object({ kind: z.literal('forgetConversations'), conversationKeys: z.array(z.string()) }),
  ]),
);
export type EngineCall = z.infer<typeof engineCallSchema>;

/** How much of the computer the engine may take now. */
export const paceSchema = z.object({
  /** 'fewer': half of the cores at most, unless the person fixed a count. */
  threads: z.enum(['usual', 'fewer']),
  background: z.enum(['run', 'pause']),
});
export type Pace = z.infer<typeof paceSchema>;
export const usualPace: Pace = { threads: 'usual', background: 'run' };

export const hostMessageSchema = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('start'),
      /** Replaces what the system says is free; null asks the system. */
      memoryLimitBytes: z.number().nullable(),
      /** Where what was read of conversations is kept; null: nowhere. */
      contexts: z.object({ folder: z.string(), keyHex: z.string().regex(/^[0-9a-f]{64}$/) }).nullable(),
      /** The file that keeps measured thread counts; absent: they are measured at every load. */
      threadCachePath: z.string().optional(),
    }),
    z.object({ kind: z.literal('ping'), beat: z.int() }),
    z.object({ kind: z.literal('call'), id: callId, call: engineCallSchema }),
    z.object({ kind: z.literal('cancel'), id: callId }),
    z.object({ kind: z.literal('pace'), pace: paceSchema }),
    z.object({ kind: z.literal('stop') }),
  ]),
);
export type HostMessage = z.infer<typeof hostMessageSchema>;

export const answerPartSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reading'), done: z.int(), total: z.int() }),
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('thought'), text: z.string() }),
]);
export type AnswerPart = z.infer<typeof answerPartSchema>;

export const childMessageSchema = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('ready') }),
    z.object({ kind: z.literal('pong'), beat: z.int() }),
    /** Which backend the process is about to use ('auto': not known yet) or uses, so that a crash can be put down to it. */
    z.object({ kind: z.literal('backend'), backend: z.string() }),
    /** The thread count of the loaded model has changed with the pace. */
    z.object({ kind: z.literal('threads'), threads: z.int().min(1) }),
    /** Which model file the process is about to load (null: no more), so that a crash can be put down to it. */
    z.object({ kind: z.literal('loading'), modelPath: z.string().nullable() }),
    /** Which embedding model is in memory now; null: none any more. */
    z.object({ kind: z.literal('embedder'), embedder: loadedEncoderSchema.nullable() }),
    /** The same of the reranking model. */
    z.object({ kind: z.literal('reranker'), reranker: loadedEncoderSchema.nullable() }),
    z.object({ kind: z.literal('connectionBlocked'), connection: connectionSchema }),
    z.object({ kind: z.literal('progress'), id: callId, progressRatio: z.number().min(0).max(1) }),
    z.object({ kind: z.literal('part'), id: callId, part: answerPartSchema }),
    z.object({
      kind: z.literal('done'),
      id: callId,
      result: z.discriminatedUnion('ok', [
        z.object({ ok: z.literal(true), value: z.unknown() }),
        z.object({ ok: z.literal(false), error: engineErrorSchema }),
      ]),
    }),
  ]),
);
export type ChildMessage = z.infer<typeof childMessageSchema>;

/** What `done` carries for each kind of call. */
export const resultSchemas = {
  inspect: z.object({
    name: z.string(),
    architecture: z.string(),
    quantisation: z.string().nullable(),
    parameterCount: z.number().nullable(),
    trainedContextTokens: z.int().nullable(),
    kind: z.enum(['chat', 'embedding', 'reranking']),
  }),
  inspectAdapter: z.object({ name: z.string() }),
  load: z.object({
    modelPath: z.string(),
    backend: z.string(),
    gpuLayers: z.int(),
    layers: z.int(),
    deviceNames: z.array(z.string()),
    weightsBytes: z.number(),
    contextBytes: z.number(),
    cachePrecision: cachePrecisionSchema,
    threads: z.int(),
    contextTokens: z.int(),
    backgroundContextTokens: z.int(),
    gpuBytes: z.number().nullable(),
    reductions: z.array(memoryReductionSchema),
    parallel: z.object({ calls: z.int().min(1), contextTokens: z.int() }),
  }),
  unload: z.null(),
  countTokens: z.array(z.int()),
  measurePrompt: z.int(),
  forgetConversations: z.null(),
  embed: z.object({
    dimension: z.int().min(1),
    largestPartTokens: z.int().min(1),
    /** Of the texts that succeeded, one vector after the other. */
    vectors: z.instanceof(Float32Array),
    /** One for each text. */
    results: z.array(
      z.discriminatedUnion('ok', [
        z.object({ ok: z.literal(true), tokens: z.int().min(1), parts: z.int().min(1) }),
        z.object({ ok: z.literal(false), error: engineErrorSchema }),
      ]),
    ),
  }),
  rerank: z.object({
    /** One for each text; null where the time was over before. */
    scores: z.array(z.object({ score: z.number().min(0).max(1), isCut: z.boolean() }).nullable()),
  }),
  giveBackMemory: z.null(),
  generate: z.object({ stopReason: stopReasonSchema, statistics: statisticsSchema }),
} as const;
export type EmbedResult = z.infer<typeof resultSchemas.embed>;
export type RerankResult = z.infer<typeof resultSchemas.rerank>;
export type AnswerEnd = z.infer<typeof resultSchemas.generate>;
