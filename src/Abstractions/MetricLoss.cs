namespace MetricPlugins;

/// <summary>A loss over a batch of embeddings. Its parameters, if any, are trained with the model by the same optimizer.</summary>
/// <remarks>The base constructor registers modules, parameters and buffers created in field initialisers. It cannot see those
/// assigned in a constructor's body: register them there, with <c>register_parameter</c> or <c>register_buffer</c>.</remarks>
public abstract class MetricLoss : Module
{
    /// <summary>Registers the modules, parameters and buffers of the field initialisers.</summary>
    protected MetricLoss() : base(nameof(MetricLoss)) => RegisterComponents();

    /// <summary>Computes the loss of one batch and the counts of its terms.</summary>
    /// <param name="batch">The batch; its tensors belong to the caller.</param>
    /// <remarks>Runs inside a dispose scope that frees every tensor created here and not returned.</remarks>
    public abstract LossResult Compute(Batch batch);

    /// <summary>Called after the optimizer's step, without gradients, for example to update a bank of centres.</summary>
    /// <param name="batch">The batch that <see cref="Compute"/> received in this step.</param>
    public virtual void AfterStep(Batch batch)
    {
    }
}
