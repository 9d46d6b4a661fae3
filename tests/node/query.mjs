// Runs SQL in DuckDB and prints the last statement's rows, or with --columns its columns, as JSON: node query.mjs [--columns], with SQL on stdin.
import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { print } from './json.mjs';

const connection = await (await DuckDBInstance.create()).connect();
const result = await connection.runAndReadAll(readFileSync(0, 'utf8'));
print(process.argv[2] === '--columns' ? result.getColumnsObjectJS() : result.getRowObjectsJS());
