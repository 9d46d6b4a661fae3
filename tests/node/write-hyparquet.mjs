// Writes a table with hyparquet-writer, in every encoding and several codecs: node write-hyparquet.mjs FOLDER. Prints its columns.
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { asyncBufferFromFile, parquetMetadataAsync } from 'hyparquet';
import { parquetWriteFile } from 'hyparquet-writer';
import { print } from './json.mjs';
import { group, leaf, list, map, nodesOf } from './schema.mjs';

const ROWS = 2500;
const rows = make => Array.from({ length: ROWS }, (_, i) => i % 6 === 4 || (i > 1000 && i < 1300) ? null : make(i));
const mix = i => Math.imul(i ^ (i >>> 7), 0x9e3779b1) | 0;
const odd = [NaN, Infinity, -Infinity, -0, 0.5, -2];
const double = i => (i % 10 < odd.length ? odd[i % 10] : mix(i) / 977);
const bytes = (i, length) => Uint8Array.from({ length }, (_, j) => mix(i * 31 + j) >>> 24);
const text = i => ['', 'a', 'ab', 'żółć', '🦆'][i % 5] + 'same start '.repeat(i % 3) + (i % 4 ? i : '');

const utf8 = { converted_type: 'UTF8' };

const columns = [
  [leaf('flag', 'BOOLEAN'), rows(i => mix(i) < 0)],
  [leaf('runs', 'BOOLEAN'), rows(i => i % 100 < 50)],
  [leaf('i32', 'INT32'), rows(i => mix(i) >> (i % 32))],
  [leaf('u32', 'INT32', { converted_type: 'UINT_32' }), rows(i => mix(i) >>> 0)],
  [leaf('i64', 'INT64'), rows(i => BigInt.asIntN(64, BigInt(mix(i)) ** BigInt(1 + i % 4)))],
  [leaf('required', 'INT64', { repetition_type: 'REQUIRED' }), Array.from({ length: ROWS }, (_, i) => BigInt(i * 7))],
  [leaf('half', 'FIXED_LEN_BYTE_ARRAY', { type_length: 2, logical_type: { type: 'FLOAT16' } }), rows(i => (i % 2048) / 8)],
  [leaf('float', 'FLOAT'), rows(i => Math.fround(double(i)))],
  [leaf('double', 'DOUBLE'), rows(double)],
  [leaf('date', 'INT32', { converted_type: 'DATE' }), rows(i => new Date(86400000 * (i * 13 - 20000)))],
  [leaf('millis', 'INT64', { converted_type: 'TIMESTAMP_MILLIS' }), rows(i => new Date(i * 1000000007 - 1e12))],
  [leaf('text', 'BYTE_ARRAY', utf8), rows(text)],
  [leaf('few', 'BYTE_ARRAY', utf8), rows(i => `few ${i % 5}`)],
  [leaf('bytes', 'BYTE_ARRAY'), rows(i => bytes(i, i % 9))],
  [leaf('fixed', 'FIXED_LEN_BYTE_ARRAY', { type_length: 5 }), rows(i => bytes(i, 5))],
  [list('list', leaf('element', 'FLOAT')), rows(i => Array.from({ length: i % 4 }, (_, j) => (j === 1 ? null : i + j / 2)))],
  [list('bag', leaf('array_element', 'BYTE_ARRAY', utf8), 'bag'), rows(i => Array.from({ length: i % 3 }, (_, j) => text(i + j)))],
  [group('record', [leaf('a', 'INT32'), leaf('b', 'BYTE_ARRAY', utf8)]), rows(i => ({ a: i % 5 ? i : null, b: text(i) }))],
  [list('lists', list('element', leaf('element', 'INT32'))), rows(i => Array.from({ length: i % 3 }, (_, j) => (j === 1 ? null : [i, j])))],
  [list('records', group('element', [leaf('x', 'INT32')])), rows(i => Array.from({ length: i % 3 }, (_, j) => (j === 1 ? null : { x: i })))],
  [map('map', leaf('key', 'BYTE_ARRAY', { ...utf8, repetition_type: 'REQUIRED' }), leaf('value', 'DOUBLE')),
    rows(i => Array.from({ length: i % 3 }, (_, j) => ({ key: `k${j}`, value: j === 1 ? null : i / 3 })))],
];

const encodes = {
  PLAIN: () => true,
  RLE: type => type === 'BOOLEAN',
  RLE_DICTIONARY: type => type !== 'BOOLEAN',
  DELTA_BINARY_PACKED: type => type === 'INT32' || type === 'INT64',
  DELTA_LENGTH_BYTE_ARRAY: type => type === 'BYTE_ARRAY',
  DELTA_BYTE_ARRAY: type => type === 'BYTE_ARRAY',
  BYTE_STREAM_SPLIT: type => type !== 'BOOLEAN' && type !== 'BYTE_ARRAY',
};

// The format lets a page be several gzip members.
const GZIP = page => Buffer.concat([page.subarray(0, 100), page.subarray(100)].map(part => gzipSync(part)));
const BROTLI = page => brotliCompressSync(page);

for (const encoding of Object.keys(encodes)) {
  for (const codec of ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI']) {
    const filename = join(process.argv[2], `${encoding}-${codec}.parquet`);
    parquetWriteFile({
      filename, codec, compressors: { GZIP, BROTLI }, rowGroupSize: 1600, pageSize: 2000,
      schema: nodesOf(columns.map(([field]) => field)),
      columnData: columns.map(([{ name, type }, data]) => ({ name, data, ...(type && encodes[encoding](type) ? { encoding } : {}) })),
    });
    for (const { columns: chunks } of (await parquetMetadataAsync(await asyncBufferFromFile(filename))).row_groups)
      for (const { meta_data: { path_in_schema: path, type, encodings } } of chunks)
        if (path.length === 1 && encodes[encoding](type) && !encodings.includes(encoding)) throw new Error(`${path} has the encodings ${encodings}`);
  }
}
print(Object.fromEntries(columns.map(([{ name }, values]) => [name, values])));
