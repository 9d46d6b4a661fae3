using Parquet.Meta;
using Parquet.Schema;

namespace Parquet.Columns;

/// <summary>What a footer says of row groups, rows and values, before anyone makes room for them.</summary>
internal static class Claims
{
    public static void Validate(DataField[] fields, List<RowGroup> rowGroups, long fileLength)
    {
        Int128 stored = 0;
        for (var index = 0; index < rowGroups.Count; index++)
        {
            var (rows, columns) = (rowGroups[index].NumRows, rowGroups[index].Columns);
            if (rows < 0 || columns.Count != fields.Length)
                throw new ParquetException(
                    $"row group {index} claims {rows} rows in {columns.Count} columns, the schema has {fields.Length} columns");

            for (var place = 0; place < fields.Length; place++)
            {
                var (field, metadata) = (fields[place], columns[place].MetaData);
                if (metadata is null || !field.Path.Equals(new FieldPath(metadata.PathInSchema)))
                    throw new ParquetException(
                        $"row group {index} has column '{string.Join('.', metadata?.PathInSchema ?? [])}' where the schema has '{field.Path}'");
                if (field.MaxRepetitionLevel is 0 ? metadata.NumValues != rows : metadata.NumValues < rows)
                    throw new ParquetException($"column '{field.Path}' claims {metadata.NumValues} values for {rows} rows");
                if (metadata.Type != field.Codec.PhysicalType)
                    throw new ParquetException($"column '{field.Path}' holds {metadata.Type}, its schema says {field.Codec.PhysicalType}");

                var values = MemoryOf(field, metadata);
                if (values > DecodingBudget.Of(fileLength))
                    throw new ParquetException(
                        $"column '{field.Path}' claims values of {values} bytes in one row group, " +
                        $"{DecodingBudget.Of(fileLength)} are allowed in a file of {fileLength}");
                stored += Math.Max(0, metadata.TotalCompressedSize);
            }
        }

        // Else a few bytes could be read over and over, as a column of each of very many row groups.
        if (stored > fileLength)
            throw new ParquetException($"its columns claim {stored} bytes together, the file has {fileLength}");
    }

    /// <summary>Bytes of an array of values and of arrays of levels.</summary>
    public static Int128 MemoryOf(DataField field, ColumnMetaData metadata) => (Int128)metadata.NumValues *
        (field.Codec.ValueSize + (field.MaxDefinitionLevel > 0 ? sizeof(int) : 0) + (field.MaxRepetitionLevel > 0 ? sizeof(int) : 0));
}
