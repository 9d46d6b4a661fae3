// Runs SQL in DuckDB and prints the last statement's rows as JSON: node query.mjs "SELECT 42", or the SQL on stdin.
import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { print } from './json.mjs';

const sql = process.argv[2] ?? readFileSync(0, 'utf8');
const connection = await (await DuckDBInstance.create()).connect();
print((await connection.runAndReadAll(sql)).getRowObjectsJS());
