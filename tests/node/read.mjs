// Prints a Parquet file's rows, or with --metadata its footer, as hyparquet reads them: node read.mjs FILE [--metadata]
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { print } from './json.mjs';

const [path, option] = process.argv.slice(2);
const file = await asyncBufferFromFile(path);
print(option === '--metadata' ? await parquetMetadataAsync(file) : await parquetReadObjects({ file, compressors, utf8: false }));
