namespace MetricPlugins.Tests.Cli;

/// <summary>Completion as a shell asks for it.</summary>
[Collection(TestProcess.Processes)]
public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("metric pl", "plugins")]
    [InlineData("metric plugins ", "check list show")]
    [InlineData("metric plugins check my", "mystudy.fsx")]
    [InlineData("metric new ", "dataset loss model")]
    [InlineData("metric plugins show tr", "triplet")]
    [InlineData("metric train --loss ", "arcface ccl contrastive infonce npair supcon triplet")]
    [InlineData("metric train --model ", "clip-vit-b32 convnet mlp vit-b32")]
    [InlineData("metric run --set see", "seeds=")]
    [InlineData("metric runs list --j", "--json")]
    [InlineData("metric compare --metric nm", "nmi_euclid")]
    [InlineData("metric completion ", "bash fish zsh")]
    [InlineData("metric run my", "mystudy.fsx")]
    public void Bash_completes_commands_options_plugins_and_files(string line, string expected)
    {
        MetricProcess.PutCommand(folder.File("metric"));
        File.WriteAllText(folder.File("mystudy.fsx"), "");
        File.Copy(MetricProcess.Completion("bash"), folder.File("metric.bash"));
        File.WriteAllText(folder.File("complete.bash"), """
            PATH=$PWD:$PATH
            source metric.bash
            COMP_LINE=$1 COMP_POINT=${#1}
            read -ra COMP_WORDS <<<"$1"
            [[ $1 != *" " ]] || COMP_WORDS+=("")
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _metric
            printf '%s\n' "${COMPREPLY[@]}"
            """);
        var said = TestProcess.Run("bash", ["complete.bash", line], folder.Path);
        Assert.Equal("", said.Errors);
        Assert.Equal(expected, string.Join(' ', said.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.StartsWith("--", StringComparison.Ordinal) || expected.StartsWith("--", StringComparison.Ordinal)).Order()));
    }
}
