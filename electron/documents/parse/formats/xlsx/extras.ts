import type { BlockList } from '../../blockList.ts';
import type { Archive } from '../../containers/archive.ts';
import { deepElementsOf, elementsOf, firstOf, textOf } from '../../containers/xml.ts';
import { chartLines, drawingParagraph, relatedParts } from '../ooxml/drawingText.ts';
import { readPart } from '../ooxml/package.ts';

/** What lies over a sheet's cells: comments, text boxes and charts. */
export function addSheetExtras(input: {
  readonly archive: Archive;
  readonly part: string;
  readonly list: BlockList;
  readonly page: number;
  readonly countText: (text: string) => void;
}): void {
  const { archive, part, list, page, countText } = input;
  const add = (text: string) => {
    countText(text);
    list.add({ kind: 'paragraph', text, page });
  };
  for (const comments of relatedParts(archive, part, /^comments$/u)) {
    const root = readPart(archive, comments);
    for (const comment of root ? deepElementsOf(root, 'comment') : []) {
      const text = deepElementsOf(firstOf(comment, 'text') ?? comment, 't')
        .map(textOf)
        .join('');
      if (text.trim() !== '') add(`Comment on ${comment.attributes.get('ref') ?? ''}: ${text}`);
    }
  }
  for (const drawing of relatedParts(archive, part, /^drawing$/u)) {
    const root = readPart(archive, drawing);
    for (const body of root ? deepElementsOf(root, 'txBody') : [])
      add(elementsOf(body, 'p').map(drawingParagraph).join('\n'));
    for (const chart of relatedParts(archive, drawing, /^chart$/u)) {
      const { title, rows } = chartLines(archive, chart);
      if (title) add(`Chart: ${title}`);
      // Its values are the sheet's own, unless they come from another file.
      else if (rows[0]) add(`Chart: ${rows[0].slice(1).join(', ')}`);
    }
  }
}
