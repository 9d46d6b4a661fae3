using static TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers with a state of its own.</summary>
    public class Generator : IDisposable
    {
        private IntPtr handle;

        public Generator(ulong seed = 0, Device? device = null) =>
            handle = Made(mt_generator(seed, (int)(device ?? CPU).type, (device ?? CPU).index));

        private Generator(IntPtr handle) => this.handle = handle;

        ~Generator() => Dispose(false);

        public static Generator Default => new(Made(mt_default_generator()));

        public IntPtr Handle
        {
            get
            {
                ObjectDisposedException.ThrowIf(handle == IntPtr.Zero, this);
                return handle;
            }
        }

        public Device device
        {
            get
            {
                var found = new Device((DeviceType)mt_generator_device_type(Handle), mt_generator_device_index(Handle));
                GC.KeepAlive(this);
                return found;
            }
        }

        public Tensor get_state()
        {
            Check(mt_generator_get_state(Handle, out var made), this);
            return new Tensor(made);
        }

        public void set_state(Tensor value) => Check(mt_generator_set_state(Handle, In(value)), this, value);

        public Generator manual_seed(long seed)
        {
            Check(mt_generator_manual_seed(Handle, seed), this);
            return this;
        }

        public long initial_seed()
        {
            Check(mt_generator_initial_seed(Handle, out var seed), this);
            return seed;
        }

        /// <summary>Draws a new seed from the machine's own randomness.</summary>
        public long seed()
        {
            Check(mt_generator_seed(Handle, out var seed), this);
            return seed;
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var owned = Interlocked.Exchange(ref handle, IntPtr.Zero);
            if (owned != IntPtr.Zero) mt_generator_dispose(owned);
        }
    }

    public static Generator manual_seed(long seed)
    {
        Check(mt_manual_seed(seed));
        return Generator.Default;
    }

    public static long initial_seed()
    {
        using var generator = Generator.Default;
        return generator.initial_seed();
    }
}
