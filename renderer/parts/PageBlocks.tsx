import { type ReactNode, useMemo } from 'react';
import type { Block } from '../../shared/contract/documents.ts';
import { markPassage, type Span } from './markPassage.ts';
import './PageBlocks.css';

interface PageBlocksProps {
  readonly blocks: readonly Block[];
  readonly passage: string | null;
  /** The part of the passage that matters most. */
  readonly sentence: string | null;
}

/** The text of pages, with a passage marked. */
export function PageBlocks({ blocks, passage, sentence }: PageBlocksProps) {
  const faint = useMemo(() => (passage ? markPassage(blocks, passage) : null), [blocks, passage]);
  const strong = useMemo(() => (sentence ? markPassage(blocks, sentence) : null), [blocks, sentence]);
  const isSentenceFound = strong?.some((spans) => spans.length > 0) ?? false;
  return (
    <div className={isSentenceFound ? 'pageBlocks pageBlocks-withSentence' : 'pageBlocks'}>
      {blocks.map((block, index) => (
        <PageBlock key={index} block={block}>
          {markedText(block.text, faint?.[index] ?? [], strong?.[index] ?? [])}
        </PageBlock>
      ))}
    </div>
  );
}

function PageBlock({ block, children }: { readonly block: Block; readonly children: ReactNode }) {
  switch (block.kind) {
    case 'heading':
      return <h3 dir="auto">{children}</h3>;
    case 'code':
    case 'table':
      return <pre dir="auto">{children}</pre>;
    default:
      return (
        <p dir="auto" className={block.kind === 'list' ? 'pageBlocks-list' : undefined}>
          {children}
        </p>
      );
  }
}

function markedText(text: string, faint: readonly Span[], strong: readonly Span[]): ReactNode[] {
  const edges = [...faint, ...strong].flatMap(({ start, end }) => [start, end]);
  const cuts = [...new Set([0, text.length, ...edges])].sort((first, second) => first - second);
  return cuts.slice(0, -1).map((start, index) => {
    const part = text.slice(start, cuts[index + 1]);
    if (isInside(strong, start)) return <mark key={start}>{part}</mark>;
    if (isInside(faint, start))
      return (
        <mark key={start} className="pageBlocks-around">
          {part}
        </mark>
      );
    return part;
  });
}

function isInside(spans: readonly Span[], offset: number): boolean {
  return spans.some((span) => offset >= span.start && offset < span.end);
}
