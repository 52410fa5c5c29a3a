package dev.soma.runtime.roofline;

/**
 * What a GPU can do at best.
 *
 * @param name its name
 * @param bytesPerSecond of its memory
 * @param flopsPerSecond in single precision, a fused multiply-add counted as two
 * @param issuesPerSecond instructions of warps
 */
record Gpu(String name, double bytesPerSecond, double flopsPerSecond, double issuesPerSecond) {
    /** SXM: the data sheet's 3.35 TB/s and 67 TFLOP/s; 132 multiprocessors of four schedulers, an instruction a cycle, at 1.7 GHz. */
    static final Gpu H100 = new Gpu("H100", 3.35e12, 67e12, 132 * 4 * 1.7e9);

    /** What takes longer. */
    enum Bound {
        MEMORY,
        ARITHMETIC
    }

    /** A predicted time and what bounds it. */
    record Prediction(double seconds, Bound bound) {}

    /** The least time of the work, with all multiprocessors busy and everything overlapped: the roofline. */
    Prediction predict(double bytes, double flops) {
        double memory = bytes / bytesPerSecond;
        double arithmetic = flops / flopsPerSecond;
        return memory >= arithmetic
                ? new Prediction(memory, Bound.MEMORY)
                : new Prediction(arithmetic, Bound.ARITHMETIC);
    }

    /**
     * The time to issue so many PTX instructions. The assembler makes fewer of its own of them where it folds the computation of
     * addresses, above all in unrolled loops, so this is no bound but what a compiler that folded nothing would need.
     */
    double issueSeconds(double warpInstructions) {
        return warpInstructions / issuesPerSecond;
    }
}
