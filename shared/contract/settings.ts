import { z } from 'zod';
import { modelIdSchema } from '../ids.ts';
import { event, noError, nothing, request } from './define.ts';

export const summaryLengthSchema = z.enum(['short', 'medium', 'long']);
export type SummaryLength = z.infer<typeof summaryLengthSchema>;

/** How exactly a chat's context keeps what was read: in 16, 8 or 4 bits a value. */
export const cachePrecisionSchema = z.enum(['exact', 'half', 'quarter']);
export type CachePrecision = z.infer<typeof cachePrecisionSchema>;

export const gpuBackendSchema = z.enum(['metal', 'cuda', 'vulkan']);
export type GpuBackend = z.infer<typeof gpuBackendSchema>;

/** 'pause' holds background work and uses fewer threads for the rest. */
const energyChoiceSchema = z.enum(['pause', 'fewerThreads', 'usual']);

/** One schema for the desktop app (electron-store) and the terminal (conf). */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  isFirstRunDone: z.boolean().default(false),
  defaultModelId: modelIdSchema.nullable().default(null),
  summaryLength: summaryLengthSchema.default('medium'),
  /** A named backend goes before the others where it is to be had. */
  gpu: z.enum(['auto', 'off', 'metal', 'cuda', 'vulkan']).default('auto'),
  /** Never used, not even where nothing else but the processor is left. */
  forbiddenBackends: z.array(gpuBackendSchema).default([]),
  /** 'auto' measures at load which count is fastest. */
  threads: z.union([z.literal('auto'), z.int().min(1).max(256)]).default('auto'),
  /** The most context a chat may take, in tokens; less is used where memory or the model ask for it. */
  contextTokens: z.int().min(512).max(131_072).default(8192),
  /** Models that cannot do with less use 'exact'. */
  cachePrecision: cachePrecisionSchema.default('exact'),
  /** Without a question for so long, the model's memory is given back; null: never. */
  unloadAfterMinutes: z.int().min(1).max(1440).nullable().default(15),
  /** On battery, in power saver or when hot. */
  onLowPower: energyChoiceSchema.default('pause'),
  /** While no window can be seen. */
  whenHidden: energyChoiceSchema.default('fewerThreads'),
  /** Search by meaning, where an embedding model is installed. */
  isMeaningSearched: z.boolean().default(true),
  /** Null: the embedding model that was added first. */
  embeddingModelId: modelIdSchema.nullable().default(null),
  /** Passages are not given to the embedding model for now. */
  isEmbeddingPaused: z.boolean().default(false),
  /** A reranking model judges what searches find, where one is installed. */
  isReranked: z.boolean().default(true),
  /** Null: the reranking model that was added first. */
  rerankingModelId: modelIdSchema.nullable().default(null),
  /** How answers' words are chosen. Null: as each model's makers recommend. */
  temperature: z.number().min(0).max(2).nullable().default(null),
  /** Of the likeliest words so many; 0: all. */
  topK: z.int().min(0).max(1000).nullable().default(null),
  /** Of the likeliest words those that make up this share; 1: all. */
  topP: z.number().min(0).max(1).nullable().default(null),
  /** At least this share of the likeliest word's probability. */
  minP: z.number().min(0).max(1).nullable().default(null),
  /** 1: repetitions are not penalised. */
  repeatPenalty: z.number().min(1).max(2).nullable().default(null),
  /** The same seed, model and conversation give the same answer. Null: another one each time. */
  seed: z.int().min(0).max(0xffff_ffff).nullable().default(null),
  /** Said to the model before every chat. */
  instructions: z.string().max(8000).default(''),
});
export type Settings = z.infer<typeof settingsSchema>;
/** `settingsSchema.partial()` would fill the defaults in again, so the patch strips them. */
export const settingsPatchSchema = z
  .object({
    theme: settingsSchema.shape.theme.unwrap(),
    isFirstRunDone: z.boolean(),
    defaultModelId: modelIdSchema.nullable(),
    summaryLength: summaryLengthSchema,
    gpu: settingsSchema.shape.gpu.unwrap(),
    forbiddenBackends: z.array(gpuBackendSchema),
    threads: settingsSchema.shape.threads.unwrap(),
    contextTokens: settingsSchema.shape.contextTokens.unwrap(),
    cachePrecision: cachePrecisionSchema,
    unloadAfterMinutes: settingsSchema.shape.unloadAfterMinutes.unwrap(),
    onLowPower: energyChoiceSchema,
    whenHidden: energyChoiceSchema,
    isMeaningSearched: z.boolean(),
    embeddingModelId: modelIdSchema.nullable(),
    isEmbeddingPaused: z.boolean(),
    isReranked: z.boolean(),
    rerankingModelId: modelIdSchema.nullable(),
    temperature: settingsSchema.shape.temperature.unwrap(),
    topK: settingsSchema.shape.topK.unwrap(),
    topP: settingsSchema.shape.topP.unwrap(),
    minP: settingsSchema.shape.minP.unwrap(),
    repeatPenalty: settingsSchema.shape.repeatPenalty.unwrap(),
    seed: settingsSchema.shape.seed.unwrap(),
    instructions: settingsSchema.shape.instructions.unwrap(),
  })
  .partial();
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;

export const settings = {
  'settings.get': request({ input: nothing, output: settingsSchema, error: noError }),
  'settings.update': request({
    input: settingsPatchSchema,
    output: settingsSchema,
    error: z.object({ code: z.literal('settings.notWritten'), reason: z.string() }),
  }),
  'settings.changed': event(settingsSchema),
} as const;
