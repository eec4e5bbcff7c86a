import { type ReactNode, useMemo } from 'react';
import type { Block } from '../../shared/contract/documents.ts';
import { markPassage, type Span } from './markPassage.ts';
import './PageBlocks.css';
import { TableBlock } from './TableBlock.tsx';

interface PageBlocksProps {
  readonly blocks: readonly Block[];
  readonly passage: string | null;
  /** The part of the passage that matters most. */
  readonly sentence: string | null;
}

/** The text of pages as a document to be read, with a passage marked across its parts. */
export function PageBlocks({ blocks, passage, sentence }: PageBlocksProps) {
  const texts = useMemo(() => blocks.map((block) => block.text), [blocks]);
  const faint = useMemo(() => (passage ? markPassage(texts, passage) : null), [texts, passage]);
  const strong = useMemo(() => (sentence ? markPassage(texts, sentence) : null), [texts, sentence]);
  const isSentenceFound = strong?.some((spans) => spans.length > 0) ?? false;
  return (
    <div className={isSentenceFound ? 'pageBlocks pageBlocks-withSentence' : 'pageBlocks'}>
      {blocks.map((block, index) => (
        <PageBlock key={index} block={block} faint={faint?.[index] ?? []} strong={strong?.[index] ?? []} />
      ))}
    </div>
  );
}

interface PageBlockProps {
  readonly block: Block;
  readonly faint: readonly Span[];
  readonly strong: readonly Span[];
}

const headingLevels = ['h3', 'h4', 'h5', 'h6'] as const;

function PageBlock({ block, faint, strong }: PageBlockProps) {
  const { text } = block;
  const renderText = (start: number, end: number) => markedText({ text, start, end, faint, strong });
  switch (block.kind) {
    case 'heading': {
      const Heading = headingLevels[Math.min(block.headings.length, headingLevels.length - 1)] ?? 'h6';
      return <Heading dir="auto">{renderText(0, text.length)}</Heading>;
    }
    case 'code':
      return (
        <pre dir="auto">
          <code>{renderText(0, text.length)}</code>
        </pre>
      );
    case 'table':
      return <TableBlock text={text} renderText={renderText} />;
    case 'list':
      return <ListBlock text={text} renderText={renderText} />;
    case 'paragraph':
      return <p dir="auto">{renderText(0, text.length)}</p>;
  }
}

interface ListBlockProps {
  readonly text: string;
  readonly renderText: (start: number, end: number) => ReactNode;
}

/** One item per line, as deep as it is indented; bullets and numbers stay the document's own. */
function ListBlock({ text, renderText }: ListBlockProps) {
  let start = 0;
  const items = text.split('\n').map((line) => {
    const indent = line.length - line.trimStart().length;
    const item = {
      start: start + indent,
      end: start + line.length,
      depth: Math.min(6, Math.floor(indent / 2)),
    };
    start += line.length + 1;
    return item;
  });
  return (
    <ul className="pageBlocks-list" dir="auto">
      {items.map((item) => (
        <li key={item.start} style={{ marginInlineStart: `${item.depth * 1.2}em` }}>
          {renderText(item.start, item.end)}
        </li>
      ))}
    </ul>
  );
}

function markedText(input: {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly faint: readonly Span[];
  readonly strong: readonly Span[];
}): ReactNode[] {
  const { text, faint, strong } = input;
  const edges = [...faint, ...strong].flatMap(({ start, end }) => [start, end]);
  const inside = edges.filter((edge) => edge > input.start && edge < input.end);
  const cuts = [...new Set([input.start, input.end, ...inside])].sort((first, second) => first - second);
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
