using Parquet.Meta;
using Parquet.Schema;

namespace Parquet.Columns;

/// <summary>What a footer says of rows and values, before anyone makes room for them.</summary>
internal static class Claims
{
    public static void Validate(ParquetSchema schema, List<RowGroup> rowGroups, long fileLength)
    {
        var claimed = schema.GetDataFields().GroupBy(field => field.Path).ToDictionary(
            group => group.Key, group => (Field: group.First(), Bytes: (Int128)0));
        for (var index = 0; index < rowGroups.Count; index++)
        {
            var rows = rowGroups[index].NumRows;
            if (rows < 0 || (rowGroups[index].Columns.Count is 0 && rows > 0))
                throw new ParquetException($"row group {index} claims {rows} rows in {rowGroups[index].Columns.Count} columns");

            foreach (var metadata in rowGroups[index].Columns.Select(column => column.MetaData).OfType<ColumnMetaData>())
            {
                if (!claimed.TryGetValue(new FieldPath(metadata.PathInSchema), out var column))
                    throw new ParquetException($"row group {index} has a column '{string.Join('.', metadata.PathInSchema)}', the schema has none");
                var (field, bytes) = column;
                if (field.MaxRepetitionLevel is 0 ? metadata.NumValues != rows : metadata.NumValues < rows)
                    throw new ParquetException($"column '{field.Path}' claims {metadata.NumValues} values for {rows} rows");
                if (metadata.Type != field.Codec.PhysicalType)
                    throw new ParquetException($"column '{field.Path}' holds {metadata.Type}, its schema says {field.Codec.PhysicalType}");

                bytes += (Int128)metadata.NumValues * (field.Codec.ValueSize + LevelSize(field));
                if (bytes > DecodingBudget.Of(fileLength))
                    throw new ParquetException(
                        $"column '{field.Path}' claims values of {bytes} bytes, " +
                        $"{DecodingBudget.Of(fileLength)} are allowed for a column of a file of {fileLength}");
                claimed[field.Path] = (field, bytes);
            }
        }
    }

    private static int LevelSize(DataField field) =>
        (field.MaxDefinitionLevel > 0 ? sizeof(int) : 0) + (field.MaxRepetitionLevel > 0 ? sizeof(int) : 0);
}
