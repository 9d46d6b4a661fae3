namespace MetricPlugins;

/// <summary>A loss over a batch of embeddings. Its parameters, if any, train with the model, by the same optimizer.</summary>
/// <remarks>The base constructor registers modules, parameters and buffers made in field initialisers. Those assigned in a
/// constructor's body it cannot see: register them there, by <c>register_parameter</c> or <c>register_buffer</c>.</remarks>
public abstract class MetricLoss : Module
{
    /// <summary>Registers what the field initialisers made.</summary>
    protected MetricLoss() : base(nameof(MetricLoss)) => RegisterComponents();

    /// <summary>The loss of one batch and the counts of its terms.</summary>
    /// <param name="batch">The batch; its tensors stay the caller's.</param>
    /// <remarks>Runs inside a dispose scope that frees whatever is made here and not returned.</remarks>
    public abstract LossResult Compute(Batch batch);

    /// <summary>Called after the optimizer's step, without gradients: a centre bank updates here.</summary>
    /// <param name="batch">The batch of the step, as <see cref="Compute"/> saw it.</param>
    public virtual void AfterStep(Batch batch)
    {
    }
}
