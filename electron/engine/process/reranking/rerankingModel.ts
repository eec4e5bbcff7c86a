import { basename } from 'node:path';
import type { LlamaModel, LlamaRankingContext } from 'node-llama-cpp';
import { type EncoderKind, type EncoderModel, loadEncoder } from '../encoder/encoderModel.ts';

export type RerankingModel = EncoderModel<LlamaRankingContext>;

const rerankingKind: EncoderKind<LlamaRankingContext> = {
  refusal: ({ facts }, modelPath) =>
    facts.kind === 'reranking' ? null : { code: 'engine.notForReranking', fileName: basename(modelPath) },
  makeContext(model, options) {
    const template = bertTemplate(model);
    return model.createRankingContext({ ...options, ...(template === null ? {} : { template }) });
  },
  trial(model, tokens) {
    const [word] = model.tokenize(' a');
    const text = word === undefined ? [] : Array.from({ length: Math.floor(tokens / 2) }, () => word);
    return (context) => {
      const added = context.calculateInputLength(text.slice(0, 1), text.slice(0, 1));
      return context.rank(text.slice(0, 1), text.slice(0, Math.max(1, tokens - added)));
    };
  },
};

/** Checks the file, loads the model, and finds how many contexts and threads serve it best here. */
export function loadRerankingModel(
  input: Parameters<typeof loadEncoder>[0],
): ReturnType<typeof loadEncoder<LlamaRankingContext>> {
  return loadEncoder(input, rerankingKind);
}

/**
 * BERT's models were trained on `[CLS] query [SEP] passage [SEP]`; the library would put two separators between, and
 * none at the end where the file names no end of text. Null for all others, which it gets right.
 */
function bertTemplate(model: LlamaModel): `{{query}}${string}{{document}}${string}` | null {
  const { vocabularyType, tokens, fileInfo } = model;
  const hasOwn = fileInfo.metadata.tokenizer?.['chat_template.rerank'] !== undefined;
  if (hasOwn || vocabularyType !== 'wpm' || tokens.sep === null) return null;
  const separator = model.detokenize([tokens.sep], true);
  return separator === '' ? null : `{{query}}${separator}{{document}}${separator}`;
}
