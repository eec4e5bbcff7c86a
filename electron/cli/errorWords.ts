import { describeUnreadable } from '../../shared/formats.ts';
import { assertNever } from '../../shared/result.ts';
import type { CommandError } from './commandError.ts';
import { bytes } from './words.ts';

/** What the person reads in the terminal: what happened, and what to do next. */
export function describeError(error: CommandError): string {
  switch (error.code) {
    case 'cli.misuse':
      return `${error.reason} Run the command with --help to see how it is used.`;
    case 'cli.interrupted':
      return 'Stopped. What was written so far is kept.';
    case 'cli.summaryPaused':
      return `Paused after ${error.sectionsRead} of ${error.sectionsTotal} sections. Run the same command again to go on from there.`;
    case 'cli.listingPaused':
      return `Paused after ${error.passagesRead} of ${error.passagesTotal} passages. Run the same command again to go on from there.`;
    case 'cli.modelNeeded':
      return 'This needs a model. Leave --no-model out, or add one with: sotto models add PATH';
    case 'cli.notWritten':
      return error.reason === 'EEXIST'
        ? `${error.path} is there already. Choose another name, or write over it with --force.`
        : `${error.path} could not be written (${error.reason}). Choose another place with --out.`;
    case 'papers.noFont':
      return `The fonts of Sotto’s PDF files have no ${error.signs.join(' ')}. Write .docx or .md, or print it from the window.`;
    case 'cli.noDocuments':
      return 'Sotto has no documents yet. Add some with: sotto index PATH, or name one with --doc PATH';
    case 'cli.noDocumentsInScope':
      return 'No document of Sotto fits --collection, --type, --since, --until and --path. Give fewer of them.';
    case 'cli.collectionNotFound':
      return `There is no collection called ${error.name}. ${error.known.length > 0 ? `There are: ${error.known.join(', ')}` : 'Make one with: sotto collections create NAME'}`;
    case 'cli.noFilesFound':
      return `No file that Sotto can read was found in ${error.paths.join(', ')}. Name the files themselves to see why.`;
    case 'cli.nothingIndexed':
      return `None of the ${error.failed} files could be read. The reasons stand under "failed"; correct those and run the command again.`;
    case 'cli.rendererMissing':
      return `The window's files are missing in ${error.folder}. Build them with: npm run build`;
    case 'server.portInUse':
      return `Another program uses port ${error.port}. Choose another with --port, or leave it out.`;
    case 'server.notStarted':
      return `Sotto could not listen on this computer (${error.reason}). Choose another port with --port.`;

    case 'storage.inUse':
      return `Sotto is already open with this data folder${error.processId === null ? '' : ` (process ${error.processId})`}. Close it, or choose another with --data-dir.`;
    case 'storage.wrongKey':
      return `The key does not open the data in ${error.dataFolder}, or the data is damaged at its beginning. Put the right key into SOTTO_KEY or database.key, restore a copy from the folder "backups", or choose another folder with --data-dir.`;
    case 'storage.damaged':
      return `The data in ${error.dataFolder} is damaged (${error.reason}). Restore a copy from its folder "backups", or choose another folder with --data-dir.`;
    case 'storage.newerVersion':
      return `This data folder was written by a newer Sotto (${error.found}, this one knows ${error.known}). Update Sotto, or choose another folder with --data-dir.`;
    case 'storage.notWritable':
      return `Sotto cannot write to ${error.dataFolder} (${error.reason}). Give yourself the right to, or choose another folder with --data-dir.`;
    case 'storage.keyMissing':
      return `The key to the data in ${error.dataFolder} is not there. If the desktop app made this folder, its key is in the system's keychain: use the app, or choose another folder with --data-dir. Otherwise put database.key back, or set SOTTO_KEY.`;
    case 'storage.environmentKeyMalformed':
      return `${error.variable} must hold 64 hexadecimal digits. Correct it, or unset it to use the key file.`;
    case 'storage.keyFileMalformed':
      return `${error.path} holds no valid key. Put back a copy of it; Sotto never replaces it, because the data cannot be read without it.`;
    case 'storage.keyFileNotReadable':
      return `${error.path} cannot be read (${error.reason}). Give yourself the right to read it.`;
    case 'storage.keyFileNotWritten':
      return `${error.path} cannot be written (${error.reason}). Make room or give yourself the right to, or choose another folder with --data-dir.`;
    case 'settings.notWritten':
      return `The settings could not be saved (${error.reason}). Check the data folder's rights and free space.`;

    case 'files.expired':
      return 'The file is no longer open to Sotto. Run the command again.';
    case 'documents.notFound':
      return 'Sotto does not have this document any more. Add it again with: sotto index PATH';
    case 'collections.notFound':
      return 'This collection was removed. See what there is with: sotto collections list';
    case 'collections.nameTaken':
      return `There is a collection called ${error.name} already. Choose another name.`;
    case 'documents.summaryNotFound':
      return 'This summary was removed. Run the command again to write it anew.';
    case 'documents.notAMail':
      return `${error.fileName} is no mail, so there is nobody to reply to. Choose another --style.`;
    case 'documents.fileMissing':
      return `There is no file ${error.fileName}. Check the path.`;
    case 'documents.notReadable':
      if (error.reason.endsWith('not a file'))
        return `${error.fileName} is not a file. Name a file; for all documents in a folder, there is: sotto index FOLDER`;
      return `${error.fileName} cannot be read (${error.reason}). Give yourself the right to read it, or copy it elsewhere.`;
    case 'documents.unsupportedFormat':
      return describeUnsupported(error);
    case 'documents.emptyFile':
      return `${error.fileName} is empty. Choose another file.`;
    case 'documents.emptyText':
      return `${error.fileName} holds no words. Choose another file, or a sharper scan.`;
    case 'documents.passwordProtected':
      return error.canBeOpened
        ? `${error.fileName} is protected by a password. Run the command in a terminal to be asked for it, or pipe it in with --password-stdin.`
        : `${error.fileName} is protected by a password in a way that Sotto cannot open. Save a copy without one, and use that.`;
    case 'documents.passwordWrong':
      return `The password does not open ${error.fileName}. Run the command again with the right one.`;
    case 'documents.damaged':
      return `${error.fileName} is damaged (${error.reason.replace(/\.$/, '')}). Open it in its own program and save it again.`;
    case 'documents.scanned':
      return `${error.fileName} is a scan, and the words on its ${error.pages} pages could not be recognised. Try again when the computer is less busy.`;
    case 'documents.tooLarge':
      return `${error.fileName} has ${bytes(error.sizeBytes)}, more than the ${bytes(error.maxBytes)} Sotto takes. Split it into parts.`;
    case 'documents.tooManyFiles':
      return `${error.fileName} holds more than ${error.maxFiles} files. Unpack it and index the folder, or a part of it.`;
    case 'documents.tooManyParts':
      return `${error.fileName} has more than ${error.maxParts} paragraphs and rows. Split it into parts.`;
    case 'documents.nestedTooDeep':
      return `${error.fileName} holds archives inside archives, more than ${error.maxDepth} deep. Unpack it and use the files.`;
    case 'documents.parseTimedOut':
      return `Reading ${error.fileName} took longer than ${Math.round(error.limitMs / 1000)} seconds and was ended. Split it into parts.`;
    case 'documents.parseOutOfMemory':
      return `Reading ${error.fileName} took more than ${bytes(error.limitBytes)} of memory and was ended. Split it into parts.`;
    case 'documents.parserCrashed':
      return `Reading ${error.fileName} failed unexpectedly. Open it in its own program and save it again.`;
    case 'documents.cancelled':
      return 'Reading was stopped. Run the command again.';

    case 'library.notAFolder':
      return `${error.name} is not a folder that can be opened. Check the path.`;
    case 'library.folderNotFound':
      return 'This folder is not in the library any more. See which are with: sotto folders list';
    case 'library.alreadyFollowed':
      return `${error.path} is followed already, as part of ${error.within}.`;
    case 'library.cutOff':
      return `Sotto ended ${error.times} times while ${error.fileName} was read, so it is left alone. Save it again in its own program, or split it into parts.`;
    case 'cli.folderUnknown':
      return `${error.path} is not a folder of the library. See which are with: sotto folders list`;
    case 'listings.notFound':
      return 'This answer was removed. Run the command again.';

    case 'models.notFound':
      return 'There is no such model. See what is installed with: sotto models list';
    case 'models.noneInstalled':
      return 'No model is installed. Add one with: sotto models add PATH';
    case 'models.adapterNotFound':
      return 'The model has no such adapter. See which it has with: sotto models adapter list MODEL';
    case 'models.notForChat':
      return `${error.name} cannot write text: it is made for search only. Choose another with --model.`;
    case 'engine.fileMissing':
      return `The model file ${error.fileName} is not there. Check the path, or see: sotto models list`;
    case 'engine.notGguf':
      return `${error.fileName} is no GGUF model file. Choose a file that ends in .gguf.`;
    case 'engine.fileTruncated':
      return `${error.fileName} is incomplete. Get the whole file again.`;
    case 'engine.unsupportedArchitecture':
      return `Models of the kind "${error.architecture}" cannot be run by this version. Choose another model.`;
    case 'engine.outOfMemory':
      return `${describeMemory(error)} Close other programs, or choose a smaller model.`;
    case 'engine.loadFailed':
      return `The model could not be loaded (${error.reason}). Choose another one with --model.`;
    case 'engine.fileCrashedEngine':
      return `Loading ${error.fileName} ended the engine before, so it is not tried again. Choose another model.`;
    case 'engine.onlyAdapter':
      return `${error.fileName} is an adapter, which cannot answer on its own. Add it to its model with: sotto models adapter add MODEL PATH`;
    case 'engine.notAdapter':
      return `${error.fileName} is no LoRA adapter in the GGUF format. Name one that is.`;
    case 'engine.adapterMismatch':
      return `The adapter ${error.fileName} was made for another model. Use one made for this model, or take it away with: sotto models adapter remove MODEL ADAPTER`;
    case 'engine.contextFull':
      return `This takes ${error.promptTokens} tokens, and the model holds ${error.contextTokens}. Give it less text, or raise the context in the settings.`;
    case 'engine.crashed':
      return `The engine ended unexpectedly${error.signal === null ? '' : ` (${error.signal})`}. It starts again by itself: run the command once more.`;
    case 'engine.notResponding':
      return `The engine did not answer for ${Math.round(error.afterMs / 1000)} seconds and was ended. Run the command once more.`;
    case 'engine.unavailable':
      return `The engine cannot be started (${error.reason}). Install Sotto again if this stays.`;
    case 'engine.generationFailed':
      return `The answer could not be written (${error.reason}). Run the command once more, or choose another model.`;
    case 'engine.notForEmbedding':
      return `${error.fileName} makes no search vectors. Choose an embedding model.`;
    case 'engine.notForReranking':
      return `${error.fileName} cannot judge passages. Choose a reranking model.`;
    case 'engine.nothingToEmbed':
      return 'There is no text in it that the model could read. Give it some text.';
    case 'engine.cancelled':
      return 'Stopped. Run the command again.';

    case 'chat.conversationNotFound':
    case 'chat.messageNotFound':
      return 'This conversation was removed. Begin a new one.';
    case 'chat.messageTooLong':
      return `The message takes ${error.messageTokens} tokens, and the model holds ${error.contextTokens}. Shorten it, or put the text into a file and use --doc.`;
    case 'chat.busy':
      return 'An answer is being written in this conversation. Wait for its end.';

    case 'code.runNotFound':
      return 'This code run was removed. Run the command again.';
    case 'code.notText':
      return `${error.fileName} is no text file in UTF-8 or UTF-16. Save it as UTF-8.`;
    case 'code.fileMissing':
      return `There is no file ${error.fileName}. Check the path.`;
    case 'code.tooLong':
      return `The source takes ${error.sourceTokens} tokens; with its answer it does not fit into the model's ${error.contextTokens}. Give it a part of the file (through -), or raise the context in the settings.`;
    case 'code.fileChanged':
      return `${error.fileName} was changed since it was read, so nothing was written. Run the command again.`;
    case 'code.notWritten':
      return `${error.fileName} could not be written (${error.reason}). Check its folder's rights and free space.`;
    case 'code.nothingToApply':
      return 'The answer holds no change to write. Run the command again, or say with --instruction what to change.';

    case 'originals.notPaged':
    case 'originals.notKept':
    case 'originals.moved':
    case 'originals.changed':
    case 'originals.notReadable':
      return `The file of this document cannot be shown (${error.code}). Add it again with: sotto index PATH`;
    case 'internal':
      return `Something unexpected went wrong in Sotto (${error.reference}). Run the command once more.`;
    case 'invalidInput':
      return `Sotto does not accept this: ${error.issues.join('; ')}. Change the command.`;
    case 'messageTooLarge':
      return `This is more than the ${bytes(error.maxBytes)} that can be sent at once. Use a smaller file.`;
    case 'unknownEndpoint':
    case 'tooManyCalls':
    case 'duplicateCall':
    case 'notAllowed':
    case 'hostDisconnected':
      return `Sotto's parts do not understand each other (${error.code}). Install Sotto again if this stays.`;
    case 'cancelled':
      return 'Stopped. Run the command again.';
    default:
      return assertNever(error);
  }
}

function describeUnsupported(error: Extract<CommandError, { code: 'documents.unsupportedFormat' }>): string {
  return `${error.fileName} is ${describeUnreadable(error.looksLike)}, which Sotto does not read. It reads ${error.supported.join(', ')}; save it as one of these.`;
}

function describeMemory(error: { neededBytes: number | null; availableBytes: number | null }): string {
  if (error.neededBytes === null || error.availableBytes === null)
    return 'The model does not fit into memory.';
  return `The model needs ${bytes(error.neededBytes)} of memory, and ${bytes(error.availableBytes)} are free.`;
}
