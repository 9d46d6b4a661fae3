using Parquet.Schema;

namespace Parquet.Columns;

/// <summary>The columns as the file's schema has them: what all row groups share.</summary>
internal sealed class FileColumns
{
    private readonly Dictionary<FieldPath, int> _places = [];
    private readonly long _footer;

    public FileColumns(FileSource source, long footer, ParquetSchema schema)
    {
        Source = source;
        Fields = schema.GetDataFields();
        _footer = footer;
        foreach (var field in Fields)
            if (!_places.TryAdd(field.Path, _places.Count))
                throw new ParquetException($"two columns have the path '{field.Path}'");
    }

    public FileSource Source { get; }

    /// <summary>In the order of each row group's columns.</summary>
    public DataField[] Fields { get; }

    public int? PlaceOf(FieldPath path) => _places.TryGetValue(path, out var place) ? place : null;

    /// <summary>An error in what is done is told with the file and the column.</summary>
    public T Naming<T>(DataField field, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (ParquetException e)
        {
            throw Error(field, e.Message, e);
        }
    }

    public void Naming(DataField field, Action action) => Naming(field, () =>
    {
        action();
        return true;
    });

    /// <summary>Of what the footer says.</summary>
    public ParquetException Error(DataField field, string problem, Exception? inner = null) =>
        Source.Error(_footer, $"column '{field.Path}': {problem}", inner);
}
