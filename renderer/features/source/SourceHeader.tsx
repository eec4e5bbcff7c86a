import type { PageRange } from '../../../shared/contract/documents.ts';
import { IconButton } from '../../ui/Button.tsx';
import { ChevronLeftIcon, ChevronRightIcon, CloseIcon, NarrowIcon, WidenIcon } from '../../ui/icons.tsx';

interface SourceHeaderProps {
  readonly title: string;
  readonly shown: PageRange;
  /** Null until it is known. */
  readonly pages: number | null;
  readonly isWide: boolean;
  readonly onGo: (page: number) => void;
  readonly onWideChange: (isWide: boolean) => void;
  readonly onClose: () => void;
}

export function SourceHeader(props: SourceHeaderProps) {
  const { title, shown, pages, isWide, onGo, onWideChange, onClose } = props;
  return (
    <header className="sourcePanel-header">
      <div className="sourcePanel-words">
        <h2 title={title}>{title}</h2>
        <span aria-live="polite">{placeWords(shown, pages)}</span>
      </div>
      <IconButton
        label="Previous page"
        icon={<ChevronLeftIcon />}
        disabled={shown[0] <= 1}
        onClick={() => onGo(shown[0] - 1)}
      />
      <IconButton
        label="Next page"
        icon={<ChevronRightIcon />}
        disabled={pages === null || shown[1] >= pages}
        onClick={() => onGo(shown[1] + 1)}
      />
      <span className="sourcePanel-widen">
        <IconButton
          label={isWide ? 'Narrower' : 'Wider'}
          icon={isWide ? <NarrowIcon /> : <WidenIcon />}
          onClick={() => onWideChange(!isWide)}
        />
      </span>
      <IconButton label="Close source" icon={<CloseIcon />} onClick={onClose} />
    </header>
  );
}

function placeWords([first, last]: PageRange, pages: number | null): string {
  const of = pages === null ? '' : ` of ${pages}`;
  return first === last ? `page ${first}${of}` : `pages ${first}–${last}${of}`;
}
