import { type Command, Option } from 'commander';
import { recognitionLanguageSchema } from '../../shared/recognition.ts';
import type { ParseProgress } from '../documents/parse/parser.ts';
import { addPasswordOption, passwordOptionsSchema } from './passwords.ts';

export const readingOptionsSchema = passwordOptionsSchema.extend({
  ocrLanguage: recognitionLanguageSchema.optional(),
});

/** How files are read, for every command that reads some. */
export function addReadingOptions(command: Command): Command {
  return addPasswordOption(command).addOption(
    new Option(
      '--ocr-language <language>',
      'language of the words in scans and pictures (default: told from them)',
    ).choices(recognitionLanguageSchema.options),
  );
}

/** What happens to a file, before its name. */
export const readingWords: Readonly<Record<ParseProgress['step'] | 'indexing', string>> = {
  parsing: 'Reading',
  recognising: 'Recognising the words in',
  indexing: 'Indexing',
};
