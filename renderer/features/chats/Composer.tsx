import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { StopIcon } from '../../ui/icons.tsx';
import './Composer.css';

interface ComposerProps {
  readonly placeholder: string;
  readonly initialText: string;
  readonly onTextChange: (text: string) => void;
  readonly onSend: (text: string) => void;
  readonly onStop: () => void;
  readonly isAnswering: boolean;
  /** Why nothing can be sent now; null when it can. */
  readonly blockedBecause: string | null;
  /** The attached documents and the button that attaches more. */
  readonly attached: ReactNode;
  readonly attach: ReactNode;
}

export function Composer({
  placeholder,
  initialText,
  onTextChange,
  onSend,
  onStop,
  isAnswering,
  blockedBecause,
  attached,
  attach,
}: ComposerProps) {
  const [text, setText] = useState(initialText);
  const input = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    // On touch screens the keyboard would cover the page one came to read.
    if (matchMedia('(pointer: fine)').matches) input.current?.focus();
  }, []);
  const canSend = text.trim() !== '' && !isAnswering && blockedBecause === null;
  const change = (next: string) => {
    setText(next);
    onTextChange(next);
  };
  const send = () => {
    if (!canSend) return;
    onSend(text.trim());
    change('');
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      send();
    }
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={input}
        aria-label="Message"
        placeholder={placeholder}
        rows={1}
        value={text}
        onChange={(event) => change(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="composer-row">
        <div className="composer-attached">{attached}</div>
        {attach}
        {isAnswering ? (
          <Button look="outline" className="composer-main" icon={<StopIcon />} onClick={onStop}>
            Stop
          </Button>
        ) : (
          <Button
            look="primary"
            className="composer-main"
            type="submit"
            disabled={!canSend}
            title={blockedBecause ?? 'Enter sends, Shift+Enter starts a new line'}
          >
            Send
          </Button>
        )}
      </div>
    </form>
  );
}
