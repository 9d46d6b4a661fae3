using System.Text.Json;

namespace MetricPlugins.Tests.Node;

/// <summary>Asks DuckDB, so that files are checked by a reader that is not ours.</summary>
public static class DuckDb
{
    /// <summary>Rows of the last statement, each an object; NaN, infinities and -0 come as strings.</summary>
    public static JsonElement Query(string sql) => NodeProcess.Run("query.mjs", sql);

    /// <summary>The last statement's columns, each an array, as members of one object.</summary>
    public static JsonElement Columns(string sql) => NodeProcess.Run("query.mjs", sql, "--columns");
}
