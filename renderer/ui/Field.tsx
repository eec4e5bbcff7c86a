import { type ReactNode, type Ref, useId } from 'react';
import './Field.css';
import { SearchIcon } from './icons.tsx';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly ref?: Ref<HTMLInputElement>;
  /** Of the dialog it stands in. */
  readonly isFirstFocus?: boolean;
}

export function SearchField({ label, value, onChange, ref, isFirstFocus }: SearchFieldProps) {
  return (
    <div className="searchField">
      <SearchIcon />
      <input
        ref={ref}
        {...(isFirstFocus ? { 'data-first-focus': true } : {})}
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  readonly legend: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly isLegendHidden?: boolean;
  readonly isDisabled?: boolean;
}

/** One of a few values, all visible. */
export function Choice<Value extends string>({
  legend,
  value,
  options,
  onChange,
  isLegendHidden,
  isDisabled,
}: ChoiceProps<Value>) {
  const name = useId();
  return (
    <fieldset className="choice" disabled={isDisabled}>
      <legend className={isLegendHidden ? 'onlyForReaders' : 'choice-legend'}>{legend}</legend>
      <div className="choice-options">
        {options.map((option) => (
          <label key={option.value} className="choice-option">
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly children: (ids: { readonly id: string; readonly hintId: string | undefined }) => ReactNode;
}

/** A label and a hint around one control. */
export function Field({ label, hint, children }: FieldProps) {
  const id = useId();
  const hintId = hint ? `${id}-hint` : undefined;
  return (
    <div className="field">
      <div className="field-words">
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p className="field-hint" id={hintId}>
            {hint}
          </p>
        )}
      </div>
      {children({ id, hintId })}
    </div>
  );
}
