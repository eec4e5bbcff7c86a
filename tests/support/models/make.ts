import { parseArgs } from 'node:util';
import { makeRandomModel } from './randomModel.ts';
import { isRandomShapeName, randomShapes } from './randomShapes.ts';
import { makeScriptedModel } from './scriptedModel.ts';

const usage = `node tests/support/models/make.ts scripted OUT.gguf --say TEXT [--think TEXT] [--slowness N] [--context TOKENS]
node tests/support/models/make.ts SHAPE OUT.gguf, with SHAPE one of ${Object.keys(randomShapes).join(', ')}
`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    say: { type: 'string' },
    think: { type: 'string' },
    slowness: { type: 'string' },
    context: { type: 'string' },
  },
});
const [kind, path] = positionals;
if (path === undefined || (kind === 'scripted' && values.say === undefined)) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else if (kind === 'scripted') {
  makeScriptedModel({
    path,
    text: values.say ?? '',
    ...(values.think === undefined ? {} : { thought: values.think }),
    ...(values.slowness === undefined ? {} : { slowness: Number(values.slowness) }),
    ...(values.context === undefined ? {} : { contextTokens: Number(values.context) }),
  });
} else if (kind !== undefined && isRandomShapeName(kind)) {
  makeRandomModel({ path, shape: kind });
} else {
  process.stderr.write(usage);
  process.exitCode = 2;
}
