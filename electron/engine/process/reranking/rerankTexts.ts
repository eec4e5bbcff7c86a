import type { LlamaRankingContext, Token } from 'node-llama-cpp';
import type { EngineError } from '../../../../shared/contract/models.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import type { RerankCall, RerankResult } from '../../protocol.ts';
import type { EncoderTurn } from '../encoder/encoderKeeper.ts';
import type { RerankingModel } from './rerankingModel.ts';

/** A chat that is asked for meanwhile waits no longer than this, unless a single text takes longer. */
const stepMs = 150;
/** Of what the model can hold at once, the query takes no more. */
const largestQueryShare = 0.5;
/** No model's vocabulary has longer tokens on average; what is beyond cannot fit. */
const charactersPerToken = 16;

type Score = RerankResult['scores'][number];

/**
 * Has the model judge the texts in their order, in steps that give way to more urgent work, until all are judged or
 * the time is over. Texts that do not fit are cut at their ends.
 * @param turn the call has its turn already; each further step waits for the next.
 */
export async function rerankTexts(
  input: EncoderTurn<LlamaRankingContext> & { readonly call: RerankCall; readonly signal: AbortSignal },
): Promise<Result<RerankResult, EngineError>> {
  const { encoder: reranking, call, turn, signal } = input;
  const { largestTokens } = reranking;
  const startMs = performance.now();
  const isLate = () => performance.now() - startMs >= call.budgetMs;
  const wholeQuery = tokensOf(reranking, call.query);
  const query = wholeQuery.slice(0, Math.floor(largestTokens * largestQueryShare));
  const isQueryCut = query.length < wholeQuery.length;
  const scores: Score[] = call.texts.map(() => null);
  const waiting = call.texts.map((text, index) => ({ index, text: tokensOf(reranking, text) }));
  const longest = waiting.reduce<readonly Token[]>(
    (best, { text }) => (text.length > best.length ? text : best),
    [],
  );
  let neededTokens = Math.min(largestTokens, query.length + longest.length);
  while (waiting.length > 0 && !isLate()) {
    let contexts = await input.contextsFor(neededTokens);
    // Only a context tells what the model adds to a pair.
    const framedTokens = contexts.ok
      ? (contexts.value[0]?.calculateInputLength(query, [...longest]) ?? 0)
      : 0;
    if (Math.min(largestTokens, framedTokens) > neededTokens) {
      neededTokens = Math.min(largestTokens, framedTokens);
      contexts = await input.contextsFor(neededTokens);
    }
    if (!contexts.ok) return contexts;
    const stepStartMs = performance.now();
    const failures: unknown[] = [];
    await Promise.all(
      contexts.value.map(async (context) => {
        let lastMs = stepStartMs;
        while (!signal.aborted && failures.length === 0) {
          const next = waiting.shift();
          if (next === undefined) return;
          try {
            const judged = await judge({ context, query, text: next.text, largestTokens: neededTokens });
            scores[next.index] = { ...judged, isCut: judged.isCut || isQueryCut };
          } catch (error) {
            failures.push(error);
          }
          const nowMs = performance.now();
          if (isLate() || nowMs - stepStartMs + (nowMs - lastMs) > stepMs) return;
          lastMs = nowMs;
        }
      }),
    );
    if (signal.aborted) return fail({ code: 'engine.cancelled' });
    if (failures.length > 0) return fail({ code: 'engine.generationFailed', reason: String(failures[0]) });
    if (waiting.length > 0 && !isLate()) await turn.step();
    if (signal.aborted) return fail({ code: 'engine.cancelled' });
  }
  return ok({ scores });
}

async function judge(input: {
  readonly context: LlamaRankingContext;
  readonly query: readonly Token[];
  readonly text: readonly Token[];
  /** What the context was made for. */
  readonly largestTokens: number;
}): Promise<NonNullable<Score>> {
  const { context, largestTokens } = input;
  const query = [...input.query];
  const text = [...input.text];
  const whole = context.calculateInputLength(query, text);
  if (whole <= largestTokens) return { score: await context.rank(query, text), isCut: false };
  // A template can have the text more than once.
  const empty = context.calculateInputLength(query, []);
  const times = text.length === 0 ? 1 : Math.max(1, Math.round((whole - empty) / text.length));
  const room = Math.max(0, Math.floor((largestTokens - empty) / times));
  return { score: await context.rank(query, text.slice(0, room)), isCut: true };
}

function tokensOf({ model, largestTokens }: RerankingModel, text: string): Token[] {
  const fitting = text.slice(0, largestTokens * charactersPerToken).toWellFormed();
  return model.tokenize(fitting, false, 'trimLeadingSpace');
}
