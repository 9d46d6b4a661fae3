// Writes embeddings as arrow-rs does, a file for each codec: node write-features.mjs FOLDER. Row i is [i, -i, 0.5] in columns of lists of each type.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as arrow from 'apache-arrow';
import { Compression, Table, WriterPropertiesBuilder, writeParquet } from 'parquet-wasm';

const rows = Array.from({ length: 3000 }, (_, i) => i % 1000);
const item = type => new arrow.Field('item', type, true);
const vectors = { half: new arrow.Float16(), float: new arrow.Float32(), double: new arrow.Float64(), short: new arrow.Int16() };
const columns = {
  ...Object.fromEntries(Object.entries(vectors).map(([name, type]) =>
    [name, arrow.vectorFromArray(rows.map(i => [i, -i, name === 'short' ? 2 : 0.5]), new arrow.List(item(type)))])),
  fixed: arrow.vectorFromArray(rows.map(i => [i, -i, 0.5]), new arrow.FixedSizeList(3, item(new arrow.Float32()))),
  label: arrow.vectorFromArray(rows.map(i => `class ${i % 3}`), new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32())),
  number: arrow.vectorFromArray(rows.map(i => BigInt(i % 3)), new arrow.Uint64()),
};
const table = arrow.tableToIPC(new arrow.Table(columns), 'stream');
for (const codec of ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI', 'ZSTD', 'LZ4_RAW']) {
  const properties = new WriterPropertiesBuilder().setCompression(Compression[codec]).setMaxRowGroupSize(1000).build();
  writeFileSync(join(process.argv[2], `${codec}.parquet`), writeParquet(Table.fromIPCStream(table), properties));
}
process.stdout.write('{}\n');
