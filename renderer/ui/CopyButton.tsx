import { useEffect, useState } from 'react';
import { Button } from './Button.tsx';
import { CheckIcon, CopyIcon } from './icons.tsx';

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
}

/** Copies a text and says so for a moment. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'refused'>('none');
  useEffect(() => {
    if (outcome === 'none') return;
    const timer = setTimeout(() => setOutcome('none'), 1600);
    return () => clearTimeout(timer);
  }, [outcome]);
  const shown =
    outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'Select it and copy by hand' : label;
  return (
    <Button
      look="plain"
      size="small"
      icon={outcome === 'copied' ? <CheckIcon /> : <CopyIcon />}
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => setOutcome('copied'),
          () => setOutcome('refused'),
        );
      }}
    >
      <span aria-live="polite">{shown}</span>
    </Button>
  );
}
