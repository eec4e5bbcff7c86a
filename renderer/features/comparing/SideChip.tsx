import type { PageRange } from '../../../shared/contract/documents.ts';
import type { DocumentId } from '../../../shared/ids.ts';
import { useSource } from '../../state/source.tsx';
import { QuoteChip } from '../../ui/Chip.tsx';
import { formatPages, formatPagesInWords } from '../../words/formats.ts';

interface SideChipProps {
  readonly side: { readonly id: DocumentId; readonly title: string };
  readonly pages: PageRange;
  /** Marked in the page; null only opens it. */
  readonly passage: string | null;
  /** Which side it is, said before the page. */
  readonly mark: string | null;
}

/** The page of one of several documents, opened beside the text. */
export function SideChip({ side, pages, passage, mark }: SideChipProps) {
  const source = useSource();
  const label = [mark, formatPages(pages)].filter((part) => part !== null).join(', ');
  return (
    <QuoteChip
      label={`${label}. Open ${formatPagesInWords(pages)} of ${side.title}`}
      onOpen={() =>
        source.open({ documentId: side.id, title: side.title, pages, passage, sentence: passage })
      }
    >
      {label}
    </QuoteChip>
  );
}
