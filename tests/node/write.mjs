// Writes a Parquet file with pages of version 2: node write.mjs FILE, with hyparquet-writer's columnData as JSON on stdin.
import { readFileSync } from 'node:fs';
import { parquetWriteFile } from 'hyparquet-writer';
import { print } from './json.mjs';

const columnData = JSON.parse(readFileSync(0, 'utf8'));
parquetWriteFile({ filename: process.argv[2], columnData });
print(columnData.length);
