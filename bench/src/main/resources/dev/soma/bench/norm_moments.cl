// Sums of deviations and of their squares, as one would write it by hand: the algorithm of NormForwardKernels.normMoments.
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
    // rows narrower than the group lie side by side
    const int abreast = max(COLUMNS / features, 1);
    const int side = column / features;
    const int feature = get_group_id(0) * COLUMNS + column - side * features;
    const bool active = side < abreast && feature < features;
    const int step = get_group_id(1) / splits;
    const int split = get_group_id(1) - step * splits;
    const int rowsPerSplit = (rows + splits - 1) / splits;
    const int end = min(rows, (split + 1) * rowsPerSplit);
    float sum = 0.0f;
    float square = 0.0f;
    if (active) {
        __global const float *values = x + step * rows * features + feature;
        // the median of three rows: near the mean, whatever the first row holds
        const float a = values[0];
        const float b = values[rows / 2 * features];
        const float c = values[(rows - 1) * features];
        const float shift = fmax(fmin(a, b), fmin(fmax(a, b), c));
        for (int row = split * rowsPerSplit + lane * abreast + side; row < end; row += LANES * abreast) {
            const float d = values[row * features] - shift;
            sum += d;
            square = fma(d, d, square);
        }
    }
    sums[lane][column] = sum;
    squares[lane][column] = square;
    barrier(CLK_LOCAL_MEM_FENCE);
    if (lane == 0) {
        for (int other = 1; other < LANES; other++) {
            sum += sums[other][column];
            square += squares[other][column];
        }
        sums[0][column] = sum;
        squares[0][column] = square;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    if (lane == 0 && active && side == 0) {
        for (int row = 1; row < abreast; row++) {
            sum += sums[0][column + row * features];
            square += squares[0][column + row * features];
        }
        const int slot = get_group_id(1) * 2 * features + feature;
        partial[slot] = sum;
        partial[slot + features] = square;
    }
}
