// Prints a Parquet file's rows, or its columns, or its footer, as hyparquet reads them: node read.mjs FILE [--columns | --metadata]
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { print } from './json.mjs';

const [path, option] = process.argv.slice(2);
const file = await asyncBufferFromFile(path);
const metadata = await parquetMetadataAsync(file);
if (option === '--metadata') {
  print(metadata);
} else {
  const rows = await parquetReadObjects({ file, metadata, compressors, utf8: false });
  const columns = () => parquetSchema(metadata).children.map(({ element: { name } }) => [name, rows.map(row => row[name])]);
  print(option === '--columns' ? Object.fromEntries(columns()) : rows);
}
