import path from 'node:path';
import { languageOf } from '../../shared/codeLanguage.ts';

/** How each language's test runners expect a test file to be called. */
const testNameByLanguage: Readonly<Record<string, (stem: string) => string>> = {
  bash: (stem) => `${stem}_test`,
  c: (stem) => `${stem}_test`,
  clojure: (stem) => `${stem}_test`,
  cpp: (stem) => `${stem}_test`,
  csharp: (stem) => `${stem}Tests`,
  dart: (stem) => `${stem}_test`,
  elixir: (stem) => `${stem}_test`,
  fsharp: (stem) => `${stem}Tests`,
  go: (stem) => `${stem}_test`,
  groovy: (stem) => `${stem}Test`,
  haskell: (stem) => `${stem}Spec`,
  java: (stem) => `${stem}Test`,
  julia: (stem) => `${stem}_test`,
  kotlin: (stem) => `${stem}Test`,
  lua: (stem) => `${stem}_spec`,
  php: (stem) => `${stem}Test`,
  python: (stem) => `test_${stem}`,
  r: (stem) => `test-${stem}`,
  ruby: (stem) => `${stem}_test`,
  rust: (stem) => `${stem}_tests`,
  scala: (stem) => `${stem}Test`,
  swift: (stem) => `${stem}Tests`,
  vbnet: (stem) => `${stem}Tests`,
};

/** The name of the test file that goes with a source file. @param number from 1; later ones avoid names already taken. */
export function nameTestFile({ fileName, number }: { fileName: string; number: number }): string {
  const { name, ext } = path.parse(fileName);
  const stem = number === 1 ? name : `${name}${number}`;
  const language = languageOf(fileName);
  const nameTest = language === null ? undefined : testNameByLanguage[language];
  // ExUnit runs scripts only.
  const extension = language === 'elixir' ? '.exs' : ext;
  return `${nameTest ? nameTest(stem) : `${stem}.test`}${extension}`;
}
