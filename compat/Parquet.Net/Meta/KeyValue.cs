using Parquet.Thrift;

namespace Parquet.Meta;

internal sealed class KeyValue : IWritableThriftStruct
{
    public string Key { get; set; } = "";

    public string? Value { get; set; }

    public static List<KeyValue>? List(IReadOnlyDictionary<string, string>? values) =>
        values is null || values.Count == 0 ? null : [.. values.Select(pair => new KeyValue { Key = pair.Key, Value = pair.Value })];

    /// <summary>The format lets a key come twice; the last one counts.</summary>
    public static Dictionary<string, string> Dictionary(List<KeyValue>? values)
    {
        var dictionary = new Dictionary<string, string>();
        foreach (var pair in values ?? [])
            dictionary[pair.Key] = pair.Value ?? "";
        return dictionary;
    }

    public void WriteFields(ThriftWriter writer)
    {
        writer.String(1, Key);
        writer.String(2, Value);
    }

    public bool ReadField(short id, ThriftReader reader)
    {
        switch (id)
        {
            case 1: Key = reader.String(); return true;
            case 2: Value = reader.String(); return true;
            default: return false;
        }
    }
}
