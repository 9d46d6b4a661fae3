using System.Globalization;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Writes a tensor's values: long dimensions show their first and last three.</summary>
internal sealed class TensorText(
    Tensor tensor, TensorStringStyle style, string? format, int? width, CultureInfo? culture, string? newLine)
{
    private const int Shown = 3;

    private readonly StringBuilder text = new();
    private readonly string format = format ?? "g5";
    private readonly int width = width ?? 100;
    private readonly CultureInfo culture = culture ?? CultureInfo.CurrentCulture;
    private readonly string newLine = newLine ?? Environment.NewLine;

    internal string Write()
    {
        if (style == TensorStringStyle.CSharp)
            throw new NotSupportedException("Style CSharp is not available. Use Metadata, Julia or Numpy.");

        using var scope = NewDisposeScope();
        var values = tensor.detach().cpu();
        if (style == TensorStringStyle.Numpy)
        {
            Nested(values, 1);
            return text.ToString();
        }

        text.Append(tensor.ToString(TensorStringStyle.Metadata));
        if (values.Dimensions == 0) return text.Append(", value = ").Append(Number(values)).ToString();
        text.Append(newLine);
        Matrices(values, "");
        return text.ToString();
    }

    private void Matrices(Tensor values, string place)
    {
        if (values.Dimensions <= 2)
        {
            if (place.Length > 0) text.Append('[').Append(place).Append("..,..] =").Append(newLine);
            if (values.Dimensions == 1) Row(values);
            else foreach (var i in Positions(values.size(0))) RowOrGap(values, i);
            return;
        }

        foreach (var i in Positions(values.size(0)))
            if (i >= 0) Matrices(values[i], $"{place}{i},");
            else text.Append("...").Append(newLine);
    }

    private void RowOrGap(Tensor matrix, long i)
    {
        if (i >= 0) Row(matrix[i]);
        else text.Append(" ...").Append(newLine);
    }

    private void Row(Tensor row)
    {
        var line = 0;
        foreach (var i in Positions(row.size(0)))
        {
            var cell = i >= 0 ? " " + Number(row[i]) : " ...";
            if (line > 0 && line + cell.Length > width)
            {
                text.Append(newLine);
                line = 0;
            }

            text.Append(cell);
            line += cell.Length;
        }

        text.Append(newLine);
    }

    private void Nested(Tensor values, int depth)
    {
        if (values.Dimensions == 0)
        {
            text.Append(Number(values));
            return;
        }

        text.Append('[');
        var first = true;
        foreach (var i in Positions(values.size(0)))
        {
            if (!first) Separate(values.Dimensions, depth);
            first = false;
            if (i >= 0) Nested(values[i], depth + 1);
            else text.Append("...");
        }

        text.Append(']');
    }

    private void Separate(long dimensions, int depth)
    {
        if (dimensions == 1) text.Append(' ');
        else text.Append(newLine).Append(' ', depth);
    }

    private string Number(Tensor value)
    {
        var number = value.ToScalar();
        return number.Type switch
        {
            ScalarType.Float64 => number.ToDouble().ToString(format, culture),
            ScalarType.Bool => number.ToBoolean() ? "true" : "false",
            _ => number.ToInt64().ToString(culture),
        };
    }

    /// <summary>The positions to show; -1 stands for those left out.</summary>
    private static IEnumerable<long> Positions(long length)
    {
        for (var i = 0L; i < length; i++)
        {
            if (length > 2 * Shown && i == Shown)
            {
                yield return -1;
                i = length - Shown;
            }

            yield return i;
        }
    }
}
