import { type ReactNode, useRef } from 'react';
import { Button } from './Button.tsx';

interface FileButtonProps {
  readonly children: ReactNode;
  readonly onFiles: (files: readonly File[]) => void;
  /** As the input's accept attribute; everything when absent. */
  readonly accept?: string;
  readonly isMultiple?: boolean;
  readonly look?: 'primary' | 'outline' | 'plain';
  readonly size?: 'normal' | 'small';
  readonly icon?: ReactNode;
  readonly isDisabled?: boolean;
}

/** A button that opens the system's file chooser. */
export function FileButton({
  children,
  onFiles,
  accept,
  isMultiple,
  look,
  size,
  icon,
  isDisabled,
}: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        {...(look ? { look } : {})}
        {...(size ? { size } : {})}
        icon={icon}
        disabled={isDisabled}
        onClick={() => input.current?.click()}
      >
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-hidden="true"
        tabIndex={-1}
        accept={accept}
        multiple={isMultiple}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // Choosing the same file again must be noticed too.
          event.target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
