import type { ModelError } from '../../shared/contract/models.ts';
import { assertNever } from '../../shared/result.ts';
import { formatBytes, formatNumber } from './formats.ts';
import type { Words } from './words.ts';

/** Says what went wrong with a model or the engine that runs it. */
export function modelErrorWords(error: ModelError): Words {
  switch (error.code) {
    case 'engine.fileMissing':
      return {
        what: `The model file ${error.fileName} is no longer where it was.`,
        next: 'Put it back, or add the model again under Models.',
      };
    case 'engine.notGguf':
      return {
        what: `${error.fileName} is not a model file.`,
        next: 'Choose a file in the GGUF format; its name ends in .gguf.',
      };
    case 'engine.fileTruncated':
      return {
        what: `${error.fileName} is incomplete; its download probably broke off.`,
        next: 'Get the file again, then add it.',
      };
    case 'engine.unsupportedArchitecture':
      return {
        what: `Models of the kind “${error.architecture}” cannot be run yet.`,
        next: 'Choose another model, for example of the Llama, Qwen, Gemma or Mistral families.',
      };
    case 'engine.outOfMemory':
      return {
        what: `The model does not fit in memory${memoryFacts(error)}.`,
        next: 'Close other programs, lower the context in Settings, or use a smaller model.',
      };
    case 'engine.loadFailed':
      return {
        what: `The model could not be loaded: ${error.reason}`,
        next: 'Try again with the GPU off in Settings, or use another model.',
      };
    case 'engine.fileCrashedEngine':
      return {
        what: `Loading ${error.fileName} ended the engine before, so it was not tried again.`,
        next: 'Load it from Models to try once more, or use another model.',
      };
    case 'engine.onlyAdapter':
      return {
        what: `${error.fileName} is an adapter, which cannot answer on its own.`,
        next: 'Add the model it was made for, then add this to it under Models, Adapters.',
      };
    case 'engine.notAdapter':
      return {
        what: `${error.fileName} is no adapter that Sotto can use.`,
        next: 'Choose a LoRA adapter in the GGUF format.',
      };
    case 'engine.adapterMismatch':
      return {
        what: `The adapter ${error.fileName} was made for another model.`,
        next: 'Choose one made for this model, or remove it under Models.',
      };
    case 'engine.contextFull':
      return {
        what: `This needs ${formatNumber(error.promptTokens)} tokens; the context holds ${formatNumber(error.contextTokens)}.`,
        next: 'Shorten it, start a new chat, or raise the context in Settings.',
      };
    case 'engine.crashed':
      return {
        what: 'The model stopped unexpectedly. What was written is kept.',
        next: 'Try again; the engine starts by itself.',
      };
    case 'engine.notResponding':
      return {
        what: `The model gave no sign for ${Math.round(error.afterMs / 1000)} s and was restarted. What was written is kept.`,
        next: 'Try again. If it happens often, use a smaller model or lower the context in Settings.',
      };
    case 'engine.unavailable':
      return {
        what: `The engine that runs models could not start: ${error.reason}`,
        next: 'Restart Sotto. Key sentences and search work without it.',
      };
    case 'engine.generationFailed':
      return {
        what: `The model could not go on: ${error.reason}`,
        next: 'Try again, or use another model.',
      };
    case 'engine.notForEmbedding':
      return {
        what: `${error.fileName} makes no search vectors.`,
        next: 'Choose an embedding model, for example of the BGE, E5, Nomic or Qwen3 Embedding families.',
      };
    case 'engine.notForReranking':
      return {
        what: `${error.fileName} cannot judge passages.`,
        next: 'Choose a reranking model, for example BGE Reranker or Qwen3 Reranker.',
      };
    case 'engine.nothingToEmbed':
      return {
        what: 'There is no text in it that the model could read.',
        next: 'Nothing to do: it is still found by its words.',
      };
    case 'engine.cancelled':
      return { what: 'This was stopped.', next: 'Start it again whenever you like.' };
    case 'models.notFound':
      return { what: 'This model is no longer installed.', next: 'Choose another one under Models.' };
    case 'models.noneInstalled':
      return {
        what: 'No model is installed yet.',
        next: 'Add a model file (.gguf). Key sentences and search work without one.',
      };
    case 'models.notForChat':
      return {
        what: `${error.name} is made for search; it cannot write answers.`,
        next: 'Choose a chat model under Models.',
      };
    case 'models.adapterNotFound':
      return { what: 'This adapter was removed already.', next: 'Add its file again to use it.' };
    case 'files.expired':
      return { what: 'The permission to read this file has run out.', next: 'Choose the file again.' };
    default:
      return assertNever(error);
  }
}

function memoryFacts(facts: {
  readonly neededBytes: number | null;
  readonly availableBytes: number | null;
}): string {
  if (facts.neededBytes === null || facts.availableBytes === null) return '';
  return `: it needs ${formatBytes(facts.neededBytes)}, and ${formatBytes(facts.availableBytes)} are free`;
}
