import { type ReactNode, useCallback, useMemo } from 'react';
import type { Message } from '../../../shared/contract/chat.ts';
import type { Passage } from '../../../shared/contract/documents.ts';
import { ExplainButton } from '../../ui/ExplainButton.tsx';
import { WarningIcon } from '../../ui/icons.tsx';
import type { TextRange } from '../../ui/markRanges.ts';
import { checkLabel, explainCheck } from './checkWords.ts';

const noRanges: readonly TextRange[] = [];

/** Where an answer's sentences are marked because what they cite does not hold, and the buttons that say why. */
export function useSentenceMarks(
  message: Message,
  openPassage: (passage: Passage, claim: string) => void,
): { readonly ranges: readonly TextRange[]; readonly renderMark: (id: number) => ReactNode } {
  const { checks, grounding, text } = message;
  const ranges = useMemo(
    () =>
      checks?.sentences.flatMap(({ start, end, verdict }, index): TextRange[] => {
        if (verdict === 'supported') return [];
        const isWaited = verdict === 'unchecked' && checks.isRunning;
        const hasButton = verdict === 'unsupported' || (verdict === 'unchecked' && !isWaited);
        const className = `sentence sentence-${isWaited ? 'waited' : verdict}`;
        return [{ start, end, className, id: hasButton ? index : null }];
      }) ?? noRanges,
    [checks],
  );
  const renderMark = useCallback(
    (id: number) => {
      const check = checks?.sentences[id];
      if (!check) return null;
      const n = check.numbers[0];
      const passage = n === undefined ? undefined : grounding?.passages[n - 1];
      return (
        <ExplainButton
          label={checkLabel(check)}
          tone={check.verdict === 'unsupported' ? 'warning' : 'quiet'}
          explanation={explainCheck(check, grounding?.passages.length ?? 0)}
          action={
            passage && {
              label: `Open source ${n}`,
              onAction: () => openPassage(passage, text.slice(check.start, check.end)),
            }
          }
        >
          {check.verdict === 'unsupported' ? <WarningIcon /> : '?'}
        </ExplainButton>
      );
    },
    [checks, grounding, text, openPassage],
  );
  return { ranges, renderMark };
}
