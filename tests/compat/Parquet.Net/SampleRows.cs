namespace MetricPlugins.Tests.ParquetNet;

/// <summary>The rows of <see cref="SampleTable"/> as readers that are not ours see them.</summary>
internal static class SampleRows
{
    public static readonly string[] Json =
    [
        """{"loss":"contrastive","note":"a","step":-1,"count":0,"value":1.5,"ratio":0.5,"flag":true,"bytes":"01ff","embedding":[1,2]}""",
        """{"loss":"contrastive","note":null,"step":0,"count":1,"value":null,"ratio":"NaN","flag":null,"bytes":null,"embedding":[]}""",
        """{"loss":"contrastive","note":"","step":1,"count":2,"value":"NaN","ratio":"-Infinity","flag":false,"bytes":"01ff","embedding":null}""",
        """{"loss":"żółć 😀","note":"日本語","step":2,"count":null,"value":"Infinity","ratio":-2,"flag":true,"bytes":"01ff","embedding":[3]}""",
        """{"loss":"contrastive","note":"","step":1,"count":2,"value":"NaN","ratio":"-Infinity","flag":false,"bytes":"01ff","embedding":["NaN",4]}""",
        """{"loss":"żółć 😀","note":"日本語","step":2,"count":null,"value":"Infinity","ratio":-2,"flag":true,"bytes":"01ff","embedding":[]}""",
    ];
}
