// Sums of deviations and of their squares, one step, features not fewer than a group is wide, as one would write it by hand: the
// algorithm of NormForwardKernels.normMoments.
#pragma OPENCL FP_CONTRACT OFF

#define COLUMNS 32
#define LANES 8

__kernel void norm_moments(
        const int rows, const int features, const int splits,
        __global const float *x, __global float *partial) {
    __local float sums[LANES][COLUMNS];
    __local float squares[LANES][COLUMNS];
    const int column = get_local_id(0);
    const int lane = get_local_id(1);
    const int feature = get_global_id(0);
    const int split = get_group_id(1);
    const int rowsPerSplit = (rows + splits - 1) / splits;
    const int end = min(rows, (split + 1) * rowsPerSplit);
    float sum = 0.0f;
    float square = 0.0f;
    if (feature < features) {
        // the median of three rows: near the mean, whatever the first row holds
        const float a = x[feature];
        const float b = x[rows / 2 * features + feature];
        const float c = x[(rows - 1) * features + feature];
        const float shift = fmax(fmin(a, b), fmin(fmax(a, b), c));
        for (int row = split * rowsPerSplit + lane; row < end; row += LANES) {
            const float d = x[row * features + feature] - shift;
            sum += d;
            square = fma(d, d, square);
        }
    }
    sums[lane][column] = sum;
    squares[lane][column] = square;
    barrier(CLK_LOCAL_MEM_FENCE);
    if (lane == 0 && feature < features) {
        for (int other = 1; other < LANES; other++) {
            sum += sums[other][column];
            square += squares[other][column];
        }
        partial[split * 2 * features + feature] = sum;
        partial[(split * 2 + 1) * features + feature] = square;
    }
}
