import path from 'node:path';

const option = '--data-dir';

/** Where this run keeps everything: `--data-dir`, else SOTTO_DATA_DIR, else the folder the system gives the app. */
export function chooseDataFolder(input: {
  readonly parameters: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly systemFolder: string;
}): string {
  const given = readOption(input.parameters) ?? input.environment.SOTTO_DATA_DIR;
  return given ? path.resolve(given) : input.systemFolder;
}

function readOption(parameters: readonly string[]): string | undefined {
  const joined = parameters.find((parameter) => parameter.startsWith(`${option}=`));
  if (joined) return joined.slice(option.length + 1);
  const place = parameters.indexOf(option);
  return place < 0 ? undefined : parameters[place + 1];
}
