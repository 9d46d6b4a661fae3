namespace ScottPlot;

public class SavedImageInfo(string path, int fileSize)
{
    public string Path { get; } = path;

    public int FileSize { get; } = fileSize;
}
