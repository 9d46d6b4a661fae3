namespace MetricPlugins.Tests.ParquetNet;

/// <summary>A table of every type of DuckDB's.</summary>
internal static class DuckDbTable
{
    /// <summary>Makes the table t: columns sorted, constant, of few or of many values; nulls here and there, in runs and at the end.</summary>
    /// <remarks>No column has both zeros: DuckDB's dictionaries take them for one.</remarks>
    public const string Sql = """
        CREATE MACRO pick(i, salt) AS hash(i * 31 + salt);
        CREATE TABLE every AS SELECT
            i, 7 AS constant, i % 3 AS few, pick(i, 0) % 2 = 0 AS flag, i < 1200 AS flags,
            (pick(i, 1) % 256)::UTINYINT AS u8, (pick(i, 2) % 65536)::USMALLINT AS u16,
            (pick(i, 3) % 4294967296)::UINTEGER AS u32, pick(i, 4) AS u64,
            (i % 200 - 100)::TINYINT AS i8, (i * 7 % 60000 - 30000)::SMALLINT AS i16,
            ((pick(i, 5) % 4294967296)::BIGINT - 2147483648)::INTEGER AS i32, (pick(i, 6)::HUGEINT - 9223372036854775808)::BIGINT AS i64,
            i * 1000000000000000003::HUGEINT AS huge, i::UHUGEINT AS uhuge,
            list_extract(['NaN', 'Infinity', '-Infinity', '-0', '1e-45', '3.4e38'], (1 + i % 30)::INTEGER)::FLOAT AS odd_float,
            (pick(i, 7) / 1e15)::FLOAT AS "float",
            list_extract(['NaN', 'Infinity', '-Infinity', '-0', '5e-324', '1.7e308'], (1 + i % 30)::INTEGER)::DOUBLE AS odd_double,
            pick(i, 8) / 7e9 AS "double", round(i / 10) AS slow_double,
            (i % 199 / 10 - 9.9)::DECIMAL(4, 1) AS d4, (pick(i, 9) % 1999999999 / 100 - 9999999)::DECIMAL(9, 2) AS d9,
            (i * 123456789.1234 - 1e11)::DECIMAL(18, 4) AS d18,
            ((pick(i, 10)::DECIMAL(28, 0) * 1000 - i) / 1)::DECIMAL(28, 0) AS d28, (i * 1e9)::DECIMAL(38, 10) AS d38,
            DATE '1900-02-28' + (i * 17)::INTEGER AS "date", TIME '00:00:00' + to_microseconds(i * 17000001) AS "time",
            '1907-01-01'::TIMESTAMP + to_microseconds(i * 5000000000007) AS ts,
            ('1907-01-01'::TIMESTAMP + to_seconds(i * 5000000))::TIMESTAMP_S AS ts_s,
            ('1907-01-01'::TIMESTAMP + to_milliseconds(i * 5000000001))::TIMESTAMP_MS AS ts_ms,
            ('1907-01-01'::TIMESTAMP + to_microseconds(i * 1000000000007))::TIMESTAMP_NS AS ts_ns,
            ('1907-01-01'::TIMESTAMP + to_microseconds(i * 5000000000007))::TIMESTAMPTZ AS ts_tz,
            to_months((i % 31)::INTEGER) + to_days((i % 37)::INTEGER) + to_milliseconds(i * 41) AS "interval",
            md5(i::VARCHAR)::UUID AS uuid, repeat('ż', (i % 5)::INTEGER) || pick(i, 11) AS text, 'few ' || i % 5 AS few_texts, '' AS no_text,
            CASE WHEN i = 2100 THEN repeat('long ', 30000) ELSE '🦆' END AS long_text,
            encode(repeat('b', (i % 3)::INTEGER)) || unhex(md5((i + 1)::VARCHAR)) AS "blob", ('{"a":' || i || '}')::JSON AS json,
            ('e' || i % 3)::ENUM ('e0', 'e1', 'e2') AS enum, (i % 1000)::BIT AS bits,
            list_transform(range(i % 4), lambda x: CASE WHEN x = 1 THEN NULL ELSE (i + x)::FLOAT END) AS list,
            {'a': i, 'b': CASE WHEN i % 5 = 0 THEN NULL ELSE 'b' || i END, 'c': [i, NULL]} AS record,
            map_from_entries([(x, CASE WHEN x = 1 THEN NULL ELSE 'm' || i END) FOR x IN range(i % 3)]) AS map,
            [range(x) FOR x IN range(i % 4)] || [NULL] AS lists, [{'x': i, 'y': [i % 2]}, NULL] AS records
        FROM range(2500) rows(i);
        CREATE TABLE t AS SELECT i, CASE WHEN i % 7 = 3 OR i BETWEEN 1000 AND 1100 OR i > 2300 THEN NULL ELSE COLUMNS(* EXCLUDE i) END FROM every;
        """;

    /// <summary>Its columns, in types that JSON tells exactly.</summary>
    public const string Columns = """
        SELECT * REPLACE (
            huge::DOUBLE AS huge, uhuge::DOUBLE AS uhuge,
            d4::VARCHAR AS d4, d9::VARCHAR AS d9, d18::VARCHAR AS d18, d28::VARCHAR AS d28, d38::VARCHAR AS d38,
            epoch_us("date"::TIMESTAMP) AS "date", epoch_us("time") AS "time", epoch_us(ts) AS ts, epoch_us(ts_s) AS ts_s,
            epoch_us(ts_ms) AS ts_ms, epoch_us(ts_ns) AS ts_ns, epoch_us(ts_tz) AS ts_tz,
            CASE WHEN "interval" IS NOT NULL THEN [i % 31, i % 37, i * 41] END AS "interval",
            lower(hex(json::VARCHAR::BLOB)) AS json, bits::VARCHAR AS bits)
        FROM t ORDER BY i
        """;
}
