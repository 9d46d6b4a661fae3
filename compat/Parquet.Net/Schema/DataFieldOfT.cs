namespace Parquet.Schema;

public class DataField<T>(string name, bool? nullable = null) : DataField(name, typeof(T), nullable);
