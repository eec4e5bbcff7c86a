import type { EngineError } from '../../shared/contract/models.ts';
import type { ModelId } from '../../shared/ids.ts';
import type { Result } from '../../shared/result.ts';
import type { Embeddings, EmbedInput } from './engine.ts';

/** An installed model that makes vectors of texts. */
export interface InstalledEmbedder {
  readonly modelId: ModelId;
  readonly name: string;
  readonly contentHash: string;
  readonly isFilePresent: boolean;
  /** Fails as a whole with what `Engine.embed` fails with. */
  embed(
    input: Pick<EmbedInput, 'texts' | 'signal' | 'isRetryAsked'> & Required<Pick<EmbedInput, 'kind'>>,
  ): Promise<Result<Embeddings, EngineError>>;
}

/** The embedding models that are installed, and which of them the person wants. */
export interface EmbeddingModels {
  /** The one that was chosen, else the one that was added first; null where there is none. */
  chosen(): InstalledEmbedder | null;
  list(): InstalledEmbedder[];
}
