// Writes a table with arrow-rs, in every encoding, version and codec: node write-arrow.mjs FOLDER. Prints its columns.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as arrow from 'apache-arrow';
import { parquetMetadata } from 'hyparquet';
import { Compression, Encoding, Table, WriterPropertiesBuilder, WriterVersion, writeParquet } from 'parquet-wasm';
import { print } from './json.mjs';

const ROWS = 2500;

// xorshift64*, so that every run writes the same.
let state = 88172645463325252n;
const random = bits => {
  state ^= state >> 12n; state = BigInt.asUintN(64, state ^ (state << 25n)); state ^= state >> 27n;
  return bits === 0n ? 0n : BigInt.asUintN(64, state * 2685821657736338717n) >> (64n - bits);
};
const rows = make => Array.from({ length: ROWS }, (_, i) => i % 7 === 3 || (i > 900 && i < 1200) ? null : make(i));

// Every width that differences can have, 32 values each.
const sums = (cast, greatest) => {
  let sum = 0n;
  return rows(i => (sum = cast(sum + random(BigInt((i >> 5) % (greatest + 1))))));
};
const odd = [NaN, Infinity, -Infinity, -0, 0, 0.5, -2];
const double = i => (i % 10 < odd.length ? odd[i % 10] : Number(random(53n)) / 2 ** (Number(random(7n)) - 10));
const bytes = length => Uint8Array.from({ length }, () => Number(random(8n)));
const text = i => ['', 'a', 'ab', 'abc', 'żółć', '🦆'][i % 6] + 'same start '.repeat(i % 3) + (i % 4 ? i : '');

const [INT32, INT64, FLOATING, BYTES, FIXED, BOOLEAN] = ['INT32', 'INT64', 'FLOATING', 'BYTES', 'FIXED', 'BOOLEAN'];
const nullable = (name, type) => new arrow.Field(name, type, true);
const columns = {
  flag: [new arrow.Bool(), rows(i => random(1n) === 1n), BOOLEAN],
  runs: [new arrow.Bool(), rows(i => i % 100 < 50), BOOLEAN],
  i8: [new arrow.Int8(), rows(() => Number(random(8n)) - 128), INT32],
  u8: [new arrow.Uint8(), rows(() => Number(random(8n))), INT32],
  i16: [new arrow.Int16(), rows(() => Number(random(16n)) - 32768), INT32],
  u16: [new arrow.Uint16(), rows(() => Number(random(16n))), INT32],
  i32: [new arrow.Int32(), sums(sum => BigInt.asIntN(32, sum), 32).map(n => n === null ? null : Number(n)), INT32],
  u32: [new arrow.Uint32(), rows(() => Number(random(32n))), INT32],
  i64: [new arrow.Int64(), sums(sum => BigInt.asIntN(64, sum), 64), INT64],
  u64: [new arrow.Uint64(), rows(() => random(64n)), INT64],
  required: [new arrow.Int64(), Array.from({ length: ROWS }, (_, i) => BigInt(i) * 1000003n), INT64],
  constant: [new arrow.Int32(), rows(() => -7), INT32],
  half: [new arrow.Float16(), rows(i => (i % 10 < odd.length ? odd[i % 10] : (i % 2048) / 8)), FIXED],
  float: [new arrow.Float32(), rows(i => Math.fround(double(i))), FLOATING],
  double: [new arrow.Float64(), rows(double), FLOATING],
  date: [new arrow.DateDay(), rows(i => new Date(86400000 * (i * 13 - 20000))), INT32],
  millis: [new arrow.TimestampMillisecond(), rows(i => new Date(i * 1000000007 - 1e12)), INT64],
  text: [new arrow.Utf8(), rows(text), BYTES],
  few: [new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()), rows(i => `few ${i % 5}`), BYTES],
  bytes: [new arrow.Binary(), rows(i => bytes(i % 9)), BYTES],
  fixed: [new arrow.FixedSizeBinary(5), rows(() => bytes(5)), FIXED],
  list: [new arrow.List(nullable('item', new arrow.Float32())), rows(i => Array.from({ length: i % 4 }, (_, j) => (j === 1 ? null : i + j / 2)))],
  record: [new arrow.Struct([nullable('a', new arrow.Int32()), nullable('b', new arrow.Utf8())]), rows(i => ({ a: i % 5 ? i : null, b: text(i) }))],
  lists: [
    new arrow.List(nullable('item', new arrow.List(nullable('item', new arrow.Utf8())))),
    rows(i => Array.from({ length: i % 3 }, (_, j) => (j === 1 ? null : Array.from({ length: (i >> 2) % 3 }, (_, k) => text(i + k))))),
  ],
};

const encodes = {
  PLAIN: () => true,
  RLE: kind => kind === BOOLEAN,
  RLE_DICTIONARY: kind => kind !== BOOLEAN && kind !== FIXED,
  DELTA_BINARY_PACKED: kind => kind === INT32 || kind === INT64,
  DELTA_LENGTH_BYTE_ARRAY: kind => kind === BYTES,
  DELTA_BYTE_ARRAY: kind => kind === BYTES || kind === FIXED,
  BYTE_STREAM_SPLIT: kind => kind !== BOOLEAN && kind !== BYTES,
};
const table = arrow.tableToIPC(new arrow.Table(Object.fromEntries(
  Object.entries(columns).map(([name, [type, values]]) => [name, arrow.vectorFromArray(values, type)]))), 'stream');

// Most dictionaries outgrow their limit: the chunk goes on in another encoding.
for (const encoding of Object.keys(encodes)) {
  const names = Object.keys(columns).filter(name => columns[name][2] && encodes[encoding](columns[name][2]));
  for (const version of ['V1', 'V2']) {
    for (const codec of ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI', 'ZSTD', 'LZ4_RAW']) {
      let properties = new WriterPropertiesBuilder()
        .setWriterVersion(WriterVersion[version]).setCompression(Compression[codec])
        .setDictionaryEnabled(encoding === 'RLE_DICTIONARY').setDictionaryPageSizeLimit(2000)
        .setMaxRowGroupSize(1600).setDataPageSizeLimit(2000).setWriteBatchSize(150);
      if (encoding !== 'RLE_DICTIONARY')
        for (const name of names) properties = properties.setColumnEncoding(name, Encoding[encoding]);

      const file = writeParquet(Table.fromIPCStream(table), properties.build());
      writeFileSync(join(process.argv[2], `${encoding}-${version}-${codec}.parquet`), file);
      for (const group of parquetMetadata(file.slice().buffer).row_groups)
        for (const { meta_data: { path_in_schema: [name], encodings } } of group.columns)
          // Levels are always RLE.
          if (names.includes(name) && (!encodings.includes(encoding) || (encoding === 'RLE' && encodings.includes('PLAIN'))))
            throw new Error(`${name} has the encodings ${encodings}`);
    }
  }
}
print(Object.fromEntries(Object.entries(columns).map(([name, [, values]]) => [name, values])));
