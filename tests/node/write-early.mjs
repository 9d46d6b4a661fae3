// Writes lists and maps as early writers nested them: node write-early.mjs FILE. Prints the columns.
// Pages hold levels and values, so those of hyparquet-writer are as good below a footer with another schema of the same levels.
import { writeFileSync } from 'node:fs';
import { parquetMetadata } from 'hyparquet';
import { ByteWriter, parquetWriteBuffer } from 'hyparquet-writer';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import { print } from './json.mjs';
import { group, leaf, list, map, nodesOf, pathsOf } from './schema.mjs';

const ROWS = 500;
const rows = make => Array.from({ length: ROWS }, (_, i) => (i % 5 === 4 ? null : make(i)));
const some = (i, make) => Array.from({ length: i % 4 }, (_, j) => make(i * 10 + j));
const maps = rows(i => some(i, n => ({ key: n, value: n % 3 ? n / 4 : null })));
const numbers = rows(i => some(i, n => n));
const records = rows(i => some(i, n => ({ x: n })));
const pairs = rows(i => some(i, n => ({ x: n, y: n % 3 ? n / 2 : null })));

const [required, repeated, isList] = [{ repetition_type: 'REQUIRED' }, { repetition_type: 'REPEATED' }, { converted_type: 'LIST' }];
const x = leaf('x', 'INT32', required);
const y = leaf('y', 'DOUBLE');
const key = leaf('key', 'INT32', required);
const value = leaf('value', 'DOUBLE');

// Today's schema, the early one, and the values.
const columns = [
  [list('values', leaf('element', 'INT32', required)), group('values', [leaf('array', 'INT32', repeated)], isList), numbers],
  [list('array', group('element', [x], required)), group('array', [group('array', [x], repeated)], isList), records],
  [list('tuple', group('element', [x], required)), group('tuple', [group('tuple_tuple', [x], repeated)], isList), records],
  [list('pairs', group('element', [x, y], required)), group('pairs', [group('element', [x, y], repeated)], isList), pairs],
  [{ ...list('bare', leaf('element', 'INT32', required)), ...required }, leaf('bare', 'INT32', repeated), numbers.map(row => row ?? [])],
  [map('map', key, value),
    group('map', [group('map', [key, value], { ...repeated, converted_type: 'MAP_KEY_VALUE' })], { converted_type: 'MAP' }), maps],
  [map('outer', key, value), group('outer', [group('map', [key, value], repeated)], { converted_type: 'MAP_KEY_VALUE' }), maps],
];

const buffer = parquetWriteBuffer({
  schema: nodesOf(columns.map(([today]) => today)),
  columnData: columns.map(([{ name }, , data]) => ({ name, data })),
});
const metadata = parquetMetadata(buffer);
const early = columns.map(([, field]) => field);
metadata.schema = nodesOf(early);
for (const { columns: chunks } of metadata.row_groups)
  pathsOf(early).forEach((path, i) => (chunks[i].meta_data.path_in_schema = path));

const writer = new ByteWriter();
writer.appendBytes(new Uint8Array(buffer, 0, buffer.byteLength - metadata.metadata_length - 8));
writeMetadata(writer, metadata);
writer.appendBytes(Buffer.from('PAR1'));
writeFileSync(process.argv[2], writer.getBytes());
print(Object.fromEntries(columns.map(([{ name }, , values]) => [name, values])));
