import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

/** What all of these open with. */
export const filePassword = 'Hafen7';
/** What they hold. */
export const protectedText = 'The harbour opens in March.';

/**
 * Small files made by other programs (zip.js and officecrypto-tool), so that what is read is not only what we wrote
 * ourselves. Gzip in base64.
 */
const packed = {
  zipWithAes256:
    'H4sIAAAAAAACAwvwZmYxZuBkSGZollCKYUACrAwiDIl6JRUljDPZGZgYHF2ZORhCQ1gZGJeZhmcm/+F8O+Xomlfhb1x6rOwOuv+9' +
    'bm0VbD/1s2brm2e+buxLH878tEKsew/bDLZJuut2KqUIJapnxVlNNrob4M3OATLdEoilgTjAm5GJgRnVBTA5kAtgYEkjiMTpngBv' +
    'VjaQAkYgdAfSDWBNAOaXn5fdAAAA',
  zipWithAes128:
    'H4sIAAAAAAACAwvwZmYxZuBkSGZollCKYUACrAwiDIl6JRUljDPZGZgYHF0ZORhCQ1gZGJeZhmf63yorbdJ2ZHdrW3Pj6+6b6ckp' +
    'L4KCTi/oNmjzTT+z+oDN8XU7X2yK/85aEfMyU/Fud1tAgDc7B8hUQyCWBuIAb0YmBmZUm2FyIJthYEkjiMTpjgBvVjaQAkYgdAfS' +
    'FWBNAFLJhOzVAAAA',
  zipTraditional:
    'H4sIAAAAAAACAwvwZmYRYeBm4GBollCKYUACrAycDIl6JRUloSGsDIzLTMMzJa/LWf/cd6jJIObZBtEfXN/i+RWnl+jq63gUhnLU' +
    'm34XXHE1VeDDg8ZHHAHe7Bw6flN/aQKNkQbiAG9GJgZmhDXIciBrYGBJI4hEtTTAm5UNJMoIhDZAOhWsEgC10F5ItwAAAA==',
  docxOf2007:
    'H4sIAAAAAAACA7twXvDBwo1SDxnQgB0DM8O//5wMbEhijEDMBOMIQPgg/O////8w4f+jYEiBv0D8D4pZgPHHCo3PUTxyMChPMwMx' +
    'CzTuQXmeHYg5gJgTiLmAmBuIeYCYF4j5gJgfUgQwCAKxEBALj6abIYmDGPKBsIRBgcGVIQ9IFzFUMpACxBhYGWFlCSORekBpDVzQ' +
    'gOuPYIYMBmMgLGHwYjBlIBUIMTCB7WeC1j3E6mOB0iBfJ4N9XQB0QSYwLPIYPIE4DcgiBshB7WcmwX5QOD3Aan8qQwpDAEMiUCQb' +
    'SKYD+YSAEtR+GCDGflDQz2CGsM2NzIwYKAAswBaBCpDuAWIVqBhfGlC8gYEBiBgkkNT6AsMX5Nd8hmIgToOnugygX0GhAPK9AkMQ' +
    'MEU4AmmQGIjvCFQTDKSd4aGUDwyZIqB8AVAnyEQFYJiBTC0D8lKAphQBRUBlE5fQuRdrhS9eE3owUeKqSmD1K9tJn6TOKf26sv1V' +
    'r8PGi9NFgGquMRmIlGZt+MQcZ6WcrNd3bncac3LwzPqEFCY9xshUhjOE/N8EDceUMr6ZjXYHtmTPn/xOtERyh/TZD1ss3k+1r9wS' +
    'I8HaN/voBN9V71Qbn++8sS14z8UcQStWMSMW0/PhfIXfN1SrH8qb2xIgFbaUW/nXzJnF706sZ+xb+13Z9szUzDctN4L9fP5/uPxr' +
    'Y7+Qgu1ZW5uVf/n/ac6587N1Y3smu91zvdr1mTvLzic8915rO1+StTjm4Eum546fbYpmqsyXm/FFqsPiQKHndUsVrwWS6lKxF+5I' +
    'dnsLTH2QrigaGHLlNodQ/3bbvf+T9hf+OlK1xjLwaMf5s1c+n9xyadY9BYGdqZsVpzU92fE2xDZ2XkHlvUImOSXzNDbV/wZbZX33' +
    'aah/n9Kk8TlZbXNLE1vdl8M5HFtOfOuV2/Vh58qoW74bNNZkBiSsaZzB6zN30slGxeNtzv2lMjulN1iJ2ObKch0oSG1fu2fPTeH6' +
    '3fNnbs8wNXI+6vAus/XV01PsesVnl9kFSWmszeuJ+dY6pzVoyzmNQwf7VjlXWYUdD9s+Y13d0mdVFYyfdim3Wj+aKKdrFv/FeJ30' +
    'oa1VWTqOQmvXXC56f+WX0oRNRSt+ZSeFtvKsFmQs9p3s3Oq99P2b09sWc540ebyl/u+HjzFJtStfO6VUPbwVEfK06sZT0WiDsK9r' +
    'QrNEe1I3nE89Z7VUOmav1W3me/lcTuXXj7cITz9/Tprz16Np0xyvrfk17Xe3ouVK3o0pxd1fhG/krv30+gqHVvh5lXs7O0/cCS2d' +
    'ER10Wt/U2+s61/xNfTttKw4v7WpeNjN5fnKoXlnv6opzM35qljK63dhxOajzR2Ia8xyTyak7lzxaIBB6OlBILGxnQVCa9JNKxZxt' +
    '10Kion2V2KWd5H0bHSKbCnhq8zJ+bGAW+2Lzr+bMtbgSLgenk9+Pu7z+cZPxWolvWMC3Xdlyl3yfr194Z9LShoTC1Fj2R9eYb6Z8' +
    'YF68rV57TV1k4aq7kpkb+P69clcOm2X7wlxKq2pfuax3Y5WTXe2T5l6bvwV2e2sE7bMfvPQ498zwwVETr08WG249LLBizJBm37tL' +
    '6fu7zrQFJ5mTZDK/t0r/nMt1TuHq94uzb4u0RgRav74i/q/0kSf3Qv8fOzMNItqPnRFJ/jWTVyo9yPP0D2m3rK03Szj22kvO9Zu2' +
    '5ZPtx7JJv2uFjvyeLJx9Iff4VW81IdMZGvpfDnjlLwuL95vzZPftRpVPzgLi2ucnHt6z2DK0jDP5WlRqcfV25po8pcUX/tq/Cvp/' +
    'rqFq4UWuPc4GoWY39jHkuSxrDlWbdd7aTG/C33Jts9fnGEYBUQAA83wBqAAOAAA=',
  docxOf2010:
    'H4sIAAAAAAACA+2VC1QTVxqAh5dFwRUfxYqIYcT6CJuEhBCCBElCIAnEhARCYF1tSCbJmGRmmJkQkvVVFSm0oKLrE6lK18W6rrrW' +
    'B7S7fW2xvlERtT5A3SNWOWfVw9ZVKuwFQque9qxuz9mzD/97vty5987///e//587zadGtm/dG3ENekZSoACop3coNOSJOT+A/+Ag' +
    'bGDcR09vb+/gdO9L+a+Sx4AeH4Egf0GAvpy/4svrS/736ftPBwCezX8wYChgGCAEEAoYDvgZYMTAFQCNBIwCjAaMAbzqq5uxoH8N' +
    'MA4QARgPiARMAEQBJgIYgGgADJgEiHlZc/92tBAOGg1yIYMw0JOQB3oRCYeC/AbvEr/n1OmrtdShg98UHWSDeKDRkBLiQy8qoyD/' +
    'fv/+vm/P8+oF+vq+qE39URNgByg4CwxSACzg6Xkkyuc/4AX8953T60E/5B+BzJAGMoIZO/i1gvE/E9jnf1CeL2cQtD5g4FnATeBC' +
    'P0ECQUsFffLMEqeDUYyQFIpjIjiOxYEZCGbCzShmFcG5Oek/T4QZFG3EzEYHjiEi2INQ8MyUYcngJdJD0ECLASxglAi20TSRxGZT' +
    'JhviNFIsJ2oicQq30CwT7mTjFgtqQthcDieB/b0qPKCbRLyAth3xyAYM4CSbMFKUGyfNg4ZM/6ohE0LSKFgz0gicMozBSAaraUba' +
    'yKCMDlqHekHkcQkwo9CBm+zfD8FLEpQGsXP5YGQzUraBtYR4mGFCCRtCih1WnERpm1MEi2W6wVmpzYhi/Sc8+KTCzYhUIh0w8oSS' +
    'Ti7mx3Hh/m3ojQ4XMM7j65m0nDmvZB5fl80nZDwXKne7RSKY3b9xM9i1AqMRK7DgYfjOGjHLnUZTJuIRwRlqgZNdrGBzzGl4riJH' +
    '68pK0zlRM2IXW1SJ6TyrzIYWx9vUhcWYBlVa+CgpZwrYZlxncAlm6QwUmo+pcih2rqzIms8rFuMSSkFkcrKB+6d9+TaLsm0mplav' +
    '4bm8mjyigCQEZiTRqbfyBBnuHG+RQFoitXnTNQZdhsOQq9FlO1G72sDBSW622qlWJWjodJ1UZjFk5Lrz6ThVpgPFlfnx2d8F+2QO' +
    'qb6ZZ+YYLhL9ybU1YBdYJpK+CxEcJYMiUEyKuzAaFAOnT+D/wGphetTMRIMwj7DoBYSCNOG0xpknfipdeoQEpY+QcmBMgREuEE+h' +
    '2aDVUZYMbiHqdvPzuG5C6/K4f1TL50vLMaC2WRgbFeQVYGwhT4/wFI4sikp3pGnFdL7QQ3kcCVK2S+/mucUZmQ4nbccN6Zk4xVPK' +
    'vWZxvjHLkGZmim062pagcUgkBd5CYf7TXsG5+5wZnKSCbZcIOS5tjtOD49m6eLmGtpjzBfycdKZHXISa5XESq8DLVviqBWTwqQz3' +
    'VxD7mRJKfuJ6Svnx+3OJ7x6ubfrw5rXL3NnvTYpqcoR2zvpCTmoqDYLNGXMmvDKJz5fs6SHvJEQ/2MgKMxRlNWdH7W/AGG3jut9s' +
    'WHmhRBVzTLtjWvGf6gPXzPDaVH++83j5oyxucOnMKvIz7y1Z5tmzv7vqt3r2+94doYKH0erh904uLegoW7z3+qLWeR8Gt/ceuHXs' +
    'W+W82x91zumu2PLo1e1FGbxo0eiAd9VZjZYz3Z71V9wxsqYF8nfmt50qrI/ZVLM7aLe89quQQ8IFHZfPhm80R5d/XdbRCV0vTpu8' +
    'GdOsTFW0Hqi575izSxUl29wuS83Udt7LiY19J/I31RsnDClPjthj9jv+h0bFJ2eXhRT6TToiuj1ddHTimroR4bEn6NbOVZd6lsTW' +
    'oblWU+TNqbGbwsvXqe9/wKytWTz5/NWMTTdyXn8cHF0g2Vf5dfWN4LVHHFFdLN2xSrhpsiTdsuRXdmRqtWPy9reF+yX50z6oDLBg' +
    'qg3G8UMWXI8m4aMnfp8KlxOqjotHG1ou3mItD7t789MAYfr2drKgPl35MFViSqgt6yBix/WsSAop31DazUKV15vOPzpc77Y3S4zt' +
    'h1o/zlq1d8r+peu+vHBd2Lrv4Bstnz2MG6vgz6DiP/pyadfcHmiaoJU4wy1Wly05ua/FtGbn8XKe9gj/zbkVc7HpM5QnV+z+pvs8' +
    '5+CqBs28t7vu4rVnk7RtbRGNVcq2QGgXI/NEzNrPZXkHbn/rca/iWpI/Ebjs7Kmfn64/zr2vnZ2onR+/behWv99WmINKLu9sXpP5' +
    'oPFoYOHadbh3yqKLB21+7vnEnLKo979ZKY0dd3I9NPKSnrN9UWfnaWtV1/QC/4NpQ/bDPbk7d4lqq27U3N2xfitqJSN/6c9Y9pcr' +
    'nRGl7GFTr2xfHE02P2psqN7dU6LdN2a4bPjdrLbK5qiUsPEs9PHfmq4tbxnVMnP6hDUMVsy7pYdGtYQyw5f5R7IutSRXS3tH1O2/' +
    'errdm/ronBLlXi1XOccJXClbz1R9Ouqru80XvrDXkGmlymGN4efC6sPmN9bGxpfgK5cki4unrZ6+Meavf7x3auIWXYOU1cXSX8k/' +
    'vuFQpeVIe9e2hyta2luibnHWXiLiilyBx5nH1IdryKwtFRdOJ3YIQxZGdHTf0e9cF1kWEPregyuesvpfPEj6OLFBFBE4NsG+rejv' +
    '994Y7zq8cGndwup62a3MA6a8MZ2LYt5afWR0nYt67a1zIo545ZSCw8NDg+fXNQb8umLsnrIMYWvw0dQI6P9E/gHvtwSGABIAAA==',
} as const;

export function protectedFile(name: keyof typeof packed): Uint8Array {
  return gunzipSync(Buffer.from(packed[name], 'base64'));
}

const padding = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');

/** A page that only `filePassword` opens, as PDF 1.4's "Algorithm 3.2" has it: RC4 with 40 bits. */
export function makeProtectedPdf(): Uint8Array {
  const id = Buffer.from('cd'.repeat(16), 'hex');
  const padded = Buffer.concat([Buffer.from(filePassword), padding]).subarray(0, 32);
  const owner = rc4(md5(padded).subarray(0, 5), padded);
  const permissions = Buffer.alloc(4);
  permissions.writeInt32LE(-4);
  const key = md5(padded, owner, permissions, id).subarray(0, 5);
  const user = rc4(key, padding);
  const content = Buffer.from(`BT /F1 12 Tf 20 100 Td (${protectedText}) Tj ET`);
  // Object 5, generation 0.
  const sealed = rc4(md5(key, Buffer.from([5, 0, 0, 0, 0])).subarray(0, 10), content);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 5 0 R /Resources << /Font << /F1 6 0 R >> >> >>',
    `<< /Filter /Standard /V 1 /R 2 /O <${owner.toString('hex')}> /U <${user.toString('hex')}> /P -4 >>`,
    `<< /Length ${sealed.length} >>\nstream\n${sealed.toString('latin1')}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((body, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const hexId = id.toString('hex');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Encrypt 4 0 R /ID [<${hexId}> <${hexId}>] >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

function md5(...parts: readonly Buffer[]): Buffer {
  return createHash('md5').update(Buffer.concat(parts)).digest();
}

function rc4(key: Buffer, bytes: Buffer): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  const swap = (a: number, b: number) => {
    [state[a], state[b]] = [state[b] ?? 0, state[a] ?? 0];
  };
  for (let at = 0, other = 0; at < 256; at += 1) {
    other = (other + (state[at] ?? 0) + (key[at % key.length] ?? 0)) & 0xff;
    swap(at, other);
  }
  let first = 0;
  let second = 0;
  return Buffer.from(
    bytes.map((byte) => {
      first = (first + 1) & 0xff;
      second = (second + (state[first] ?? 0)) & 0xff;
      swap(first, second);
      return byte ^ (state[((state[first] ?? 0) + (state[second] ?? 0)) & 0xff] ?? 0);
    }),
  );
}
