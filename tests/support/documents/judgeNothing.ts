import type { PassageJudge } from '../../../electron/documents/search/passageJudge.ts';

/** As where no reranking model is installed. */
export const judgeNothing: Pick<PassageJudge, 'depth' | 'judge'> = {
  depth: 0,
  judge: async ({ passages }) => [...passages],
};
