import type { ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { errorWords, type ShownError } from '../words/errors.ts';

interface FailureNoticeProps {
  readonly error: ShownError;
  readonly onRetry?: (() => void) | undefined;
  readonly children?: ReactNode;
}

/** An error of the contract in words, with the way on. */
export function FailureNotice({ error, onRetry, children }: FailureNoticeProps) {
  const words = errorWords(error);
  return (
    <Notice what={words.what} next={words.next} tone="failed">
      {(onRetry || children) && (
        <>
          {onRetry && (
            <Button size="small" onClick={onRetry}>
              Try again
            </Button>
          )}
          {children}
        </>
      )}
    </Notice>
  );
}
