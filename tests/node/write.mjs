// Writes a Parquet file with pages of version 2: node write.mjs FILE, with hyparquet-writer's columnData as JSON on stdin.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { parquetWriteFile } from 'hyparquet-writer';
import { print } from './json.mjs';

// The format lets a page be several gzip members.
const GZIP = page => Buffer.concat([page.subarray(0, 100), page.subarray(100)].map(part => gzipSync(part)));

const columnData = JSON.parse(readFileSync(0, 'utf8'));
parquetWriteFile({ filename: process.argv[2], columnData, compressors: { GZIP } });
print(columnData.length);
