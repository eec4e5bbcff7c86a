import { memo, type ReactNode, useMemo } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { CodeBlock } from './CodeBlock.tsx';
import { ExternalLink } from './ExternalLink.tsx';
import { markReferences } from './markReferences.ts';
import './Markdown.css';
import { splitMarkdown } from './splitMarkdown.ts';

export type RenderReference = (reference: { readonly n: number; readonly claim: string }) => ReactNode;

interface MarkdownProps {
  readonly text: string;
  /** The highest number n for which `[n]` is a reference. */
  readonly references?: number;
  readonly renderReference?: RenderReference | undefined;
}

/** Sets Markdown that a model wrote. Raw HTML stays text, nothing is fetched, links ask first. */
export function Markdown({ text, references = 0, renderReference }: MarkdownProps) {
  const pieces = useMemo(() => splitMarkdown(text), [text]);
  return (
    <div className="markdown">
      {pieces.map((piece, index) => (
        <MarkdownPiece key={index} text={piece} references={references} renderReference={renderReference} />
      ))}
    </div>
  );
}

const MarkdownPiece = memo(function MarkdownPiece({ text, references = 0, renderReference }: MarkdownProps) {
  const components = useMemo(
    () => ({ ...plainComponents, ...referenceComponent(renderReference) }),
    [renderReference],
  );
  const plugins = useMemo(
    () => [remarkGfm, () => markReferences({ isKnown: (n) => n >= 1 && n <= references })],
    [references],
  );
  return (
    <ReactMarkdown remarkPlugins={plugins} components={components} skipHtml={false}>
      {text}
    </ReactMarkdown>
  );
});

function referenceComponent(render: RenderReference | undefined): Components {
  return {
    sup: ({ node, children }) => {
      const n = Number(node?.properties['data-reference'] ?? node?.properties.dataReference);
      const claim = node?.properties['data-claim'] ?? node?.properties.dataClaim;
      if (!render || !Number.isInteger(n)) return <sup>{children}</sup>;
      return render({ n, claim: typeof claim === 'string' ? claim : '' });
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
