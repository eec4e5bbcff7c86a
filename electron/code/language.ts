import path from 'node:path';

const languageByExtension: Readonly<Record<string, string>> = {
  astro: 'astro',
  bash: 'bash',
  bat: 'bat',
  c: 'c',
  cc: 'cpp',
  cjs: 'javascript',
  clj: 'clojure',
  cpp: 'cpp',
  cs: 'csharp',
  css: 'css',
  cts: 'typescript',
  cxx: 'cpp',
  dart: 'dart',
  elm: 'elm',
  erl: 'erlang',
  ex: 'elixir',
  exs: 'elixir',
  f90: 'fortran',
  fs: 'fsharp',
  go: 'go',
  gradle: 'groovy',
  graphql: 'graphql',
  groovy: 'groovy',
  h: 'c',
  hh: 'cpp',
  hpp: 'cpp',
  hs: 'haskell',
  htm: 'html',
  html: 'html',
  ini: 'ini',
  java: 'java',
  jl: 'julia',
  js: 'javascript',
  json: 'json',
  jsx: 'jsx',
  kt: 'kotlin',
  kts: 'kotlin',
  less: 'less',
  lua: 'lua',
  m: 'objectivec',
  md: 'markdown',
  mjs: 'javascript',
  ml: 'ocaml',
  mts: 'typescript',
  nim: 'nim',
  nix: 'nix',
  pas: 'pascal',
  php: 'php',
  pl: 'perl',
  pm: 'perl',
  proto: 'protobuf',
  ps1: 'powershell',
  py: 'python',
  pyi: 'python',
  r: 'r',
  rb: 'ruby',
  rs: 'rust',
  sass: 'sass',
  scala: 'scala',
  scss: 'scss',
  sh: 'bash',
  sol: 'solidity',
  sql: 'sql',
  svelte: 'svelte',
  swift: 'swift',
  tex: 'latex',
  tf: 'hcl',
  toml: 'toml',
  ts: 'typescript',
  tsx: 'tsx',
  vb: 'vbnet',
  vue: 'vue',
  xml: 'xml',
  yaml: 'yaml',
  yml: 'yaml',
  zig: 'zig',
  zsh: 'bash',
};

const languageByName: Readonly<Record<string, string>> = {
  dockerfile: 'dockerfile',
  gemfile: 'ruby',
  makefile: 'makefile',
  rakefile: 'ruby',
  'cmakelists.txt': 'cmake',
};

/** The language as fences and highlighters name it; null where the name does not tell. */
export function languageOf(fileName: string): string | null {
  const baseName = fileName.split(/[\\/]/).at(-1)?.toLowerCase() ?? '';
  const extension = path.extname(baseName).slice(1);
  return languageByName[baseName] ?? languageByExtension[extension] ?? null;
}

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
