using System.Runtime.InteropServices;

namespace MetricPlugins.Tests.Conformance;

public class PluginFaultTests
{
    [Fact]
    public void A_message_of_libtorch_is_one_line_and_ends_before_its_call_stack()
    {
        var thrown = Assert.Throws<ExternalException>(() => torch.zeros(2).add(torch.zeros(3)));
        Assert.Equal(
            "throws ExternalException in its code: The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0",
            PluginFault.Throws(thrown, "its code"));
    }
}
