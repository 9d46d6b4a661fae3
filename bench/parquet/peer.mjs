// Seconds that DuckDB takes to write or read the rows of one Parquet file, as one line of JSON:
//   node peer.mjs write FROM.parquet TO.parquet --codec snappy --threads 2 --passes 4
//   node peer.mjs read|scan FROM.parquet --threads 2 --passes 4
// write: COPY of a table in memory; read: COPY into a table in memory; scan: a hash of all values, which keeps no row.
import { rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';

const { DuckDBInstance } = createRequire(new URL('../../tests/node/', import.meta.url))('@duckdb/node-api');

const string = { type: 'string' };
const { values: { codec, threads, passes }, positionals: [mode, from, to] } =
  parseArgs({ allowPositionals: true, options: { codec: string, threads: string, passes: string } });
const connection = await (await DuckDBInstance.create(':memory:', { threads })).connect();
const query = async sql => (await connection.runAndReadAll(sql)).getRowObjectsJS();

const columns = await query(`DESCRIBE FROM '${from}'`);
const modes = {
  write: {
    prepare: () => rmSync(to, { force: true }),
    sql: `COPY t TO '${to}' (FORMAT parquet, COMPRESSION ${codec === 'none' ? 'uncompressed' : codec}, ROW_GROUP_SIZE 122880)`,
  },
  read: {
    prepare: () => connection.run(`CREATE OR REPLACE TABLE t AS FROM '${from}' LIMIT 0`),
    sql: `COPY t FROM '${from}' (FORMAT parquet)`,
  },
  scan: {
    prepare: () => {},
    sql: `SELECT bit_xor(hash(${columns.map(column => column.column_name)})) FROM '${from}'`,
  },
};

// The sum of the values (of a text: its length), each plus one, as the other side adds them.
function checksum({ column_name: name, column_type: type }) {
  if (type === 'VARCHAR') return `sum(length(${name}) + 1) AS ${name}`;
  if (type.endsWith('[]')) return `sum(list_sum(${name}::DOUBLE[]) + len(${name})) AS ${name}`;
  return `sum(${name}::DOUBLE + 1) AS ${name}`;
}

if (mode === 'write') await connection.run(`CREATE TABLE t AS FROM '${from}'`);
const seconds = [];
for (let pass = 0; pass < Number(passes); pass++) {
  await modes[mode].prepare();
  const begin = performance.now();
  await connection.run(modes[mode].sql);
  seconds.push((performance.now() - begin) / 1000);
}

const [checksums] = await query(`SELECT ${columns.map(checksum)} FROM ${mode === 'scan' ? `'${from}'` : 't'}`);
for (const name in checksums) checksums[name] = Number(checksums[name]);
// The first pass warms up.
const counted = seconds.slice(1).sort((a, b) => a - b);
const result = { seconds: counted[Math.floor(counted.length / 2)], fileBytes: statSync(to ?? from).size, checksums };
process.stdout.write(JSON.stringify(result) + '\n');
