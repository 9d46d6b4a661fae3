// Counts the rows of a file of ParquetTenMillionRowsTests of which every value is right: node ten-million.mjs FILE
import { asyncBufferFromFile, parquetMetadataAsync, parquetRead } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { print } from './json.mjs';

const odd = [NaN, Infinity, -Infinity, -0];
const texts = Array.from({ length: 300 }, (_, n) => `loss-${n} żółć`);
const isRight = {
  id: (value, i) => value === BigInt(i),
  n: (value, i) => value === ((i * 48271) | 0),
  d: (value, i) => Object.is(value, i % 1000 < 4 ? odd[i % 1000] : (i - 5000000) / 7),
  o: (value, i) => (i % 5 === 0 ? value === null : Object.is(value, i % 7 === 0 ? NaN : i * 0.1)),
  s: (value, i) => value === texts[(i * 7) % 300],
  l: (value, i) => {
    if (i % 11 === 0) return value === null || value === undefined;
    if (value.length !== i % 4) return false;
    for (let k = 0; k < value.length; k++) if (value[k] !== (i % 1000) + k / 2) return false;
    return true;
  },
};

const file = await asyncBufferFromFile(process.argv[2]);
const metadata = await parquetMetadataAsync(file);
let right = 0;
let start = 0;
for (const { num_rows } of metadata.row_groups) {
  const rows = Number(num_rows);
  const checked = new Uint8Array(rows);
  for (const column of Object.keys(isRight)) {
    const onChunk = ({ columnData, rowStart }) => {
      for (let k = 0; k < columnData.length; k++) if (isRight[column](columnData[k], rowStart + k)) checked[rowStart + k - start]++;
    };
    await parquetRead({ file, metadata, compressors, columns: [column], rowStart: start, rowEnd: start + rows, onChunk });
  }
  right += checked.filter(count => count === Object.keys(isRight).length).length;
  start += rows;
}
print(right);
