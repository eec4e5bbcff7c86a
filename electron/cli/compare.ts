import { type Command, Option } from 'commander';
import { z } from 'zod';
import { comparisonPaper } from '../../shared/papers/comparisonPaper.ts';
import { paperMarkdown } from '../../shared/papers/paperMarkdown.ts';
import { addDocument } from './addDocument.ts';
import { type CommandContext, defineCommand } from './command.ts';
import { followWork } from './followWork.ts';
import { chooseModel } from './modelChoice.ts';
import { addOutOptions, outOptions, printOrWrite, refuseOut } from './outFile.ts';

const optionsSchema = z.object({
  as: z.enum(['auto', 'versions', 'documents']).default('auto'),
  ...outOptions,
});

export function addCompare(program: Command, context: CommandContext): void {
  const command = program
    .command('compare')
    .description('compare two versions of a document, or two documents, with the pages of both')
    .argument('<first>', 'the older version, or one document')
    .argument('<second>', 'the newer version, or another document')
    .addOption(
      new Option('--as <kind>', 'what they are; told by their text where it is left out').choices([
        'auto',
        'versions',
        'documents',
      ]),
    );
  defineCommand({
    command: addOutOptions(command),
    context,
    options: optionsSchema,
    async run(run, { parameters: [firstPath = '', secondPath = ''], options }) {
      const refused = refuseOut(options);
      if (refused) return refused;
      const opened = await run.openSession();
      if (!opened.ok) return opened;
      const session = opened.value;
      const chosen = await chooseModel(run, session);
      if (!chosen.ok) return chosen;
      const first = await addDocument({ run, session, filePath: firstPath });
      if (!first.ok) return first;
      const second = await addDocument({ run, session, filePath: secondPath });
      if (!second.ok) return second;
      const compared = await followWork({
        ...{ run, session, name: 'documents.compare' },
        input: {
          firstId: first.value.document.id,
          secondId: second.value.document.id,
          kind: options.as,
          modelId: chosen.value?.id ?? null,
          isModelUsed: chosen.value !== null,
        },
      });
      if (!compared.ok) return compared;
      const paper = comparisonPaper(compared.value, new Date());
      return printOrWrite({
        ...{ run, options, json: compared.value, text: paperMarkdown(paper) },
        paper: () => paper,
      });
    },
  });
}
