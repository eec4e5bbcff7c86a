import { createRequire } from 'node:module';

// The rules of the architecture, by its numbers; tests/boundaries proves that each one fires.
// Type imports count like any other: a layer that knows another one's types depends on it.

const domains = ['models', 'documents', 'chat', 'code', 'settings'];
const electronUsers = '^electron/(main[.]ts|preload[.]ts|desktop/|ipc/transports/electron[^/]*[.]ts)';
// Started from outside: by Vite, Electron, npm or a person.
const entries = [
  '^electron/(main|headless|preload)[.]ts$',
  '^electron/(engine|documents/parse)/process/main[.]ts$',
  '^electron/documents/parse/recognise/thread/main[.]ts$',
  '^electron/cli/(bin|prepare)[.]mjs$',
  '^electron/cli/(start|fetchElectron)[.]ts$',
  '^renderer/main[.]tsx$',
  '^tests/',
  '[.]d[.]ts$',
].join('|');

// TypeScript 7 has no JavaScript API, so the sources are read with swc, whose visitor does not know `using` yet.
const { Visitor } = createRequire(import.meta.url)('@swc/core/Visitor.js');
const { visitStatement } = Visitor.prototype;
Visitor.prototype.visitStatement = function visitAnyStatement(statement) {
  if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement);
  for (const { init } of statement.decls) if (init) this.visitExpression(init);
  return statement;
};

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: '1-shared-imports-shared-and-zod',
      severity: 'error',
      from: { path: '^shared/' },
      to: { pathNot: '^shared/|^node_modules/zod/' },
    },
    {
      name: '2-renderer-stays-in-the-page',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^electron/|^node_modules/electron/' },
    },
    {
      name: '2-renderer-has-no-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: '3-electron-never-imports-renderer',
      severity: 'error',
      from: { path: '^electron/' },
      to: { path: '^renderer/' },
    },
    {
      name: '4-llama-only-in-the-engine-process',
      severity: 'error',
      from: { path: '^(electron|renderer|shared)/', pathNot: '^electron/engine/process/' },
      to: { path: '(^|/)node_modules/(node-llama-cpp|@node-llama-cpp)/' },
    },
    {
      name: '4-electron-only-at-the-desktop-edge',
      severity: 'error',
      from: { path: '^(electron|renderer|shared)/', pathNot: electronUsers },
      // Its facts about itself are read by what fetches it for `npm start`.
      to: { path: '(^|/)node_modules/(electron/(?!(package|checksums)[.]json)|electron-store/)' },
    },
    ...domains.map((domain) => ({
      name: `5-${domain}-imports-no-other-domain`,
      severity: 'error',
      from: { path: `^electron/${domain}/` },
      to: { path: `^electron/(${domains.filter((other) => other !== domain).join('|')})/` },
    })),
    {
      name: '5-domains-never-import-ipc',
      severity: 'error',
      from: { path: `^electron/(${domains.join('|')})/` },
      to: { path: '^electron/ipc/' },
    },
    {
      name: '6-features-do-not-import-each-other',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    },
    {
      name: '6-ui-knows-no-product',
      severity: 'error',
      from: { path: '^renderer/ui/' },
      to: { path: '^renderer/(features|bridge)/' },
    },
    { name: '7-no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: '7-no-orphans', severity: 'error', from: { orphan: true, pathNot: entries }, to: {} },
    {
      name: '7-nothing-unreached',
      severity: 'error',
      from: { path: entries, pathNot: '^tests/' },
      to: { path: '^(electron|renderer|shared)/', pathNot: entries, reachable: false },
    },
    {
      name: '7-nothing-imports-tests',
      severity: 'error',
      from: { path: '^(electron|renderer|shared)/' },
      to: { path: '^tests/' },
    },
    { name: '7-imports-resolve', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '^(dist|release|tests/tmp)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css', '.d.ts'],
    },
  },
};
