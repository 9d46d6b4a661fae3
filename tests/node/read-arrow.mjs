// Prints a Parquet file's columns as arrow-rs reads them: node read-arrow.mjs FILE
import { readFileSync } from 'node:fs';
import { DataType, Vector, tableFromIPC } from 'apache-arrow';
import { readParquet } from 'parquet-wasm';
import { print } from './json.mjs';

const cell = (value, type) => {
  if (value instanceof Vector) return Array.from(value, item => cell(item, type.children[0].type));
  return value !== null && DataType.isTimestamp(type) ? new Date(value) : value;
};

const table = tableFromIPC(readParquet(readFileSync(process.argv[2])).intoIPCStream());
print(Object.fromEntries(table.schema.fields.map(({ name, type }, i) => [name, Array.from(table.getChildAt(i) ?? [], value => cell(value, type))])));
