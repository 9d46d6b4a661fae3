namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static class impl
            {
                public class LambdaLR : LRScheduler
                {
                    private readonly Func<int, double> _factor;

                    public LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _factor = lr_lambda;
                        step();
                    }

                    protected override IEnumerable<double> get_lr() => BaseRates.Select(rate => rate * _factor(LastEpoch));
                }

                public class StepLR : LRScheduler
                {
                    private readonly int _size;
                    private readonly double _gamma;

                    public StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_size, _gamma) = (step_size, gamma);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        LastEpoch == 0 || LastEpoch % _size != 0 ? Rates : Rates.Select(rate => rate * _gamma);

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        BaseRates.Select(rate => rate * Math.Pow(_gamma, LastEpoch / _size));
                }

                public class CosineAnnealingLR : LRScheduler
                {
                    private readonly double _period;
                    private readonly double _floor;

                    public CosineAnnealingLR(
                        Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_period, _floor) = (T_max, eta_min);
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (LastEpoch == 0) return Rates;
                        // At the turn of a period the quotient below would be 0 / 0.
                        if ((LastEpoch - 1 - _period) % (2 * _period) == 0)
                        {
                            return Rates.Zip(
                                BaseRates, (rate, start) => rate + (start - _floor) * (1 - Math.Cos(Math.PI / _period)) / 2);
                        }
                        var quotient = (1 + Math.Cos(Math.PI * LastEpoch / _period)) / (1 + Math.Cos(Math.PI * (LastEpoch - 1) / _period));
                        return Rates.Select(rate => quotient * (rate - _floor) + _floor);
                    }

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        BaseRates.Select(rate => _floor + (rate - _floor) * (1 + Math.Cos(Math.PI * LastEpoch / _period)) / 2);
                }

                public class ConstantLR : LRScheduler
                {
                    private readonly double _factor;
                    private readonly int _count;

                    public ConstantLR(
                        Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        (_factor, _count) = (factor, total_iters);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        LastEpoch == 0 ? Rates.Select(rate => rate * _factor)
                        : LastEpoch == _count ? Rates.Select(rate => rate / _factor)
                        : Rates;

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        BaseRates.Select(rate => LastEpoch >= _count ? rate : rate * _factor);
                }

                public class LinearLR : LRScheduler
                {
                    private readonly double _start;
                    private readonly double _end;
                    private readonly int _count;

                    public LinearLR(
                        Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5,
                        int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        (_start, _end, _count) = (start_factor, end_factor, total_iters);
                        step();
                    }

                    protected override IEnumerable<double> get_lr() =>
                        LastEpoch == 0 ? Rates.Select(rate => rate * _start)
                        : LastEpoch > _count ? Rates
                        : Rates.Select(rate => rate * (1 + (_end - _start) / (_count * _start + (LastEpoch - 1) * (_end - _start))));

                    protected override IEnumerable<double> get_closed_form_lr() =>
                        BaseRates.Select(rate => rate * (_start + (_end - _start) * Math.Min(_count, LastEpoch) / _count));
                }
            }
        }
    }
}
