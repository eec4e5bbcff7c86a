import type { CollectionError } from '../../shared/contract/collections.ts';
import type { Words } from './words.ts';

export function collectionErrorWords(error: CollectionError): Words {
  switch (error.code) {
    case 'collections.notFound':
      return {
        what: 'This collection no longer exists.',
        next: 'Choose another one. Its documents are still there.',
      };
    case 'collections.nameTaken':
      return { what: `There is a collection called “${error.name}” already.`, next: 'Choose another name.' };
  }
}
