import { memo, type ReactNode, useMemo } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { CodeBlock } from './CodeBlock.tsx';
import { ExternalLink } from './ExternalLink.tsx';
import { markRanges, type TextRange } from './markRanges.ts';
import { markReferences } from './markReferences.ts';
import './Markdown.css';
import { splitMarkdown } from './splitMarkdown.ts';

export type RenderReference = (reference: { readonly n: number; readonly claim: string }) => ReactNode;

interface MarkdownProps {
  readonly text: string;
  /** The highest number n for which `[n]` is a reference. */
  readonly references?: number;
  readonly renderReference?: RenderReference | undefined;
  /** Parts of the text that are to be seen, and what is rendered behind those with an id. */
  readonly ranges?: readonly TextRange[] | undefined;
  readonly renderMark?: ((id: number) => ReactNode) | undefined;
}

const noRanges: readonly TextRange[] = [];

/** Sets Markdown that a model wrote. Raw HTML stays text, nothing is fetched, links ask first. */
export function Markdown({ text, ranges = noRanges, ...props }: MarkdownProps) {
  const pieces = useMemo(() => splitMarkdown(text), [text]);
  const placed = useMemo(() => placeRanges(pieces, ranges), [pieces, ranges]);
  return (
    <div className="markdown">
      {pieces.map((piece, index) => (
        <MarkdownPiece key={index} text={piece} ranges={placed[index]} {...props} />
      ))}
    </div>
  );
}

/** The ranges of each piece, counted from its start. */
function placeRanges(pieces: readonly string[], ranges: readonly TextRange[]): (readonly TextRange[])[] {
  let from = 0;
  return pieces.map((piece) => {
    const offset = from;
    from += piece.length;
    const own = ranges.filter(({ start, end }) => start < offset + piece.length && end > offset);
    return own.length === 0
      ? noRanges
      : own.map((range) => ({ ...range, start: range.start - offset, end: range.end - offset }));
  });
}

const MarkdownPiece = memo(function MarkdownPiece({
  text,
  references = 0,
  renderReference,
  ranges = noRanges,
  renderMark,
}: MarkdownProps) {
  const components = useMemo(
    () => ({ ...plainComponents, ...markComponents({ renderReference, renderMark }) }),
    [renderReference, renderMark],
  );
  const plugins = useMemo(
    () => [
      remarkGfm,
      () => markRanges({ source: text, ranges }),
      () => markReferences({ isKnown: (n) => n >= 1 && n <= references }),
    ],
    [text, ranges, references],
  );
  return (
    <ReactMarkdown remarkPlugins={plugins} components={components} skipHtml={false}>
      {text}
    </ReactMarkdown>
  );
});

function markComponents(render: Pick<MarkdownProps, 'renderReference' | 'renderMark'>): Components {
  return {
    sup: ({ node, children }) => {
      const mark = node?.properties['data-range-mark'] ?? node?.properties.dataRangeMark;
      if (mark !== undefined) return render.renderMark?.(Number(mark));
      const n = Number(node?.properties['data-reference'] ?? node?.properties.dataReference);
      const claim = node?.properties['data-claim'] ?? node?.properties.dataClaim;
      if (!render.renderReference || !Number.isInteger(n)) return <sup>{children}</sup>;
      return render.renderReference({ n, claim: typeof claim === 'string' ? claim : '' });
    },
  };
}

const plainComponents: Components = {
  a: ({ href, children }) => <ExternalLink address={href ?? ''}>{children}</ExternalLink>,
  img: ({ src, alt }) => (
    <span className="markdown-picture">
      Picture{alt ? `: ${alt}` : ''} (not loaded)
      {typeof src === 'string' && src !== '' && (
        <>
          {' '}
          <ExternalLink address={src}>{src}</ExternalLink>
        </>
      )}
    </span>
  ),
  // The page and the message above have headings of their own.
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h3>{children}</h3>,
  h3: ({ children }) => <h4>{children}</h4>,
  h4: ({ children }) => <h4>{children}</h4>,
  h5: ({ children }) => <h4>{children}</h4>,
  h6: ({ children }) => <h4>{children}</h4>,
  input: ({ checked }) => (
    <span role="img" aria-label={checked ? 'Done' : 'To do'}>
      {checked ? '☑' : '☐'}
    </span>
  ),
  table: ({ children }) => (
    <div className="markdown-table">
      <table>{children}</table>
    </div>
  ),
  pre: ({ node }) => {
    const code = node?.children[0];
    if (code?.type !== 'element') return null;
    const text = code.children.map((child) => (child.type === 'text' ? child.value : '')).join('');
    const names = code.properties.className;
    const name = Array.isArray(names) ? names.find((one) => String(one).startsWith('language-')) : undefined;
    return <CodeBlock code={text.replace(/\n$/, '')} language={name ? String(name).slice(9) : null} />;
  },
};
