import { CopyButton } from './CopyButton.tsx';
import './CodeBlock.css';

interface CodeBlockProps {
  readonly code: string;
  readonly language: string | null;
}

export function CodeBlock({ code, language }: CodeBlockProps) {
  return (
    <figure className="codeBlock" aria-label={language ? `Code, ${language}` : 'Code'}>
      <div className="codeBlock-header">
        <span>{language ?? 'text'}</span>
        <CopyButton text={code} label="Copy" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide block scrolls, and the keyboard must reach that. */}
      <pre tabIndex={0}>
        <code>{code}</code>
      </pre>
    </figure>
  );
}
