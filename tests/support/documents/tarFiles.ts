/** A POSIX ustar archive; names that do not fit get a pax header. */
export function makeTar(files: readonly { readonly name: string; readonly content: string }[]): Buffer {
  const parts = files.flatMap(({ name, content }) => {
    const isLong = Buffer.byteLength(name) > 100;
    return [
      ...(isLong ? entry('pax', 'x', paxRecord('path', name)) : []),
      ...entry(isLong ? name.slice(-20) : name, '0', content),
    ];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

function entry(name: string, type: string, content: string): Buffer[] {
  const bytes = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write(type, 156);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
}

/** `LENGTH key=value\n`, where the length counts itself. */
function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = rest.length + 1;
  while (`${length}${rest}`.length !== length) length += 1;
  return `${length}${rest}`;
}
