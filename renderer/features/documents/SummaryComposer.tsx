import type { Document } from '../../../shared/contract/documents.ts';
import { type SummaryStyle, summaryStyleSchema } from '../../../shared/contract/summaries.ts';
import { languageTags, nativeName } from '../../../shared/languages.ts';
import { lengthNames, styleNames } from '../../../shared/summaryNames.ts';
import { hasLengths, isMail } from '../../../shared/summaryStyles.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import type { Variant } from './useSummaries.ts';

interface SummaryComposerProps {
  readonly document: Document;
  readonly modelName: string;
  readonly variant: Variant;
  readonly onChange: (variant: Variant) => void;
  readonly onStart: () => void;
  /** There are summaries to go back to. */
  readonly onCancel: (() => void) | null;
  /** What was noted before serves: nothing is read again. */
  readonly isReadBefore: boolean;
}

const own = 'own';
const lengths = (['short', 'medium', 'long'] as const).map((value) => ({ value, label: lengthNames[value] }));

/** The choice of a new summary: what kind, how long, in which language. */
export function SummaryComposer({
  document,
  modelName,
  variant,
  onChange,
  onStart,
  onCancel,
  isReadBefore,
}: SummaryComposerProps) {
  const styles = summaryStyleSchema.options
    .filter((style) => style !== 'reply' || isMail(document.format))
    .map((value) => ({ value, label: styleNames[value] }));
  const languages = [
    { value: own, label: document.language ? `${nativeName(document.language)} (as it is)` : 'Its language' },
    ...languageTags
      .filter((tag) => tag !== document.language)
      .map((tag) => ({ value: tag, label: nativeName(tag), lang: tag })),
  ];
  return (
    <div className="card summaryPanel-start">
      <div>
        <h2>{onCancel ? 'Another summary' : 'Summarise the whole document'}</h2>
        <p>{describeStyle(variant.style, { modelName, isReadBefore })}</p>
      </div>
      <div className="summaryPanel-row">
        <Select
          label="Kind of summary"
          value={variant.style}
          options={styles}
          onChange={(style) => onChange({ ...variant, style })}
        />
        {hasLengths(variant.style) && (
          <Choice
            legend="Length"
            isLegendHidden
            value={variant.length}
            options={lengths}
            onChange={(length) => onChange({ ...variant, length })}
          />
        )}
        <Select
          label="Language"
          value={variant.language ?? own}
          options={languages}
          onChange={(language) => onChange({ ...variant, language: language === own ? null : language })}
        />
        <Button look="primary" onClick={onStart}>
          {variant.style === 'reply' ? 'Draft it' : 'Summarise'}
        </Button>
        {onCancel && (
          <Button look="plain" onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
    </div>
  );
}

function describeStyle(
  style: SummaryStyle,
  { modelName, isReadBefore }: { readonly modelName: string; readonly isReadBefore: boolean },
): string {
  const what = {
    keyPoints: 'The statements of every part, with their pages, and an overview.',
    abstract: 'One text of a few sentences, each with its pages.',
    chapters: 'What each chapter says.',
    actions: 'Who has to do what by when, as a table. What the text does not say is left out.',
    plain: 'The key points in everyday words.',
    note: 'One text of at most 280 characters.',
    reply: 'An answer to every question in the mail. What only you know is left as a gap.',
  }[style];
  const isNoted = isReadBefore && style !== 'actions' && style !== 'reply';
  return isNoted
    ? `${what} ${modelName} writes it from what was noted before.`
    : `${what} ${modelName} reads every section in order; you can pause it and go on later.`;
}
