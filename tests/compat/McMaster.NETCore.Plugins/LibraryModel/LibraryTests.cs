using McMaster.NETCore.Plugins.LibraryModel;

namespace McMaster.NETCore.Plugins.Tests.LibraryModel;

public sealed class LibraryTests
{
    [Theory]
    [InlineData("lib/net8.0/Some.Library.dll", "Some.Library.dll")]
    [InlineData("runtimes/win/lib/net8.0/Some.Library.dll", "runtimes/win/lib/net8.0/Some.Library.dll")]
    public void A_managed_library_lies_in_its_lower_case_package_or_beside_the_application(string asset, string local)
    {
        var library = ManagedLibrary.CreateFromPackage("Some.Package", "1.2.3", asset);

        Assert.Equal("Some.Library", library.Name.Name);
        Assert.Equal(Path.Combine("some.package", "1.2.3", asset), library.AdditionalProbingPath);
        Assert.Equal(local, library.AppLocalPath);
    }

    [Fact]
    public void A_native_library_keeps_its_path_in_both_places()
    {
        const string asset = "runtimes/linux-x64/native/libsome.so";
        var library = NativeLibrary.CreateFromPackage("Some.Package", "1.2.3", asset);

        Assert.Equal("libsome", library.Name);
        Assert.Equal(Path.Combine("some.package", "1.2.3", asset), library.AdditionalProbingPath);
        Assert.Equal(asset, library.AppLocalPath);
    }
}
