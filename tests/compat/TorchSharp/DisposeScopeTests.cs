using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class DisposeScopeTests
{
    [Fact]
    public void A_closed_scope_has_disposed_what_was_made_in_it()
    {
        Tensor inner;
        using (NewDisposeScope()) inner = zeros(2);
        Assert.ThrowsAny<InvalidOperationException>(() => inner.shape);
    }

    [Fact]
    public void A_moved_tensor_outlives_its_scope()
    {
        using var outer = NewDisposeScope();
        Tensor kept;
        using (NewDisposeScope()) kept = (zeros(2) + 1).MoveToOuterDisposeScope();
        Assert.Equal([1f, 1f], kept.data<float>().ToArray());
        Assert.True(outer.Contains(kept));
    }

    [Fact]
    public void A_tensor_moved_out_of_the_outermost_scope_is_free()
    {
        Tensor kept;
        using (NewDisposeScope()) kept = zeros(2).MoveToOuterDisposeScope();
        using (kept) Assert.Equal(2, kept.numel());
    }

    [Fact]
    public void A_detached_tensor_outlives_every_scope()
    {
        Tensor kept;
        using (NewDisposeScope())
        using (NewDisposeScope())
            kept = zeros(2).DetachFromDisposeScope();
        using (kept) Assert.Equal(2, kept.numel());
    }

    [Fact]
    public void An_attached_tensor_goes_with_the_scope()
    {
        var free = zeros(2);
        using (var scope = NewDisposeScope())
        {
            scope.Attach(free);
            Assert.Equal(1, scope.DisposablesCount);
        }

        Assert.ThrowsAny<InvalidOperationException>(() => free.shape);
    }

    [Fact]
    public void A_scope_can_dispose_everything_but_a_few()
    {
        using var scope = NewDisposeScope();
        var a = zeros(1);
        var b = zeros(1);
        var c = zeros(1);
        scope.DisposeEverythingBut(b);
        Assert.Equal([b], scope.DisposablesView);
        Assert.ThrowsAny<InvalidOperationException>(() => a.shape);
        Assert.ThrowsAny<InvalidOperationException>(() => c.shape);
        Assert.Equal([1L], b.shape);
    }

    [Fact]
    public void A_tensor_disposed_by_hand_leaves_its_scope()
    {
        using var scope = NewDisposeScope();
        var a = zeros(1);
        var b = zeros(1);
        a.Dispose();
        Assert.Equal([b], scope.DisposablesView);
    }

    [Fact]
    public void Tensors_move_between_scopes()
    {
        using var outer = NewDisposeScope();
        var there = zeros(1);
        using var inner = NewDisposeScope();
        var here = zeros(1);
        here.MoveToOtherDisposeScope(there);
        Assert.True(outer.Contains(here));
        Assert.False(inner.Contains(here));
        var (first, second) = outer.MoveToOther(inner, here, there);
        Assert.Equal(2, inner.DisposablesCount);
        Assert.Equal(0, outer.DisposablesCount);
        Assert.Same(here, first);
        Assert.Same(there, second);
    }

    [Fact]
    public void A_closed_scope_is_no_longer_current()
    {
        Assert.Null(CurrentDisposeScope);
        using (var scope = NewDisposeScope()) Assert.Same(scope, CurrentDisposeScope);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void Each_thread_has_its_own_scopes()
    {
        using var scope = NewDisposeScope();
        Tensor? elsewhere = null;
        var thread = new Thread(() => elsewhere = zeros(3));
        thread.Start();
        thread.Join();
        Assert.False(scope.Contains(elsewhere!));
        elsewhere!.Dispose();
    }

    [Fact]
    public void Two_threads_work_in_scopes_of_their_own()
    {
        var sums = new float[2];
        var threads = Enumerable.Range(0, 2).Select(id => new Thread(() =>
        {
            using var mode = set_grad_enabled(id == 0);
            for (var i = 0; i < 300; i++)
            {
                using var scope = NewDisposeScope();
                var x = ones(8, requires_grad: true);
                var y = (x * (id + 1)).sum();
                if (y.requires_grad != (id == 0)) throw new InvalidOperationException("The grad mode leaked.");
                sums[id] = y.item<float>();
                if (scope.DisposablesCount != 3) throw new InvalidOperationException("A tensor leaked.");
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Equal([8f, 16f], sums);
    }

    [Fact]
    public void The_count_of_tensors_is_flat_over_a_loop()
    {
        using var weights = randn(16, 16, requires_grad: true);
        var counts = new List<long>();
        for (var i = 0; i < 20; i++)
        {
            using (NewDisposeScope())
            {
                var loss = weights.mm(randn(16, 4)).relu().square().mean();
                loss.backward();
                weights.grad!.zero_();
            }

            counts.Add(Tensor.TotalCount);
        }

        Assert.All(counts, c => Assert.Equal(counts[0], c));
    }

    [Fact]
    public void Statistics_count_what_the_thread_made()
    {
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        using (var free = zeros(1))
        {
            using var scope = NewDisposeScope();
            var a = zeros(1);
            var kept = zeros(1).DetachFromDisposeScope();
            kept.Dispose();
        }

        Assert.Equal(1, statistics.CreatedOutsideScopeCount);
        Assert.Equal(2, statistics.CreatedInScopeCount);
        Assert.Equal(1, statistics.DetachedFromScopeCount);
        Assert.Equal(1, statistics.DisposedInScopeCount);
        Assert.Equal(2, statistics.DisposedOutsideScopeCount);
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    }
}
