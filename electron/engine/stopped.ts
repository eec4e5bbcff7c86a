import type { AnswerEnd } from './protocol.ts';

/** The end of an answer that was stopped before anything of it was read. @param receivedMs when it was asked for. */
export function stoppedBeforeStart(receivedMs: number): AnswerEnd {
  return {
    stopReason: 'userStopped',
    statistics: {
      promptTokens: 0,
      reusedTokens: 0,
      generatedTokens: 0,
      timeToFirstTokenMs: null,
      tokensPerSecond: null,
      elapsedMs: performance.now() - receivedMs,
    },
  };
}
